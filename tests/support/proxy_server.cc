// Accepts connections, each on a thread of its own, and joins them to their targets.

#include "tests/support/proxy_server.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "checks/base/text.h"

namespace switchgate::testing {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int listen_on_loopback(int& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 64) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();  // a test without its server can say nothing
  }
  port = ntohs(address.sin_port);
  return fd;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

class ProxyServer::Impl {
 public:
  explicit Impl(ProxyServerOptions options)
      : options_(std::move(options)), listener_(listen_on_loopback(port_)) {
    if (pipe(stop_.data()) != 0) {
      std::abort();
    }
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
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int port() const { return port_; }
  std::vector<std::string> heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  // False when the server stops.
  bool wait(int a, int b) const {
    std::array<pollfd, 3> all = {{{stop_[0], POLLIN, 0}, {a, POLLIN, 0}, {b, POLLIN, 0}}};
    return poll(all.data(), all.size(), -1) >= 0 && all[0].revents == 0;
  }

  void accept_all() {
    while (wait(listener_, -1)) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      workers_.emplace_back([this, fd] {
        serve(fd);
        close(fd);
      });
    }
  }

  std::string read_head(int fd) {
    std::string head;
    std::array<char, 4096> buffer{};
    while (head.find("\r\n\r\n") == std::string::npos && wait(fd, -1)) {
      const ssize_t got = recv(fd, buffer.data(), buffer.size(), 0);
      if (got <= 0) {
        return {};
      }
      head.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return head;
  }

  void serve(int fd) {
    const std::string head = read_head(fd);
    if (head.empty()) {
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      heads_.push_back(head);
    }
    if (options_.hang) {
      wait(fd, -1);
    } else if (!options_.close) {
      answer(fd, head);
    }
  }

  void answer(int fd, const std::string& head) {
    const std::string wanted =
        "Proxy-Authorization: Basic " + base64_encode(options_.credentials) + "\r\n";
    if (!options_.credentials.empty() && head.find(wanted) == std::string::npos) {
      send_all(fd,
               "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
               "Content-Length: 0\r\n\r\n");
      return;
    }
    if (options_.refuse_with != 0) {
      send_all(fd, "HTTP/1.1 " + std::to_string(options_.refuse_with) +
                       " No\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    // "CONNECT 127.0.0.1:443 HTTP/1.1", "GET http://127.0.0.1:80/ok HTTP/1.1"
    const bool tunnel = head.starts_with("CONNECT ");
    const std::size_t start = tunnel ? 8 : head.find("://") + 3;
    const std::size_t end = head.find_first_of(" /", start);
    const std::string party = head.substr(start, end - start);
    const sockaddr_in target = loopback(std::atoi(party.substr(party.rfind(':') + 1).c_str()));
    const int there = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(there, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0) {
      send_all(fd, "HTTP/1.1 502 Unreachable\r\nContent-Length: 0\r\n\r\n");
    } else if (tunnel ? send_all(fd, "HTTP/1.1 200 Joined\r\n\r\n")
                      : send_all(there, head.substr(0, head.find(' ') + 1) + head.substr(end))) {
      join_both(fd, there);
    }
    close(there);
  }

  void join_both(int a, int b) const {
    std::array<char, 65536> buffer{};
    while (wait(a, b)) {
      for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
        const ssize_t got = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
        const bool none_yet = got < 0 && errno == EAGAIN;
        if (!none_yet &&
            (got <= 0 || !send_all(to, {buffer.data(), static_cast<std::size_t>(got)}))) {
          return;
        }
      }
    }
  }

  const ProxyServerOptions options_;
  int port_ = 0;  // before the socket, which sets it
  const int listener_;
  std::array<int, 2> stop_{};
  mutable std::mutex mutex_;
  std::vector<std::string> heads_;    // guarded by mutex_
  std::vector<std::thread> workers_;  // the acceptor's, until it was joined
  std::thread acceptor_;
};

ProxyServer::ProxyServer(ProxyServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}

ProxyServer::~ProxyServer() = default;

std::string ProxyServer::address() const { return "127.0.0.1:" + std::to_string(impl_->port()); }

std::vector<std::string> ProxyServer::heads() const { return impl_->heads(); }

}  // namespace switchgate::testing
