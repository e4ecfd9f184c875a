// SIGINT and SIGTERM as values: the first asks the run to stop and clean up, a second
// ends the program at once, unless it only repeats the first.

#ifndef SWITCHGATE_RUNNER_EXEC_SIGNALS_H_
#define SWITCHGATE_RUNNER_EXEC_SIGNALS_H_

#include <chrono>
#include <functional>
#include <thread>

namespace switchgate::exec {

// The same signal once more within this time of the first is one wish, told twice: GNU
// timeout signals its child and then their process group, microseconds apart; a terminal's
// Ctrl-C reaches the group, and wrappers such as make and npm pass it on. They need
// milliseconds, also on a busy machine; a person who has seen that the run goes on, and
// insists, needs longer than this.
inline constexpr std::chrono::milliseconds kSameWish{500};

// Create it before any other thread: both signals are blocked from then on, in all
// threads, and taken by one that waits for them.
class SignalWatch {
 public:
  // `on_first` is called on the watching thread with SIGINT or SIGTERM.
  explicit SignalWatch(std::function<void(int)> on_first);
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch();  // at once: the watcher is woken by a signal of its own

 private:
  std::jthread watcher_;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SIGNALS_H_
