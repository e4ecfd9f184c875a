// Tells what a proxy did wrong from what its target did.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_PROXY_FAILURE_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_PROXY_FAILURE_H_

#include <optional>
#include <string>

#include "runner/probe/http/classify.h"

namespace switchgate::probe {

// The words for a transfer that never came past its proxy; nothing when it did,
// or had none.
std::optional<FailureText> proxy_failure(const TransferFacts& facts);

// The proxy `name` wants to know who asks.
FailureText proxy_wants_credentials(const std::string& name);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_PROXY_FAILURE_H_
