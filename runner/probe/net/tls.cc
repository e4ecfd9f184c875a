// Drives OpenSSL without blocking.

#include "runner/probe/net/tls.h"

#include <algorithm>
#include <array>
#include <new>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "runner/probe/tls_facts.h"

namespace switchgate::probe {
namespace {

std::string last_error() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

bool is_address(const std::string& host) {
  in6_addr bytes{};
  return inet_pton(AF_INET, host.c_str(), &bytes) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &bytes) == 1;
}

void name_the_peer(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* rules = SSL_get0_param(ssl);
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
  SSL_set_tlsext_host_name(ssl, host.c_str());
}

std::optional<std::string> use_files(SSL_CTX* context, const TlsSettings& tls) {
  if (tls.ca.empty()) {
    SSL_CTX_set_default_verify_paths(context);
  } else if (SSL_CTX_load_verify_locations(context, tls.ca.c_str(), nullptr) != 1) {
    return "tls.ca: " + last_error();
  }
  if (!tls.cert.empty() && SSL_CTX_use_certificate_chain_file(context, tls.cert.c_str()) != 1) {
    return "tls.cert: " + last_error();
  }
  const std::string& key = tls.key.empty() ? tls.cert : tls.key;
  if (!key.empty() && SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return "tls.key: private key: " + last_error();
  }
  return std::nullopt;
}

// Stands before each read and write of the socket. Within one step OpenSSL reads on for as
// long as there are records of its own (tickets, new keys, hello requests), so that a peer
// which floods with them would keep it from coming back.
long in_time(BIO* bio, int what, const char*, std::size_t, int, long, int result, std::size_t*) {
  const auto* patience =
      static_cast<const Patience*>(static_cast<const void*>(BIO_get_callback_arg(bio)));
  if ((what != BIO_CB_READ && what != BIO_CB_WRITE) || !patience->over()) {
    return result;
  }
  BIO_clear_retry_flags(bio);
  if (what == BIO_CB_READ) {
    BIO_set_retry_read(bio);
  } else {
    BIO_set_retry_write(bio);
  }
  return -1;
}

// The callback's argument is a char* and is never written through.
void bound(SSL* ssl, const Patience& patience) {
  BIO* bio = SSL_get_rbio(ssl);  // the one of both directions
  BIO_set_callback_arg(bio,
                       static_cast<char*>(const_cast<void*>(static_cast<const void*>(&patience))));
  BIO_set_callback_ex(bio, &in_time);
}

}  // namespace

struct Tls::Parts {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()),
                                                            &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
};

Tls::Tls(const TlsSettings& settings, const std::string& host, int fd, const Patience& patience)
    : parts_(std::make_unique<Parts>()) {
  SSL_CTX* context = parts_->context.get();
  if (context == nullptr) {
    throw std::bad_alloc();
  }
  ERR_clear_error();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  unusable_file_ = use_files(context, settings);
  watch_certificates(context, &certificate_);
  parts_->ssl.reset(SSL_new(context));
  SSL* ssl = parts_->ssl.get();
  if (ssl == nullptr || SSL_set_fd(ssl, fd) != 1) {
    throw std::bad_alloc();
  }
  bound(ssl, patience);
  name_the_peer(ssl, host);
  SSL_set_verify(ssl, settings.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
}

Tls::~Tls() = default;

// A client that verifies nothing still looks, and certificate_ still hears of it.
void Tls::go_on_untrusted() { SSL_set_verify(parts_->ssl.get(), SSL_VERIFY_NONE, nullptr); }

Tls::Step Tls::step_of(int result) {
  switch (SSL_get_error(parts_->ssl.get(), result)) {
    case SSL_ERROR_NONE:
      return Step::kDone;
    case SSL_ERROR_WANT_READ:
      return Step::kRead;
    case SSL_ERROR_WANT_WRITE:
      return Step::kWrite;
    case SSL_ERROR_ZERO_RETURN:
    case SSL_ERROR_SYSCALL:
      return Step::kClosed;
    default:
      error_ = last_error();
      return error_ == "unexpected eof while reading" ? Step::kClosed : Step::kFailed;
  }
}

Tls::Step Tls::shake_hands() {
  ERR_clear_error();
  return step_of(SSL_connect(parts_->ssl.get()));
}

Tls::Step Tls::write(std::string_view& bytes) {
  if (bytes.empty()) {
    return Step::kDone;
  }
  ERR_clear_error();
  std::size_t written = 0;
  const int result = SSL_write_ex(parts_->ssl.get(), bytes.data(), bytes.size(), &written);
  bytes.remove_prefix(result == 1 ? written : 0);
  return step_of(result);
}

Tls::Step Tls::read(std::string& into) {
  ERR_clear_error();
  std::array<char, 16'384> buffer{};
  std::size_t size = 0;
  const int result = SSL_read_ex(parts_->ssl.get(), buffer.data(), buffer.size(), &size);
  into.append(buffer.data(), result == 1 ? size : 0);
  return step_of(result);
}

TlsFacts Tls::facts() const { return facts_of_handshake(parts_->ssl.get()); }

std::vector<std::string> Tls::chain() const {
  std::vector<std::string> subjects;
  STACK_OF(X509)* certificates = SSL_get_peer_cert_chain(parts_->ssl.get());
  for (int i = 0; certificates != nullptr && i < sk_X509_num(certificates); ++i) {
    subjects.push_back(facts_of_certificate(sk_X509_value(certificates, i)).subject);
  }
  return subjects;
}

}  // namespace switchgate::probe
