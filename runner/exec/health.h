// How the live side is doing while it is asked: as soon as its errors or its latency leave
// what they were in the beginning, it is asked nothing more.

#ifndef SWITCHGATE_RUNNER_EXEC_HEALTH_H_
#define SWITCHGATE_RUNNER_EXEC_HEALTH_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "checks/model/exchange.h"

namespace switchgate::exec {

// No answer, or one by which a server says that it could not do its work.
bool is_failure_of_server(const Exchange& exchange);

// Any thread. Does nothing unless it was told to watch.
class Health {
 public:
  // The first answers are the warm-up; the newest that many are the window.
  static constexpr std::size_t kWindow = 20;
  // So many failures in the window, beyond twice those of the warm-up, are too many.
  static constexpr std::size_t kFailures = 5;

  void watch() { watched_ = true; }  // before the threads begin

  void answered(const Exchange& exchange);
  void declare(std::string why);  // by other means: its latency
  bool degraded() const { return degraded_.load(std::memory_order_relaxed); }
  std::string why() const;  // one sentence; empty while it is well

 private:
  bool watched_ = false;
  std::atomic<bool> degraded_{false};
  mutable std::mutex mutex_;  // guards what follows
  std::size_t seen_ = 0;
  std::size_t warm_up_failures_ = 0;
  std::array<bool, kWindow> window_{};  // true: it failed
  std::string why_;
};

// The latency of one request: its first kCount answers against the newest. Not synchronised.
class LatencyBand {
 public:
  static constexpr std::size_t kCount = 10;
  static constexpr double kFactor = 3;
  static constexpr double kFloorMs = 50;

  void add(double milliseconds);
  // The median of the newest is beyond kFactor times that of the first, and by kFloorMs.
  bool left() const;
  double before() const;  // the two medians
  double now() const;

 private:
  std::vector<double> first_;
  std::vector<double> newest_;
  std::size_t next_ = 0;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_HEALTH_H_
