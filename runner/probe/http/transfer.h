// What libcurl tells while an exchange is under way, and where it is kept.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_TRANSFER_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_TRANSFER_H_

#include <chrono>
#include <optional>
#include <string>

#include <openssl/types.h>

#include "checks/model/exchange.h"
#include "runner/probe/http/answer.h"
#include "runner/probe/http/certificate_witness.h"

namespace switchgate::probe {

// What a new connection's handshake showed; lives as long as the handle.
struct Handshake {
  bool began = false;  // for the exchange at hand; not on a reused connection
  CertificateFacts certificate;
  // The facts of the connection that was used last, which cost too much to read
  // them again for every request; forgotten when another handshake begins.
  const SSL* known = nullptr;
  TlsFacts facts;
};

// One sending of a request.
struct Transfer {
  Answer answer;
  void* easy = nullptr;  // CURL*
  Handshake* handshake = nullptr;
  bool only_once = false;       // sending it a second time could do its work twice
  bool only_on_old = false;     // on no new connection
  std::optional<TlsFacts> tls;  // of the connection that carries it
  bool http2 = false;           // that connection speaks HTTP/2
  bool left_politely = false;   // the peer said by GOAWAY that it is done, without an error
  int times_sent = 0;
  bool refused_resend = false;                 // because of `only_once`
  bool refused_new = false;                    // because of `only_on_old`
  std::chrono::steady_clock::time_point sent;  // the last time
};

// Hooks on what is the same for all transfers of an easy handle.
void hook(void* easy, Handshake& handshake);

// Hooks `transfer` on; it must live until its exchange is over.
void hook(void* easy, Transfer& transfer);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_TRANSFER_H_
