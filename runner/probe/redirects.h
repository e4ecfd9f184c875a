// Follows redirects as a suite allows it: hop by hop, so that each answer can
// be judged and nothing secret reaches an origin that it was not meant for.

#ifndef SWITCHGATE_RUNNER_PROBE_REDIRECTS_H_
#define SWITCHGATE_RUNNER_PROBE_REDIRECTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/probe/probe.h"

namespace switchgate::probe {

// Why a redirect was not followed. Each kind is one rule: redirect/<name>.
enum class RefusalKind : std::uint8_t {
  kTooMany,      // more redirects than `max`
  kOtherOrigin,  // to an origin that `origins` does not list, or with a body to
                 // any other origin
  kBadLocation,  // Location is no http or https URL
};

// "too-many", "other-origin", "bad-location": the second half of the rule id.
std::string_view name_of(RefusalKind kind);

struct Refusal {
  RefusalKind kind = RefusalKind::kTooMany;
  std::string message;   // one sentence that stands alone; then what to do
  std::string location;  // where it would have led, absolute where that is known
};

struct Followed {
  Exchange last;                   // the final answer, its `redirects` filled in; the redirect
                                   // itself when it was refused
  std::vector<HttpResponse> hops;  // the redirects that were followed, in order
  std::optional<Refusal> refusal;
  HttpRequest asked;  // the request that `last` answers
};

// Performs `request` and follows 301, 302, 303, 307 and 308 while `rules` allow
// it. With `rules.max` 0 a redirect is an answer like any other.
//
// POST becomes GET after 301 and 302, everything but HEAD after 303; 307 and
// 308 keep method and body. All hops together have `request.timeout`. A hop to
// another origin takes along only Accept, Accept-Language, Accept-Encoding and
// User-Agent, no client certificate, no `connect_to`, no socket, no `server_name`
// and no HTTP version; the proxy stays, it is this machine's way out. What was
// dropped stays dropped, except that a way back to the first origin is dialled as
// the first request was.
//
// `on_hop` is told each redirect that is followed and may add to the next request what
// belongs to where that goes: cookies.
using OnHop = std::function<void(const HttpResponse& hop, HttpRequest& next)>;
Followed follow(Probe& probe, const HttpRequest& request, const Follow& rules, std::stop_token stop,
                const OnHop& on_hop = {});

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_REDIRECTS_H_
