// A connection of our own, for what libcurl does not speak: name, address, TLS and bytes,
// with one deadline and the words of the probe for everything that goes wrong.

#ifndef SWITCHGATE_RUNNER_PROBE_NET_STREAM_H_
#define SWITCHGATE_RUNNER_PROBE_NET_STREAM_H_

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/exchange.h"
#include "runner/probe/dial.h"
#include "runner/probe/http/classify.h"
#include "runner/probe/http/socket_words.h"
#include "runner/probe/net/patience.h"
#include "runner/probe/net/tls.h"

namespace switchgate::probe {

// Used by one thread. The first failure is the last thing that may be asked of it.
class Stream {
 public:
  // Dials what `to` says: its URL, connect_to, TLS settings and timeout. No proxy.
  Stream(const HttpRequest& to, std::stop_token stop);

  using Trouble = std::optional<ExchangeFailure>;  // nothing: all went well

  Trouble connect();
  // TLS, whatever the URL's scheme. `lenient`: a certificate that is not trusted is told by
  // distrust(), and the handshake goes on.
  Trouble secure(bool lenient = false);
  Trouble send(std::string_view bytes);
  Trouble receive(std::string& into);  // appends at least one byte
  // Sends as much as goes without waiting: what the peer may miss.
  void send_if_it_fits(std::string_view bytes);

  // The failure that a lenient handshake passed over.
  Trouble distrust() const;
  // A failure at this address, after this time.
  ExchangeFailure fail(FailureKind kind, std::string message) const;

  const std::string& address() const { return address_; }  // connected to
  Micros passed() const { return patience_.passed(); }
  const Tls* tls() const { return tls_.get(); }  // null before secure()
  const Result<Dial>& dial() const { return dial_; }

 private:
  ExchangeFailure fail(SocketEnd end, Progress progress, int os_error = 0,
                       std::string detail = {}) const;
  ExchangeFailure gave_up(Waited waited, Progress progress) const;
  // The failure when the time is over: asked before each round of a loop.
  Trouble in_time(Progress progress) const;
  // Waits until the socket is ready for what TLS or TCP asks.
  Trouble wait(short events, Progress progress);
  Trouble after(Tls::Step step, Progress progress);

  HttpRequest to_;
  Result<Dial> dial_;
  Patience patience_;
  Descriptor socket_;
  std::unique_ptr<Tls> tls_;  // after the socket that it uses
  std::string address_;
  bool received_ = false;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_NET_STREAM_H_
