// What measuring may cost, and where samples help most when that is less than all want.

#ifndef SWITCHGATE_RUNNER_EXEC_BUDGET_H_
#define SWITCHGATE_RUNNER_EXEC_BUDGET_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runner/exec/options.h"

namespace switchgate::exec {

// Who wants samples: what they cost, and how many more would settle it.
struct Want {
  double cost = 0;
  double needed = 0;  // infinite: no number would, or it is not known
};

// Which of them to serve with `left`, by index: those that need fewest come first, so that as many
// as possible are decided, and what costs more than is left then makes room for what does not.
std::vector<bool> served(std::span<const Want> wants, double left);

// Of one series, from its first warm-up on. Without a limit everybody is served.
class Budget {
 public:
  explicit Budget(const LatencyBudget& limit)
      : limit_(limit), began_(std::chrono::steady_clock::now()) {}

  void spend(std::size_t requests) { requests_ += requests; }
  bool spent() const;
  bool limited() const { return limit_.time || limit_.requests; }
  // What remains, in requests: time by what the requests so far took. Infinite without a limit, and
  // for time while nothing was asked.
  double left() const;
  // "the budget of 2m (--latency-budget)"
  std::string name() const;

 private:
  Micros elapsed() const;

  LatencyBudget limit_;
  std::chrono::steady_clock::time_point began_;
  std::size_t requests_ = 0;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_BUDGET_H_
