// Watches the verification of a server's certificate, so that a refusal can say
// which certificate it was and what was wrong with it; libcurl only passes on
// that it failed.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_CERTIFICATE_WITNESS_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_CERTIFICATE_WITNESS_H_

#include <optional>
#include <string>
#include <vector>

#include "checks/base/calendar.h"

namespace switchgate::probe {

// What a handshake showed of the certificates.
struct CertificateFacts {
  int error = 0;                      // X509_V_ERR_*; 0: the chain is trusted
  std::string reason;                 // OpenSSL's words for it
  std::string subject;                // of the certificate that the error is about; the
                                      // server's when there is none
  std::vector<std::string> names;     // the server certificate's DNS names and addresses
  std::optional<Instant> not_before;  // of the certificate that the error is about
  std::optional<Instant> not_after;
};

// Makes every handshake of an SSL_CTX* write to `facts`, which must outlive it.
// What is trusted stays the same.
void watch_certificates(void* ssl_context, CertificateFacts* facts);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_CERTIFICATE_WITNESS_H_
