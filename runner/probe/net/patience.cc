// Waits with poll(); an eventfd carries the order to stop into it.

#include "runner/probe/net/patience.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace switchgate::probe {
namespace {

int make_event() {
  const int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (fd < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  return fd;
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) {
    close(fd_);
  }
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) {
      close(fd_);
    }
    fd_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(fd_, -1); }

void Patience::Wake::operator()() const noexcept {
  const std::uint64_t one = 1;
  static_cast<void>(!write(fd, &one, sizeof one));  // an eventfd that is full is readable too
}

Patience::Patience(Micros timeout, std::stop_token stop)
    : timeout_(timeout),
      stop_(std::move(stop)),
      waker_(make_event()),
      on_stop_(stop_, Wake{waker_.get()}) {}

std::optional<Waited> Patience::over() const {
  return stop_.stop_requested() ? std::optional(Waited::kStopped)
         : left() == Micros(0)  ? std::optional(Waited::kTooLong)
                                : std::nullopt;
}

Micros Patience::passed() const {
  return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - began_);
}

Micros Patience::left() const { return std::max(Micros(0), timeout_ - passed()); }

Waited Patience::wait(std::vector<pollfd>& descriptors, std::optional<Micros> pause) {
  const Micros until = passed() + (pause ? std::min(*pause, left()) : left());
  descriptors.push_back({waker_.get(), POLLIN, 0});
  Waited waited = Waited::kPaused;
  while (true) {
    if (const std::optional<Waited> end = over()) {
      waited = *end;
      break;
    }
    // Rounded up: waking before the time would only mean another round. poll() counts in int.
    const auto millis = std::chrono::ceil<std::chrono::milliseconds>(
        std::clamp(until - passed(), Micros(0), Micros(std::chrono::hours(1))));
    const int ready =
        poll(descriptors.data(), descriptors.size(), static_cast<int>(millis.count()));
    const bool woken = ready > 0 && descriptors.back().revents != 0;
    if (ready > 0 && !woken) {
      waited = Waited::kReady;
      break;
    }
    if (ready == 0 && passed() >= until) {
      waited = over().value_or(Waited::kPaused);
      break;
    }
  }
  descriptors.pop_back();
  return waited;
}

Waited Patience::wait(int fd, short events) {
  std::vector<pollfd> one = {{fd, events, 0}};
  return wait(one);
}

Waited Patience::wait(Micros pause) {
  std::vector<pollfd> none;
  return wait(none, pause);
}

}  // namespace switchgate::probe
