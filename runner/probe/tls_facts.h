// Says in plain values what a TLS handshake agreed on and what a certificate
// holds, for whoever has OpenSSL's objects in hand.

#ifndef SWITCHGATE_RUNNER_PROBE_TLS_FACTS_H_
#define SWITCHGATE_RUNNER_PROBE_TLS_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include <openssl/types.h>

#include "checks/base/calendar.h"
#include "checks/model/exchange.h"

namespace switchgate::probe {

// What a finished handshake agreed on, and the certificate that the peer
// showed. Without one, everything about the certificate is empty.
TlsFacts facts_of_handshake(const SSL* ssl);

// Subject, issuer, names and dates of a certificate; protocol and cipher stay
// empty. Subject and issuer are written as RFC 4514 has it, the most specific
// part first: "CN=shop.example.com,O=Shop Ltd". Bytes that are no printable
// ASCII in names are written as \xNN: a name with a NUL in it equals no other.
TlsFacts facts_of_certificate(const X509* certificate);

// The DNS names and addresses that a certificate is valid for.
std::vector<std::string> names_of_certificate(const X509* certificate);

// Nothing when the time cannot be read.
std::optional<Instant> instant_of_time(const ASN1_TIME* time);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_TLS_FACTS_H_
