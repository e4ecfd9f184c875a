// One accepted connection of the fault server: bytes in, bytes out, and rude
// ends.

#ifndef SWITCHGATE_TESTS_SUPPORT_FAULT_CONNECTION_H_
#define SWITCHGATE_TESTS_SUPPORT_FAULT_CONNECTION_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace switchgate::testing {

// Used by one thread. Nothing in it blocks once `stop_fd` becomes readable.
class FaultConnection {
 public:
  // Takes `fd` over. With `tls` the connection speaks TLS.
  FaultConnection(int fd, SSL_CTX* tls, int stop_fd);
  ~FaultConnection();  // closes in an orderly way, unless reset() was called
  FaultConnection(const FaultConnection&) = delete;
  FaultConnection& operator=(const FaultConnection&) = delete;

  bool handshake();  // true without TLS
  // Head and body of the next request; nothing when the peer is gone or the
  // server stops.
  std::optional<std::string> read_request();
  // Whatever has come; nothing when the peer is gone or the server stops. Not for
  // use with read_request.
  std::optional<std::string> read_some();
  // False when the peer is gone or the server stops.
  bool send(std::string_view bytes);
  // The peer gets a reset instead of an end, which may overtake bytes not yet
  // read.
  void reset();
  // Until the time has passed, or, for wait_for_end, the peer has gone. False
  // when the server stops.
  bool pause(std::chrono::milliseconds time);
  void wait_for_end();

 private:
  bool wait(short events);
  bool retry_tls(int result);

  int fd_;
  int stop_fd_;
  SSL* ssl_ = nullptr;
  std::string ahead_;  // read, but not yet part of a request
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_FAULT_CONNECTION_H_
