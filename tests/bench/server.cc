// The server that the benchmark asks: one thread, epoll, kept-alive
// connections, a JSON answer of some 60 bytes, after a delay or at once. It
// understands just enough HTTP/1.1 for GET without a body, so that it is never
// the bottleneck.
//
//   bench_server [DELAY_US [BYTES]]    prints "listening on 127.0.0.1:PORT"; ends on
//   SIGTERM. With BYTES answers are about that large: an array of small objects more

#include <array>
#include <charconv>
#include <chrono>
#include <deque>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMaxEvents = 64;
constexpr std::size_t kMaxRequest = 65'536;
constexpr int kBuffer = 400'000;  // of a socket, for large answers

struct Connection {
  std::string received;
  std::uint64_t serial = 0;  // tells a connection from an earlier one with the same descriptor
};

struct Answer {
  Clock::time_point due;
  int socket = -1;
  std::uint64_t serial = 0;
  std::string bytes;
};

// The members that make an answer about `size` bytes.
std::string filling(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() + 100 < size; ++i) {
    out += (i == 0 ? R"(,"more":[)" : ",") + (R"({"sku":"sku-)" + std::to_string(100'000 + i)) +
           R"(","stock":)" + std::to_string(i % 90) + R"(,"tags":["a","b"],"offer":null})";
  }
  return out.empty() ? out : out + ']';
}

// What "GET /items/N" is answered; N is echoed as the id.
std::string answer_to(std::string_view request, const std::string& more) {
  const std::size_t target = request.find("/items/");
  long id = 0;
  if (target != std::string_view::npos) {
    std::from_chars(request.data() + target + 7, request.data() + request.size(), id);
  }
  const std::string number = std::to_string(id);
  const std::string body = R"({"id":)" + number + R"(,"name":"item )" + number + R"(","price":)" +
                           std::to_string(1 + id % 500) + ".25" + more + '}';
  const bool found = request.substr(0, 11) == "GET /items/";
  return std::string("HTTP/1.1 ") + (found ? "200 OK" : "404 Not Found") +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

class Server {
 public:
  Server(std::chrono::microseconds delay, std::size_t size) : delay_(delay), more_(filling(size)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    epoll_ = epoll_create1(0);
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    watch(timer_);
  }

  // The port that the kernel chose; 0 on failure.
  int listen() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0) return 0;
    if (::listen(listener_, SOMAXCONN) != 0) return 0;
    if (getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
    watch(listener_);
    return ntohs(address.sin_port);
  }

  void serve() {
    std::array<epoll_event, kMaxEvents> events{};
    while (true) {
      const int ready = epoll_wait(epoll_, events.data(), kMaxEvents, -1);
      for (int i = 0; i < ready; ++i) {
        const int file = events.at(static_cast<std::size_t>(i)).data.fd;
        if (file == listener_) {
          accept_all();
        } else if (file == timer_) {
          send_due();
        } else {
          receive(file);
        }
      }
    }
  }

 private:
  void watch(int file) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = file;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, file, &event);
  }

  void accept_all() {
    for (int file = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK); file >= 0;
         file = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) {
      const int on = 1;
      setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (!more_.empty()) setsockopt(file, SOL_SOCKET, SO_SNDBUF, &kBuffer, sizeof kBuffer);
      connections_[file] = {{}, ++serial_};
      watch(file);
    }
  }

  void receive(int file) {
    Connection& connection = connections_[file];
    std::array<char, 16'384> chunk{};
    const ssize_t count = recv(file, chunk.data(), chunk.size(), 0);
    if (count <= 0 || connection.received.size() > kMaxRequest) {
      connections_.erase(file);
      close(file);
      return;
    }
    connection.received.append(chunk.data(), static_cast<std::size_t>(count));
    for (std::size_t end = connection.received.find("\r\n\r\n"); end != std::string::npos;
         end = connection.received.find("\r\n\r\n")) {
      answer(file, connection.serial,
             answer_to(std::string_view(connection.received).substr(0, end), more_));
      connection.received.erase(0, end + 4);
    }
  }

  void answer(int file, std::uint64_t serial, std::string bytes) {
    if (delay_.count() == 0) {
      send_bytes(file, bytes);
      return;
    }
    waiting_.push_back({Clock::now() + delay_, file, serial, std::move(bytes)});
    if (waiting_.size() == 1) arm(waiting_.front().due);
  }

  // All delays are equal, so the first to wait is the first to be due.
  void send_due() {
    std::uint64_t expirations = 0;
    if (read(timer_, &expirations, sizeof expirations) < 0) return;
    while (!waiting_.empty() && waiting_.front().due <= Clock::now()) {
      const Answer& due = waiting_.front();
      const auto open = connections_.find(due.socket);
      if (open != connections_.end() && open->second.serial == due.serial)
        send_bytes(due.socket, due.bytes);
      waiting_.pop_front();
    }
    if (!waiting_.empty()) arm(waiting_.front().due);
  }

  void arm(Clock::time_point when) const {
    const auto since =
        std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch());
    itimerspec spec{};
    spec.it_value.tv_sec = since.count() / 1'000'000'000;
    spec.it_value.tv_nsec = since.count() % 1'000'000'000;
    timerfd_settime(timer_, TFD_TIMER_ABSTIME, &spec, nullptr);
  }

  // An answer is far smaller than a socket's buffer: it goes out whole or not
  // at all.
  static void send_bytes(int file, const std::string& bytes) {
    send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  std::chrono::microseconds delay_;
  std::string more_;
  int listener_ = -1;
  int epoll_ = -1;
  int timer_ = -1;
  std::uint64_t serial_ = 0;
  std::unordered_map<int, Connection> connections_;
  std::deque<Answer> waiting_;
};

}  // namespace

int main(int argc, char** argv) {
  std::array<long, 2> numbers = {0, 0};  // the delay, the size
  for (int i = 1; i < argc && i <= 2; ++i) {
    const std::string_view text = argv[i];
    long& number = numbers.at(static_cast<std::size_t>(i) - 1);
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stopped != text.data() + text.size() || number < 0) {
      std::cerr << "bench_server: expected microseconds and bytes, found '" << text << "'\n";
      return 2;
    }
  }
  Server server{std::chrono::microseconds(numbers[0]), static_cast<std::size_t>(numbers[1])};
  const int port = server.listen();
  if (port == 0) {
    std::cerr << "bench_server: cannot listen on 127.0.0.1\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  server.serve();
}
