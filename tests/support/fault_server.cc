// Accepts connections and gives each a thread of its own.

#include "tests/support/fault_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/fault_behaviours.h"
#include "tests/support/fault_connection.h"
#include "tests/support/fault_http2.h"

namespace switchgate::testing {
namespace {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

void must(bool ok) {
  if (!ok) {
    std::abort();  // a test without its server can say nothing
  }
}

Memory memory_of(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// The protocols of ALPN as they are on the wire: each behind its length.
std::string wire_form(const std::vector<std::string>& protocols) {
  std::string out;
  for (const std::string& protocol : protocols) {
    out += static_cast<char>(protocol.size());
    out += protocol;
  }
  return out;
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int offered_size, void* ours) {
  const auto& wire = *static_cast<const std::string*>(ours);
  unsigned char* found = nullptr;
  const int result =
      SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(wire.data()),
                            static_cast<unsigned>(wire.size()), offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

X509* read_certificate(const std::string& pem) {
  return PEM_read_bio_X509(memory_of(pem).get(), nullptr, nullptr, nullptr);
}

TlsContext make_tls(const FaultServerOptions& options) {
  TlsContext tls(nullptr, &SSL_CTX_free);
  if (options.identity.certificate.empty()) {
    return tls;
  }
  tls.reset(SSL_CTX_new(TLS_server_method()));
  if (options.highest_tls != 0) {
    SSL_CTX_set_security_level(tls.get(), 0);  // the old versions need it
    SSL_CTX_set_min_proto_version(tls.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls.get(), options.highest_tls);
  }
  X509* certificate = read_certificate(options.identity.certificate);
  EVP_PKEY* key =
      PEM_read_bio_PrivateKey(memory_of(options.identity.key).get(), nullptr, nullptr, nullptr);
  must(SSL_CTX_use_certificate(tls.get(), certificate) == 1);
  must(SSL_CTX_use_PrivateKey(tls.get(), key) == 1);
  X509_free(certificate);
  EVP_PKEY_free(key);
  if (!options.client_authority.empty()) {
    X509* authority = read_certificate(options.client_authority);
    must(X509_STORE_add_cert(SSL_CTX_get_cert_store(tls.get()), authority) == 1);
    X509_free(authority);
    SSL_CTX_set_verify(tls.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return tls;
}

int listen_at_path(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  must(path.size() < sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  must(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  must(listen(fd, 128) == 0);
  return fd;
}

int listen_on_loopback() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  must(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  must(listen(fd, 128) == 0);
  return fd;
}

int port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  must(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return ntohs(address.sin_port);
}

// "GET /ok?x=1 HTTP/1.1…" -> method and path.
FaultRequest take_apart(std::string text, int number) {
  FaultRequest request;
  const std::size_t first = text.find(' ');
  const std::size_t second = text.find(' ', first + 1);
  request.method = text.substr(0, first);
  request.path = text.substr(first + 1, second - first - 1);
  request.path.resize(std::min(request.path.size(), request.path.find('?')));
  request.number = number;
  request.text = std::move(text);
  return request;
}

// Answers the first bytes of TLS in a way that is none. The connection is a plain one.
void spoil_handshake(FaultConnection& connection, const std::string& how) {
  connection.read_some();
  if (how == "garbage") {
    connection.send(std::string(1000, '\xa5'));
  } else if (how == "reset") {
    connection.reset();
  }
}

}  // namespace

class FaultServer::Impl {
 public:
  explicit Impl(FaultServerOptions options)
      : options_(std::move(options)),
        tls_(make_tls(options_)),
        listener_(options_.unix_socket.empty() ? listen_on_loopback()
                                               : listen_at_path(options_.unix_socket)),
        port_(options_.unix_socket.empty() ? port_of(listener_) : 0),
        protocols_(wire_form(options_.alpn)) {
    if (tls_ && !protocols_.empty()) {
      SSL_CTX_set_alpn_select_cb(tls_.get(), &choose_protocol, &protocols_);
    }
    // OpenSSL writes to sockets that may be closed already.
    must(std::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    must(pipe(stop_.data()) == 0);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~Impl() {
    close(stop_[1]);  // the other end becomes readable for everybody
    acceptor_.join();
    for (std::thread& worker : workers_) {
      worker.join();
    }
    close(stop_[0]);
    close(listener_);
    if (!options_.unix_socket.empty()) {
      unlink(options_.unix_socket.c_str());
    }
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bool speaks_tls() const { return tls_ != nullptr; }
  int port() const { return port_; }
  std::size_t connections() const { return connections_; }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void accept_all() {
    std::array<pollfd, 2> both = {{{listener_, POLLIN, 0}, {stop_[0], POLLIN, 0}}};
    while (poll(both.data(), both.size(), -1) >= 0 && both[1].revents == 0) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0) {
        ++connections_;
        workers_.emplace_back([this, fd] { serve(fd); });
      }
    }
  }

  bool plain() const { return options_.stall_handshake || !options_.handshake.empty(); }

  void serve(int fd) {
    FaultConnection connection(fd, plain() ? nullptr : tls_.get(), stop_[0]);
    if (options_.stall_handshake) {
      connection.wait_for_end();
      return;
    }
    if (!options_.handshake.empty()) {
      spoil_handshake(connection, options_.handshake);
      return;
    }
    if (!connection.handshake()) {
      return;
    }
    if (!options_.http2.empty()) {
      behave_http2(connection, options_.http2);
      return;
    }
    for (int number = 1;; ++number) {
      std::optional<std::string> text = connection.read_request();
      if (!text) {
        return;
      }
      FaultRequest request = take_apart(*std::move(text), number);
      request.redirect_elsewhere = options_.redirect_elsewhere;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request.text);
      }
      if (!behave(connection, request)) {
        return;
      }
    }
  }

  const FaultServerOptions options_;
  const TlsContext tls_;
  const int listener_;
  const int port_;
  std::string protocols_;  // of ALPN
  std::array<int, 2> stop_{};
  std::atomic<std::size_t> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::vector<std::thread> workers_;   // the acceptor's, until it was joined
  std::thread acceptor_;
};

FaultServer::FaultServer(FaultServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}

FaultServer::~FaultServer() = default;

int FaultServer::port() const { return impl_->port(); }

std::string FaultServer::address() const { return "127.0.0.1:" + std::to_string(port()); }

std::string FaultServer::url(std::string_view path) const {
  return (impl_->speaks_tls() ? "https://" : "http://") + address() + std::string(path);
}

std::vector<std::string> FaultServer::requests() const { return impl_->requests(); }

std::size_t FaultServer::connections() const { return impl_->connections(); }

}  // namespace switchgate::testing
