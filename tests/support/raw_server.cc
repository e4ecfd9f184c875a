#include "tests/support/raw_server.h"

#include <array>
#include <cstdlib>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace switchgate::testing {
namespace {

void must(bool ok) {
  if (!ok) {
    std::abort();  // no test can go on without it
  }
}

class PlainConnection : public RawConnection {
 public:
  explicit PlainConnection(int fd) : fd_(fd) {}
  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  bool receive(std::string& into) override {
    std::array<char, 4096> buffer{};
    const ssize_t n = recv(fd_, buffer.data(), buffer.size(), 0);
    into.append(buffer.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    return n > 0;
  }

 private:
  int fd_;
};

// Points `out` at the wanted name in the client's list, which outlives the call.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* size,
                    const unsigned char* offered, unsigned offered_size, void* wanted) {
  const std::string_view list(reinterpret_cast<const char*>(offered), offered_size);
  for (std::size_t at = 0; at < list.size(); at += 1 + offered[at]) {
    if (list.substr(at + 1, offered[at]) == *static_cast<const std::string*>(wanted)) {
      *out = offered + at + 1;
      *size = offered[at];
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_NOACK;
}

class TlsConnection : public RawConnection {
 public:
  TlsConnection(int fd, const RawServerOptions& options) : protocol_(options.protocol) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> pem(
        BIO_new_mem_buf(options.identity.certificate.data(),
                        static_cast<int>(options.identity.certificate.size())),
        &BIO_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> key_pem(
        BIO_new_mem_buf(options.identity.key.data(), static_cast<int>(options.identity.key.size())),
        &BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr), &X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(key_pem.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    must(SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1 &&
         SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1);
    SSL_CTX_set_alpn_select_cb(context_.get(), &choose_protocol, &protocol_);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), fd);
  }
  bool shake_hands() { return SSL_accept(ssl_.get()) == 1; }
  bool send(std::string_view bytes) override {
    std::size_t written = 0;
    return bytes.empty() || SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written) == 1;
  }
  bool receive(std::string& into) override {
    std::array<char, 4096> buffer{};
    std::size_t size = 0;
    const bool ok = SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &size) == 1;
    into.append(buffer.data(), ok ? size : 0);
    return ok;
  }

 private:
  std::string protocol_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_server_method()),
                                                             &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
};

}  // namespace

std::string RawConnection::take(std::size_t size) {
  while (ahead_.size() < size && receive(ahead_)) {
  }
  std::string out = ahead_.substr(0, size);
  ahead_.erase(0, out.size());
  return out;
}

std::string RawConnection::take_until(std::string_view end) {
  std::size_t at = 0;
  while ((at = ahead_.find(end)) == std::string::npos) {
    if (!receive(ahead_)) {
      return {};
    }
  }
  return take(at + end.size());
}

RawServer::RawServer(Handler handler, RawServerOptions options)
    : handler_(std::move(handler)), options_(std::move(options)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  must(listener_ >= 0 && bind(listener_, any, size) == 0 && listen(listener_, 16) == 0 &&
       getsockname(listener_, any, &size) == 0);
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    for (const int fd : open_) {
      shutdown(fd, SHUT_RDWR);
    }
  }
  accepting_.join();
  for (std::thread& connection : connections_) {
    connection.join();
  }
  close(listener_);
}

std::string RawServer::address() const { return "127.0.0.1:" + std::to_string(port_); }

std::string RawServer::url() const {
  return (options_.identity.key.empty() ? "http://" : "https://") + address();
}

void RawServer::accept_all() {
  while (true) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (stopping_ || fd < 0) {
      if (fd >= 0) {
        close(fd);
      }
      return;
    }
    open_.insert(fd);
    connections_.emplace_back([this, fd] { serve(fd); });
  }
}

void RawServer::serve(int fd) {
  if (options_.identity.key.empty()) {
    PlainConnection connection(fd);
    handler_(connection);
  } else {
    TlsConnection connection(fd, options_);
    if (connection.shake_hands()) {
      handler_(connection);
    }
  }
  const std::lock_guard lock(mutex_);
  open_.erase(fd);
  close(fd);
}

}  // namespace switchgate::testing
