// 429 Too Many Requests and Retry-After: how long to wait, and when patience is over.

#ifndef SWITCHGATE_RUNNER_EXEC_THROTTLE_H_
#define SWITCHGATE_RUNNER_EXEC_THROTTLE_H_

#include <optional>

#include "checks/base/calendar.h"
#include "checks/base/units.h"
#include "checks/model/exchange.h"

namespace switchgate::exec {

constexpr int kTooManyRequests = 429;

// What the answer's Retry-After asks for: seconds or an HTTP date. Nothing when it has
// none that can be read; never negative.
std::optional<Micros> retry_after(const HttpResponse& response, Instant now);

// Of one request: all pauses together are at most kLongest.
class Patience {
 public:
  static constexpr Micros kLongest{30'000'000};
  static constexpr int kMostPauses = 6;

  // How long to wait after this answer: what it asks for (at least 100 ms), else 1 s, 2 s,
  // 4 s …. Nothing when that would be too long.
  std::optional<Micros> next(const HttpResponse& response, Instant now);

  Micros waited() const { return waited_; }
  int pauses() const { return pauses_; }

 private:
  Micros waited_{0};
  int pauses_ = 0;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_THROTTLE_H_
