// Keeps libcurl's sockets at hand, and a thread that may shut them down.

#include "runner/probe/http/watchdog.h"

#include <algorithm>

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace switchgate::probe {
namespace {

// Between the order to stop and the bite: libcurl usually obeys by itself.
constexpr std::chrono::milliseconds kPatience(30);

curl_socket_t on_open(void* sockets, curlsocktype, curl_sockaddr* address) {
  return static_cast<Sockets*>(sockets)->open(address->family, address->socktype,
                                              address->protocol);
}

int on_close(void* sockets, curl_socket_t fd) { return static_cast<Sockets*>(sockets)->close(fd); }

}  // namespace

void Sockets::hook(void* easy) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

int Sockets::open(int family, int type, int protocol) {
  const int fd = socket(family, type | SOCK_CLOEXEC, protocol);
  if (fd >= 0) {
    const std::lock_guard lock(mutex_);
    open_.push_back(fd);
  }
  return fd;
}

int Sockets::close(int fd) {
  // Under the lock: a number that the system gives away again is nobody's to shut.
  const std::lock_guard lock(mutex_);
  open_.erase(std::remove(open_.begin(), open_.end(), fd), open_.end());
  return ::close(fd);
}

void Sockets::shut_down() {
  const std::lock_guard lock(mutex_);
  for (const int fd : open_) {
    shutdown(fd, SHUT_RDWR);
  }
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  if (thread_) {
    thread_->join();
  }
}

void Watchdog::watch(Sockets& sockets, Clock::time_point until) {
  {
    const std::lock_guard lock(mutex_);
    sockets_ = &sockets;
    until_ = until;
    bitten_ = false;
  }
  if (!thread_) {
    thread_.emplace([this] { run(); });
  }
  changed_.notify_one();
}

void Watchdog::hurry() {
  {
    const std::lock_guard lock(mutex_);
    until_ = std::min(until_, Clock::now() + kPatience);
  }
  changed_.notify_one();
}

bool Watchdog::rest() {
  const std::lock_guard lock(mutex_);
  sockets_ = nullptr;
  return bitten_;
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (sockets_ == nullptr || bitten_) {
      changed_.wait(lock);
    } else if (Clock::now() < until_) {
      changed_.wait_until(lock, Clock::time_point(until_));
    } else {
      sockets_->shut_down();
      bitten_ = true;
    }
  }
}

}  // namespace switchgate::probe
