// When to ask again, as `retry:` says.

#ifndef SWITCHGATE_RUNNER_EXEC_RHYTHM_H_
#define SWITCHGATE_RUNNER_EXEC_RHYTHM_H_

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

#include "checks/model/suite.h"
#include "runner/exec/clock.h"

namespace switchgate::exec {

// Begins with the first attempt. `retry` outlives it.
class Rhythm {
 public:
  explicit Rhythm(const Retry& retry);

  std::size_t attempts() const { return attempts_; }
  // "3 attempts in 2.1s"
  std::string so_far() const;

  // Waits until the next attempt is due; false when there is none any more, or `stop` asked.
  bool wait(std::stop_token stop);

 private:
  const Retry& retry_;
  SteadyTime began_ = std::chrono::steady_clock::now();
  std::chrono::duration<double, std::micro> pause_;
  std::size_t attempts_ = 1;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_RHYTHM_H_
