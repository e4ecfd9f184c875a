// Waiting that can be told to stop.

#ifndef SWITCHGATE_RUNNER_EXEC_CLOCK_H_
#define SWITCHGATE_RUNNER_EXEC_CLOCK_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "checks/base/calendar.h"
#include "checks/base/units.h"

namespace switchgate::exec {

using SteadyTime = std::chrono::steady_clock::time_point;

// The time of day, for what has a date: cookies, tokens, Retry-After.
Instant now_utc();

// Sleeps until `until`; false when `stop` asked before that. Any thread.
bool sleep_until(SteadyTime until, std::stop_token stop);
bool sleep_for(Micros duration, std::stop_token stop);

// Spaces requests so that all threads together send at most `per_second`.
class Pacer {
 public:
  // Zero or less: no limit.
  explicit Pacer(double per_second);
  // Waits for the next free slot; false when `stop` asked before that.
  bool wait(std::stop_token stop);
  // The other end says that these are too many: from now on half as many, at most 20 and at
  // least one a second. Once a second counts, however many threads are told.
  void slow_down();

 private:
  std::atomic<std::int64_t> interval_ns_{0};
  std::mutex mutex_;
  SteadyTime next_{};
  SteadyTime slowed_{};
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_CLOCK_H_
