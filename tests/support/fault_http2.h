// HTTP/2 spoken well enough for one answer, and broken in one chosen way: raw
// frames, written by hand.

#ifndef SWITCHGATE_TESTS_SUPPORT_FAULT_HTTP2_H_
#define SWITCHGATE_TESTS_SUPPORT_FAULT_HTTP2_H_

#include <string_view>
#include <vector>

#include "tests/support/fault_connection.h"

namespace switchgate::testing {

// Serves a connection, to its end, as the behaviour `name` has it. The connection
// is past its TLS handshake, if it has one.
void behave_http2(FaultConnection& connection, std::string_view name);

// Every name that has a behaviour.
std::vector<std::string_view> http2_faults();

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_FAULT_HTTP2_H_
