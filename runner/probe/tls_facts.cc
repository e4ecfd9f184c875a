// Reads handshakes, names and dates with OpenSSL.

#include "runner/probe/tls_facts.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <string_view>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace switchgate::probe {
namespace {

std::string bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string printable(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code > 0x20 && code < 0x7f) {
      out += byte;
    } else {
      ((out += "\\x") += kHex[code >> 4U]) += kHex[code & 15U];
    }
  }
  return out;
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  constexpr std::size_t kV4Bytes = 4;
  constexpr std::size_t kV6Bytes = 16;
  const std::string bytes = bytes_of(address);
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = bytes.size() == kV4Bytes ? AF_INET : AF_INET6;
  const bool known = bytes.size() == kV4Bytes || bytes.size() == kV6Bytes;
  const bool written =
      known && inet_ntop(family, bytes.data(), text.data(), text.size()) != nullptr;
  return written ? text.data() : printable(bytes);
}

std::string text_of(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  // Text beyond ASCII as UTF-8, not as escaped bytes.
  constexpr unsigned long kForm =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (!out || X509_NAME_print_ex(out.get(), name, 0, kForm) < 0) {
    return {};
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

std::optional<Instant> instant_of_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  return Instant(std::chrono::seconds(timegm(&parts)));
}

std::vector<std::string> names_of_certificate(const X509* certificate) {
  std::vector<std::string> out;
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free);
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      out.push_back(printable(bytes_of(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      out.push_back(address_text(name->d.iPAddress));
    }
  }
  return out;
}

TlsFacts facts_of_certificate(const X509* certificate) {
  TlsFacts facts;
  facts.subject = text_of(X509_get_subject_name(certificate));
  facts.issuer = text_of(X509_get_issuer_name(certificate));
  facts.names = names_of_certificate(certificate);
  facts.not_before = instant_of_time(X509_get0_notBefore(certificate)).value_or(Instant{});
  facts.not_after = instant_of_time(X509_get0_notAfter(certificate)).value_or(Instant{});
  return facts;
}

TlsFacts facts_of_handshake(const SSL* ssl) {
  const X509* certificate = SSL_get0_peer_certificate(ssl);
  TlsFacts facts = certificate == nullptr ? TlsFacts{} : facts_of_certificate(certificate);
  facts.protocol = SSL_get_version(ssl);
  facts.cipher = SSL_get_cipher_name(ssl);
  return facts;
}

}  // namespace switchgate::probe
