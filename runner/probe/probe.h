// The one way to the outside: performs an exchange and says how it went.

#ifndef SWITCHGATE_RUNNER_PROBE_PROBE_H_
#define SWITCHGATE_RUNNER_PROBE_PROBE_H_

#include <memory>
#include <stop_token>

#include "checks/model/exchange.h"

namespace switchgate::probe {

// Used by one thread at a time; connections are kept alive inside it, one set
// for each target and origin, never shared between targets.
class Probe {
 public:
  Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  virtual ~Probe() = default;

  // Blocks until the answer is whole, the request's timeout has passed, or
  // `stop` asks (noticed within 50 ms: kCancelled). Redirects are answers,
  // never followed.
  virtual Exchange perform(const HttpRequest& request, std::stop_token stop) = 0;
};

// The real one, by libcurl. Call init_network() first.
std::unique_ptr<Probe> make_http_probe();

// Once per process, before the first thread.
void init_network();

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_PROBE_H_
