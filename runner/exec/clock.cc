#include "runner/exec/clock.h"

#include <algorithm>
#include <condition_variable>

namespace switchgate::exec {

Instant now_utc() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

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
    interval_ns_ = static_cast<std::int64_t>(1e9 / per_second);
  }
}

bool Pacer::wait(std::stop_token stop) {
  const std::chrono::nanoseconds interval(interval_ns_.load(std::memory_order_relaxed));
  if (interval.count() == 0) {
    return !stop.stop_requested();
  }
  SteadyTime slot;
  {
    const std::lock_guard lock(mutex_);
    slot = std::max(next_, std::chrono::steady_clock::now());
    next_ = slot + interval;
  }
  return sleep_until(slot, std::move(stop));
}

void Pacer::slow_down() {
  constexpr std::int64_t kSlowest = 1'000'000'000;
  constexpr std::int64_t kFirst = kSlowest / 20;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (slowed_ != SteadyTime{} && now < slowed_ + std::chrono::seconds(1)) {
    return;
  }
  slowed_ = now;
  const std::int64_t before = interval_ns_.load();
  // Whoever asked for less than one a second keeps that.
  interval_ns_ = std::max(before, std::min(kSlowest, std::max(kFirst, before * 2)));
}

}  // namespace switchgate::exec
