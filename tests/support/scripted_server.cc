#include "tests/support/scripted_server.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace switchgate::testing {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);

// A socket bound to a port of 127.0.0.1 that the kernel chose.
int bind_anywhere(int& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();  // no test can go on without a port
  }
  port = ntohs(address.sin_port);
  return fd;
}

std::string url_of(int port) { return "http://127.0.0.1:" + std::to_string(port); }

std::string lower(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

// Moves the next line out of `text`, without its CRLF.
std::string take_line(std::string& text) {
  const std::size_t end = text.find("\r\n");
  std::string line = text.substr(0, end);
  text.erase(0, end == std::string::npos ? text.size() : end + 2);
  return line;
}

ScriptedRequest parse_head(std::string head) {
  ScriptedRequest request;
  const std::string first = take_line(head);
  const std::size_t method_end = first.find(' ');
  const std::size_t target_end = first.find(' ', method_end + 1);
  request.method = first.substr(0, method_end);
  const std::string target = first.substr(method_end + 1, target_end - method_end - 1);
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  request.query = question == std::string::npos ? "" : target.substr(question + 1);
  while (!head.empty()) {
    const std::string line = take_line(head);
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos) {
      const std::size_t value = line.find_first_not_of(' ', colon + 1);
      request.headers[lower(line.substr(0, colon))] =
          value == std::string::npos ? "" : line.substr(value);
    }
  }
  return request;
}

// The requests of one connection.
class Reader {
 public:
  explicit Reader(int fd) : fd_(fd) {}

  std::optional<ScriptedRequest> next() {
    std::size_t end = 0;
    while ((end = ahead_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) {
        return std::nullopt;
      }
    }
    ScriptedRequest request = parse_head(ahead_.substr(0, end + 2));
    ahead_.erase(0, end + 4);
    const auto length = request.headers.find("content-length");
    const std::size_t size =
        length == request.headers.end() ? 0 : std::strtoul(length->second.c_str(), nullptr, 10);
    while (ahead_.size() < size) {
      if (!read_more()) {
        return std::nullopt;
      }
    }
    request.body = ahead_.substr(0, size);
    ahead_.erase(0, size);
    return request;
  }

 private:
  bool read_more() {
    char buffer[4096];
    const ssize_t n = recv(fd_, buffer, sizeof buffer, 0);
    if (n <= 0) {
      return false;
    }
    ahead_.append(buffer, static_cast<std::size_t>(n));
    return true;
  }

  int fd_;
  std::string ahead_;
};

std::string bytes_of(const ScriptedReply& reply, bool with_body) {
  std::string bytes = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
  if (!reply.content_type.empty()) {
    bytes += "Content-Type: " + reply.content_type + "\r\n";
  }
  for (const auto& [name, value] : reply.headers) {
    bytes += name + ": " + value + "\r\n";
  }
  if (reply.status == 204 || reply.status == 304) {
    return bytes + "\r\n";
  }
  bytes += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
  return with_body ? bytes + reply.body : bytes;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

ScriptedServer::ScriptedServer() : listener_(bind_anywhere(port_)) {
  if (listen(listener_, 64) != 0) {
    std::abort();
  }
  accepting_ = std::thread([this] { accept_all(); });
}

ScriptedServer::~ScriptedServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    for (const int fd : open_) {
      shutdown(fd, SHUT_RDWR);
    }
    arrived_.notify_all();
  }
  accepting_.join();
  for (std::thread& connection : connections_) {
    connection.join();
  }
  close(listener_);
}

void ScriptedServer::on(const std::string& route, Handler handler) {
  const std::lock_guard lock(mutex_);
  handlers_.insert_or_assign(route, std::move(handler));
}

void ScriptedServer::on(const std::string& route, ScriptedReply reply) {
  on(route, Handler([reply = std::move(reply)](const ScriptedRequest&) { return reply; }));
}

std::string ScriptedServer::url() const { return url_of(port_); }

std::size_t ScriptedServer::count(const std::string& route) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(route);
  return found == counts_.end() ? 0 : found->second;
}

std::size_t ScriptedServer::total() const {
  const std::lock_guard lock(mutex_);
  return requests_.size();
}

std::set<std::string> ScriptedServer::methods() const {
  std::set<std::string> methods;
  for (const ScriptedRequest& request : requests()) {
    methods.insert(request.method);
  }
  return methods;
}

std::vector<ScriptedRequest> ScriptedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool ScriptedServer::wait_for(const std::string& route, std::size_t n) const {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, kPatience, [&] {
    const auto found = counts_.find(route);
    return found != counts_.end() && found->second >= n;
  });
}

void ScriptedServer::accept_all() {
  while (true) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (stopping_ || fd < 0) {
      if (fd >= 0) {
        close(fd);
      }
      return;
    }
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    open_.insert(fd);
    connections_.emplace_back([this, fd] { serve(fd); });
  }
}

void ScriptedServer::serve(int fd) {
  Reader reader(fd);
  while (std::optional<ScriptedRequest> request = reader.next()) {
    const bool with_body = request->method != "HEAD";
    if (!send_all(fd, bytes_of(answer(*std::move(request)), with_body))) {
      break;
    }
  }
  const std::lock_guard lock(mutex_);
  open_.erase(fd);
  close(fd);
}

ScriptedReply ScriptedServer::answer(ScriptedRequest request) {
  Handler handler;
  {
    const std::lock_guard lock(mutex_);
    request.number = counts_[request.route()]++;
    if (const auto found = handlers_.find(request.route()); found != handlers_.end()) {
      handler = found->second;
    }
    requests_.push_back(request);
    arrived_.notify_all();
  }
  ScriptedReply reply = handler ? handler(request) : ScriptedReply{R"({"error": "none"})", 404};
  if (reply.delay.count() > 0) {
    std::unique_lock lock(mutex_);
    arrived_.wait_until(lock, std::chrono::steady_clock::now() + reply.delay,
                        [this] { return stopping_; });
  }
  return reply;
}

RefusingPort::RefusingPort() : fd_(bind_anywhere(port_)) {}
RefusingPort::~RefusingPort() { close(fd_); }
std::string RefusingPort::url() const { return url_of(port_); }

}  // namespace switchgate::testing
