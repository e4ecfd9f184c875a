// The way to one target's origin: one libcurl handle with its own connections,
// which are kept alive from one exchange to the next.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_CHANNEL_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_CHANNEL_H_

#include <memory>
#include <stop_token>

#include "checks/model/exchange.h"
#include "runner/probe/dial.h"

namespace switchgate::probe {

class Watchdog;

// Used by one thread at a time. All its requests must have the same target,
// origin, way to dial it, HTTP version and TLS settings: only then may they share a connection.
class Channel {
 public:
  // `watchdog` must outlive it.
  Channel(const TlsSettings& tls, Watchdog& watchdog);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // As Probe::perform; `request` has passed check_request, `dial` is its
  // dial_of.
  Exchange perform(const HttpRequest& request, const Dial& dial, const std::stop_token& stop);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_CHANNEL_H_
