// Reads names and dates out of certificates with OpenSSL.

#include "runner/probe/http/certificate_witness.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include "runner/probe/tls_facts.h"

namespace switchgate::probe {
namespace {

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string common_name(X509* certificate) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  const int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0) {
    return {};
  }
  return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
}

CertificateFacts facts_of(X509_STORE_CTX* context) {
  CertificateFacts facts;
  facts.error = X509_STORE_CTX_get_error(context);
  X509* server = X509_STORE_CTX_get0_cert(context);
  X509* blamed = facts.error == X509_V_OK ? nullptr : X509_STORE_CTX_get_current_cert(context);
  if (facts.error != X509_V_OK) {
    facts.reason = X509_verify_cert_error_string(facts.error);
  }
  if (blamed == nullptr) {
    blamed = server;
  }
  if (server != nullptr) {
    facts.names = names_of_certificate(server);
  }
  if (blamed != nullptr) {
    facts.subject = common_name(blamed);
    if (facts.subject.empty() && blamed == server && !facts.names.empty()) {
      facts.subject = facts.names.front();
    }
    facts.not_before = instant_of_time(X509_get0_notBefore(blamed));
    facts.not_after = instant_of_time(X509_get0_notAfter(blamed));
  }
  return facts;
}

int verify_and_tell(X509_STORE_CTX* context, void* facts) {
  const int trusted = X509_verify_cert(context);
  *static_cast<CertificateFacts*>(facts) = facts_of(context);
  return trusted;
}

}  // namespace

void watch_certificates(void* ssl_context, CertificateFacts* facts) {
  SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(ssl_context), &verify_and_tell, facts);
}

}  // namespace switchgate::probe
