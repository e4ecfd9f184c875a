// Makes keys and certificates with OpenSSL.

#include "tests/support/certificates.h"

#include <cstdint>
#include <cstdlib>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace switchgate::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

// OpenSSL fails here only for want of memory or by a mistake of ours.
void must(bool ok) {
  if (!ok) {
    std::abort();
  }
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  must(key != nullptr);
  return key;
}

template <typename Write>
std::string to_pem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  must(memory != nullptr && write(memory.get()) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  return to_pem([=](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

std::string pem_of(EVP_PKEY* key) {
  return to_pem([=](BIO* out) {
    return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// Without an issuer the certificate signs itself.
Certificate make_certificate(const CertificateSpec& spec, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key, bool authority) {
  Certificate out(X509_new(), &X509_free);
  must(out != nullptr);
  X509_set_version(out.get(), X509_VERSION_3);
  std::uint32_t serial = 0;
  must(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial & 0x7fffffff);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), spec.valid_from.count());
  X509_gmtime_adj(X509_getm_notAfter(out.get()), spec.valid_to.count());
  X509_set_pubkey(out.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.c_str()), -1,
                             -1, 0);
  X509* signer = issuer == nullptr ? out.get() : issuer;
  X509_set_issuer_name(out.get(), X509_get_subject_name(signer));
  add_extension(out.get(), signer, NID_basic_constraints,
                authority ? "critical,CA:TRUE" : "CA:FALSE");
  std::string names;
  for (const std::string& name : spec.names) {
    names += (names.empty() ? "" : ",") + name;
  }
  if (!names.empty()) {
    add_extension(out.get(), signer, NID_subject_alt_name, names);
  }
  must(X509_sign(out.get(), issuer_key, EVP_sha256()) > 0);
  return out;
}

}  // namespace

Identity make_self_signed(const CertificateSpec& spec) {
  const Key key = make_key();
  const Certificate certificate = make_certificate(spec, key.get(), nullptr, key.get(), false);
  return {pem_of(certificate.get()), pem_of(key.get())};
}

struct TestAuthority::Parts {
  explicit Parts(const std::string& name)
      : certificate(
            make_certificate({name, {}, -std::chrono::hours(10'000), std::chrono::hours(10'000)},
                             key.get(), nullptr, key.get(), true)) {}
  Key key = make_key();
  Certificate certificate;
};

TestAuthority::TestAuthority(const std::string& name)
    : parts_(std::make_unique<Parts>(name)), certificate_(pem_of(parts_->certificate.get())) {}

TestAuthority::~TestAuthority() = default;

Identity TestAuthority::issue(const CertificateSpec& spec) const {
  const Key key = make_key();
  const Certificate certificate =
      make_certificate(spec, key.get(), parts_->certificate.get(), parts_->key.get(), false);
  return {pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace switchgate::testing
