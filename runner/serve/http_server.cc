#include "runner/serve/http_server.h"

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/socket.h>

#include "checks/base/text.h"
#include "runner/serve/connection.h"

namespace switchgate::serve {
namespace {

constexpr int kMostPort = 65'535;
constexpr std::size_t kMostHeadBytes = 8'192;  // beside a body of the largest size
constexpr std::size_t kThreads = 16;
constexpr std::size_t kMostConnectionsWaiting = 64;

// A fixed number of threads; once too many connections wait, no more are accepted, so that
// they cannot use up the descriptors that runs need.
class Threads : public httplib::TaskQueue {
 public:
  Threads() {
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads_.emplace_back([this] { work(); });
    }
  }

  void enqueue(std::function<void()> task) override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return tasks_.size() < kMostConnectionsWaiting; });
    tasks_.push_back(std::move(task));
    changed_.notify_all();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    threads_.clear();  // joins them
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return over_ || !tasks_.empty(); });
      if (tasks_.empty()) {
        return;
      }
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      changed_.notify_all();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool over_ = false;
  std::vector<std::jthread> threads_;
};

// A connection as the library wants it.
class Wire : public httplib::Stream {
 public:
  explicit Wire(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return connection_.is_readable(); }
  bool is_writable() const override { return connection_.is_writable(); }
  ssize_t read(char* into, std::size_t size) override { return connection_.read(into, size); }
  ssize_t write(const char* from, std::size_t size) override {
    return connection_.write(from, size);
  }
  socket_t socket() const override { return connection_.descriptor(); }

  // Nobody asks: addresses of clients are in no log and no answer.
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }

 private:
  Connection& connection_;
};

// All values of a header: one that comes twice is never taken for one of them.
std::string header(const httplib::Request& from, const char* name) {
  std::string all;
  for (std::size_t i = 0; i < from.get_header_value_count(name); ++i) {
    all += (i == 0 ? "" : ", ") + from.get_header_value(name, i);
  }
  return all;
}

Request request_of(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.target.substr(0, from.target.find('?'));
  request.query = {from.params.begin(), from.params.end()};
  request.authorization = header(from, "Authorization");
  request.content_type = header(from, "Content-Type");
  request.content_length = header(from, "Content-Length");
  request.encoded = from.has_header("Transfer-Encoding") || from.has_header("Content-Encoding");
  request.body = from.body;
  return request;
}

void give(const Answer& answer, httplib::Response& to) {
  to.status = answer.status;
  to.set_content(answer.body, answer.content_type);
  to.set_header("Cache-Control", "no-store");
  to.set_header("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : answer.headers) {
    to.set_header(name, value);
  }
}

// Not SO_REUSEPORT, the library's own choice: with it, a second server would take half of the
// requests in silence.
void reuse_address(int listener) {
  const int yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

class HttpServer::Server : public httplib::Server {
 public:
  Server(const Routes& routes, std::chrono::milliseconds patience)
      : routes_(routes), patience_(patience) {
    set_socket_options(reuse_address);
    set_payload_max_length(kMostBodyBytes);
    set_pre_routing_handler([this](const httplib::Request& from, httplib::Response& to) {
      return answer_head(from, to);
    });
    Post(".*", [this](const httplib::Request& from, httplib::Response& to) {
      give(routes_.answer(request_of(from)), to);
    });
    set_error_handler([](const httplib::Request& from, httplib::Response& to) {
      if (to.body.empty() && from.ranges.empty()) {
        give(refusal(to.status, "expected a whole HTTP/1.1 request, found something else"), to);
      }
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& to, std::exception_ptr) {
      give(refusal(500, "an internal error; please report it"), to);
    });
    new_task_queue = [this] {
      if (stopping_) {
        httplib::Server::stop();
      }
      return new Threads;  // the library's to delete
    };
  }

  // The library does nothing when it does not serve yet; then new_task_queue comes later.
  void stop_soon() {
    stopping_ = true;
    httplib::Server::stop();
  }
  bool stopping() const { return stopping_; }

 private:
  HandlerResponse answer_head(const httplib::Request& from, httplib::Response& to) {
    if (!from.ranges.empty()) {  // the library would repeat a body for each
      to.status = 416;
      return HandlerResponse::Handled;
    }
    if (from.target.size() > kMostTargetBytes) {  // before the library's std::regex sees it
      give(refusal(414, "expected an address of at most 2 KB, found a longer one"), to);
      return HandlerResponse::Handled;
    }
    if (const std::optional<Answer> answer = routes_.answer_head(request_of(from))) {
      give(*answer, to);
      return HandlerResponse::Handled;
    }
    return HandlerResponse::Unhandled;
  }

  bool process_and_close_socket(socket_t fd) override {
    Connection connection(fd, patience_, kMostHeadBytes + kMostBodyBytes);
    Wire wire(connection);
    bool closed = false;
    try {
      return process_request(wire, true, closed, nullptr);
    } catch (const std::exception&) {
      return false;  // of what the library makes of a request that it cannot read
    }
  }

  const Routes& routes_;
  const std::chrono::milliseconds patience_;
  std::atomic<bool> stopping_ = false;
};

bool Address::loopback() const { return host.starts_with("127.") || host == "::1"; }

Result<Address> parse_address(const std::string& text) {
  const Error wrong{
      "expected an IP address and a port such as 127.0.0.1:8480 or [::1]:8480, got '" +
          excerpt(text, 60) + '\'',
      {}};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    return wrong;
  }
  Address address;
  address.host = text.substr(0, colon);
  const bool six = address.host.front() == '[' && address.host.back() == ']';
  if (six) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  in6_addr binary{};
  const char* end = text.data() + text.size();
  const auto port = std::from_chars(text.data() + colon + 1, end, address.port);
  if (inet_pton(six ? AF_INET6 : AF_INET, address.host.c_str(), &binary) != 1 ||
      port.ec != std::errc{} || port.ptr != end || address.port < 0 || address.port > kMostPort) {
    return wrong;
  }
  return address;
}

std::string to_string(const Address& address) {
  const bool six = address.host.find(':') != std::string::npos;
  return (six ? '[' + address.host + ']' : address.host) + ':' + std::to_string(address.port);
}

HttpServer::HttpServer(const Routes& routes, std::chrono::milliseconds patience)
    : server_(std::make_unique<Server>(routes, patience)) {}

HttpServer::~HttpServer() = default;

Status HttpServer::bind(Address& address) {
  const int port = address.port == 0 ? server_->bind_to_any_port(address.host)
                   : server_->bind_to_port(address.host, address.port) ? address.port
                                                                       : -1;
  if (port <= 0) {
    return Error{"cannot listen on " + to_string(address) +
                     ": the port is taken, or the address is not this machine's",
                 {}};
  }
  address.port = port;
  return Ok{};
}

Status HttpServer::serve() {
  if (!server_->listen_after_bind() && !server_->stopping()) {
    return Error{"no more connections can be accepted", {}};
  }
  return Ok{};
}

void HttpServer::stop() { server_->stop_soon(); }

}  // namespace switchgate::serve
