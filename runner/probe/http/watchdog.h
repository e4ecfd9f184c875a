// Ends an exchange that libcurl does not end: while an HTTP/2 peer floods it with
// frames, 7.88 reads on and looks at neither its own deadline nor ours.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_WATCHDOG_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_WATCHDOG_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace switchgate::probe {

// The open sockets of one libcurl handle. It must outlive the handle's connections.
class Sockets {
 public:
  // Has `easy`, a CURL*, open and close its sockets here.
  void hook(void* easy);
  // Ends both directions of all of them; their owner notices as if the peer had.
  void shut_down();

  int open(int family, int type, int protocol);  // -1 when the system refuses
  int close(int fd);

 private:
  std::mutex mutex_;
  std::vector<int> open_;
};

// A thread that sleeps until a deadline is missed. It is made when it is first
// needed.
class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;

  Watchdog() = default;
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // From now on `sockets` are to be done by `until`. One watch at a time.
  void watch(Sockets& sockets, Clock::time_point until);
  // Bites soon, if something is still watched. From any thread.
  void hurry();
  // Watches no more. True when it had to bite.
  bool rest();

 private:
  void run();

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  Sockets* sockets_ = nullptr;
  Clock::time_point until_;
  bool bitten_ = false;
  bool ending_ = false;
  std::optional<std::thread> thread_;  // the owner's
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_WATCHDOG_H_
