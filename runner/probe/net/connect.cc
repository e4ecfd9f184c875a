// Several attempts at once, each started a little after the one before (as RFC 8305 has it).

#include "runner/probe/net/connect.h"

#include <cerrno>
#include <optional>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace switchgate::probe {
namespace {

constexpr Micros kHeadStart{250'000};

struct Attempt {
  Descriptor socket;
  std::string address;
};

// 0, or the errno with which the attempt has ended.
int result_of(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

class Attempts {
 public:
  Attempts(const std::vector<Address>& addresses, Patience& patience)
      : addresses_(addresses), patience_(patience) {}

  Connected run() {
    while (!out_.socket && (next_ < addresses_.size() || !open_.empty())) {
      if (next_ < addresses_.size()) {
        start(addresses_[next_++]);
      }
      if (!out_.socket && !open_.empty() && !wait()) {
        break;
      }
    }
    return std::move(out_);
  }

 private:
  void start(const Address& address) {
    out_.address = to_string(address);
    Descriptor fd(socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) {
      out_.error = errno;
      return;
    }
    const int yes = 1;
    setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(fd.get(), address.get(), address.size) == 0) {
      out_.socket = std::move(fd);
    } else if (errno == EINPROGRESS) {
      open_.push_back({std::move(fd), out_.address});
    } else {
      out_.error = errno;
    }
  }

  // False when it was given up.
  bool wait() {
    std::vector<pollfd> polled;
    for (const Attempt& attempt : open_) {
      polled.push_back({attempt.socket.get(), POLLOUT, 0});
    }
    const bool more = next_ < addresses_.size();
    const Waited waited = patience_.wait(polled, more ? std::optional(kHeadStart) : std::nullopt);
    if (waited == Waited::kStopped || waited == Waited::kTooLong) {
      out_.waited = waited;
      return false;
    }
    std::vector<Attempt> still_open;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (polled[i].revents == 0) {
        still_open.push_back(std::move(open_[i]));
        continue;
      }
      const int error = result_of(open_[i].socket.get());
      if (error != 0) {
        out_.error = error;
      } else if (!out_.socket) {
        out_.socket = std::move(open_[i].socket);
        out_.address = open_[i].address;
      }
    }
    open_ = std::move(still_open);
    return true;
  }

  const std::vector<Address>& addresses_;
  Patience& patience_;
  std::size_t next_ = 0;
  std::vector<Attempt> open_;
  Connected out_;
};

}  // namespace

Connected connect_to_any(const std::vector<Address>& addresses, Patience& patience) {
  return Attempts(addresses, patience).run();
}

}  // namespace switchgate::probe
