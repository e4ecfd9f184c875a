// How long something may be waited for: until a deadline, or until the order to stop.

#ifndef SWITCHGATE_RUNNER_PROBE_NET_PATIENCE_H_
#define SWITCHGATE_RUNNER_PROBE_NET_PATIENCE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include <poll.h>

#include "checks/base/units.h"

namespace switchgate::probe {

// A file descriptor, closed with the object; -1 for none.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release();

 private:
  int fd_;
};

enum class Waited : std::uint8_t {
  kReady,    // a descriptor is
  kPaused,   // the given pause has passed
  kTooLong,  // the deadline has
  kStopped,
};

// Used by one thread; the order to stop wakes it from any other.
class Patience {
 public:
  Patience(Micros timeout, std::stop_token stop);
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  // Waits for one of `descriptors`, whose `revents` tell which. Both may be left out. Once it
  // is over a descriptor that is ready does not count: a peer that never pauses would be
  // listened to for ever.
  Waited wait(std::vector<pollfd>& descriptors, std::optional<Micros> pause = {});
  Waited wait(int fd, short events);
  Waited wait(Micros pause);

  // kTooLong or kStopped when nothing may be waited for any more. Who reads or writes in a loop
  // asks before each round: while the peer keeps up there is nothing to wait for.
  std::optional<Waited> over() const;

  Micros passed() const;  // since it began
  Micros left() const;    // never below zero
  Micros timeout() const { return timeout_; }

 private:
  struct Wake {
    int fd;
    void operator()() const noexcept;
  };

  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Micros timeout_;
  std::stop_token stop_;
  Descriptor waker_;  // readable once the order to stop came
  std::stop_callback<Wake> on_stop_;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_NET_PATIENCE_H_
