// TLS over a connected socket, as far as a handshake and two directions of bytes.

#ifndef SWITCHGATE_RUNNER_PROBE_NET_TLS_H_
#define SWITCHGATE_RUNNER_PROBE_NET_TLS_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/exchange.h"
#include "runner/probe/http/certificate_witness.h"
#include "runner/probe/net/patience.h"

namespace switchgate::probe {

// One TLS client. Every step may have to wait for the socket: it then says for what.
class Tls {
 public:
  // Trusts what `settings` trusts, and the name `host` (an address stands for itself).
  // `fd` is connected, does not block, and outlives the object, as does `patience`: once that
  // is over every step says that it has to wait.
  Tls(const TlsSettings& settings, const std::string& host, int fd, const Patience& patience);
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  // Which file of the settings cannot be used, and why: "tls.ca: no such file".
  const std::optional<std::string>& unusable_file() const { return unusable_file_; }

  // The certificate does not end the handshake; certificate().error tells what it would have.
  void go_on_untrusted();

  enum class Step : std::uint8_t { kDone, kRead, kWrite, kClosed, kFailed };
  Step shake_hands();
  Step write(std::string_view& bytes);          // takes away what was written
  Step read(std::string& into);                 // appends what came; kDone: at least one byte
  std::string error() const { return error_; }  // behind kFailed: OpenSSL's words

  const CertificateFacts& certificate() const { return certificate_; }
  // Of a handshake that is done.
  TlsFacts facts() const;
  std::vector<std::string> chain() const;  // subjects, the server's own first

 private:
  Step step_of(int result);
  struct Parts;
  std::unique_ptr<Parts> parts_;
  CertificateFacts certificate_;
  std::optional<std::string> unusable_file_;
  std::string error_;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_NET_TLS_H_
