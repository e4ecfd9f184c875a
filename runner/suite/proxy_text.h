// `proxy:` of a target, filled in.

#ifndef SWITCHGATE_RUNNER_SUITE_PROXY_TEXT_H_
#define SWITCHGATE_RUNNER_SUITE_PROXY_TEXT_H_

#include <string>
#include <string_view>

#include "checks/base/result.h"
#include "checks/model/suite.h"
#include "runner/suite/interpolate.h"

namespace switchgate {

inline constexpr std::string_view kNoProxy = "none";

// The proxy's URL, or kNoProxy. What ${…} fills in before the '@' is percent-encoded,
// so that a password may hold any character; behind it, it is taken as it is.
Result<std::string> expand_proxy(const Text& text, const Scope& scope);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PROXY_TEXT_H_
