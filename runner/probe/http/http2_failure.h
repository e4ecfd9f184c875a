// The words for what goes wrong in HTTP/2 only.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_HTTP2_FAILURE_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_HTTP2_FAILURE_H_

#include <string>
#include <string_view>

#include "runner/probe/http/classify.h"

namespace switchgate::probe {

// A stream that was not closed cleanly.
FailureText stream_failure(const TransferFacts& facts);

// The whole connection is gone, or unusable.
FailureText connection_failure(const TransferFacts& facts);

// `address` does `what` ("answered in HTTP/1.1") where HTTP/2 was asked for.
FailureText other_version(const std::string& address, std::string_view what);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_HTTP2_FAILURE_H_
