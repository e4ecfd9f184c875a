#include "runner/exec/clock.h"

#include <algorithm>
#include <condition_variable>

namespace switchgate::exec {

bool sleep_until(SteadyTime until, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  // False from wait_until means that the time has come without a request to stop.
  wake.wait_until(lock, stop, until, [] { return false; });
  return !stop.stop_requested();
}

bool sleep_for(Micros duration, std::stop_token stop) {
  return sleep_until(std::chrono::steady_clock::now() + duration, std::move(stop));
}

Pacer::Pacer(double per_second) {
  if (per_second > 0) {
    interval_ = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second));
  }
}

bool Pacer::wait(std::stop_token stop) {
  if (interval_.count() == 0) {
    return !stop.stop_requested();
  }
  SteadyTime slot;
  {
    const std::lock_guard lock(mutex_);
    slot = std::max(next_, std::chrono::steady_clock::now());
    next_ = slot + interval_;
  }
  return sleep_until(slot, std::move(stop));
}

}  // namespace switchgate::exec
