#include "runner/serve/connection.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace switchgate::serve {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFarewell{300};

}  // namespace

Connection::~Connection() {
  shutdown(fd_, SHUT_WR);
  deadline_ = std::min(deadline_, std::chrono::steady_clock::now() + kFarewell);
  left_ = 1'000'000;
  while (wait(POLLIN) && fill() > 0) {
  }
  close(fd_);
}

bool Connection::wait(short events) const {
  pollfd descriptor{fd_, events, 0};
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return false;
    }
    const int ready = poll(&descriptor, 1, static_cast<int>(left.count()));
    if (ready > 0) {
      return true;
    }
    if (ready == 0 || errno != EINTR) {
      return false;
    }
  }
}

bool Connection::is_readable() const { return !ahead_.empty() || wait(POLLIN); }

bool Connection::is_writable() const { return wait(POLLOUT); }

ssize_t Connection::fill() {
  const ssize_t n = recv(fd_, buffer_.data(), std::min(left_, buffer_.size()), 0);
  if (n > 0) {
    left_ -= static_cast<std::size_t>(n);
    ahead_ = std::string_view(buffer_.data(), static_cast<std::size_t>(n));
  }
  return n;
}

ssize_t Connection::read(char* into, std::size_t size) {
  if (ahead_.empty()) {
    if (left_ == 0 || !wait(POLLIN)) {
      return -1;
    }
    if (const ssize_t n = fill(); n <= 0) {
      return n;
    }
  }
  const std::size_t n = std::min(size, ahead_.size());
  ahead_.copy(into, n);
  ahead_.remove_prefix(n);
  return static_cast<ssize_t>(n);
}

ssize_t Connection::write(const char* from, std::size_t size) {
  return wait(POLLOUT) ? send(fd_, from, size, MSG_NOSIGNAL) : -1;
}

}  // namespace switchgate::serve
