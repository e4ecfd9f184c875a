// Non-blocking sockets that are waited for together with the order to stop.

#include "tests/support/fault_connection.h"

#include <array>
#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "checks/base/text.h"

namespace switchgate::testing {

FaultConnection::FaultConnection(int fd, SSL_CTX* tls, int stop_fd) : fd_(fd), stop_fd_(stop_fd) {
  fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK);
  if (tls != nullptr) {
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, fd_);
    SSL_set_accept_state(ssl_);
  }
}

FaultConnection::~FaultConnection() {
  SSL_free(ssl_);
  if (fd_ >= 0) {
    // Closing with unread bytes would send a reset: only reset() does that.
    shutdown(fd_, SHUT_WR);
    std::array<char, 4096> unread{};
    while (recv(fd_, unread.data(), unread.size(), 0) > 0) {
    }
    close(fd_);
  }
}

bool FaultConnection::wait(short events) {
  std::array<pollfd, 2> both = {{{fd_, events, 0}, {stop_fd_, POLLIN, 0}}};
  while (poll(both.data(), both.size(), -1) < 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return both[1].revents == 0;
}

bool FaultConnection::pause(std::chrono::milliseconds time) {
  pollfd stop{stop_fd_, POLLIN, 0};
  return poll(&stop, 1, static_cast<int>(time.count())) == 0;
}

void FaultConnection::wait_for_end() {
  while (read_some()) {
  }
}

// After a TLS call that did not succeed: should it be tried again?
bool FaultConnection::retry_tls(int result) {
  const int why = SSL_get_error(ssl_, result);
  ERR_clear_error();
  return (why == SSL_ERROR_WANT_READ && wait(POLLIN)) ||
         (why == SSL_ERROR_WANT_WRITE && wait(POLLOUT));
}

bool FaultConnection::handshake() {
  while (ssl_ != nullptr) {
    const int result = SSL_do_handshake(ssl_);
    if (result == 1) {
      return true;
    }
    if (!retry_tls(result)) {
      return false;
    }
  }
  return true;
}

std::optional<std::string> FaultConnection::read_some() {
  std::array<char, 16384> buffer{};
  while (fd_ >= 0) {
    if (ssl_ != nullptr) {
      const int got = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
      if (got > 0) {
        return std::string(buffer.data(), static_cast<std::size_t>(got));
      }
      if (!retry_tls(got)) {
        return std::nullopt;
      }
      continue;
    }
    if (!wait(POLLIN)) {
      return std::nullopt;
    }
    const ssize_t got = recv(fd_, buffer.data(), buffer.size(), 0);
    if (got > 0) {
      return std::string(buffer.data(), static_cast<std::size_t>(got));
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<std::string> FaultConnection::read_request() {
  std::size_t end = std::string::npos;
  while ((end = ahead_.find("\r\n\r\n")) == std::string::npos) {
    const std::optional<std::string> more = read_some();
    if (!more) {
      return std::nullopt;
    }
    ahead_ += *more;
  }
  end += 4;
  std::size_t length = 0;
  const std::string head = to_lower_ascii(ahead_.substr(0, end));
  constexpr std::string_view kLength = "\r\ncontent-length: ";
  if (const std::size_t at = head.find(kLength); at != std::string::npos) {
    std::from_chars(head.data() + at + kLength.size(), head.data() + head.size(), length);
  }
  while (ahead_.size() < end + length) {
    const std::optional<std::string> more = read_some();
    if (!more) {
      return std::nullopt;
    }
    ahead_ += *more;
  }
  std::string request = ahead_.substr(0, end + length);
  ahead_.erase(0, end + length);
  return request;
}

bool FaultConnection::send(std::string_view bytes) {
  while (!bytes.empty() && fd_ >= 0) {
    if (ssl_ != nullptr) {
      const int sent = SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (!retry_tls(sent)) {
        return false;
      }
      continue;
    }
    if (!wait(POLLOUT)) {
      return false;
    }
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      return false;
    }
  }
  return fd_ >= 0;
}

void FaultConnection::reset() {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(fd_);
  fd_ = -1;
}

}  // namespace switchgate::testing
