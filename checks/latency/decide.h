// From an estimate to a judgement: what the two methods share. A method says
// how large the slowdown is and how sure that is; here the three verdicts are
// told apart.

#ifndef SWITCHGATE_CHECKS_LATENCY_DECIDE_H_
#define SWITCHGATE_CHECKS_LATENCY_DECIDE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "checks/latency/latency.h"
#include "checks/latency/tail.h"

namespace switchgate::latency {

struct Evidence {
  double theta = 0;     // ln(candidate/live)
  double variance = 0;  // of theta, run variance included
  double df = 1;        // how well that is known
  double surely = 0;    // theta is at least this; compared with the tolerance
  bool few = false;     // fewer samples than a test can be trusted with ...
  bool clear = false;   // ... unless the slowdown can be seen without one

  std::optional<Tail> tail;  // when there are samples enough for one

  // What more samples would change: for the sentence about it.
  double sampling = 0;      // the part of `variance` that goes down as 1/samples
  double df_with_more = 1;  // the degrees of freedom with plenty of samples
  std::size_t samples = 0;  // usable ones of the candidate
  std::size_t runs = 0;     // recorded ones; 0: paired
};

// Completes `draft`, which has the counts and the medians.
Judgement decide(Judgement draft, const Evidence& evidence, const Settings& settings);

// Undecided before anything was estimated.
Judgement undecided(Judgement draft, Why why, std::string reason);

// Can this latency be judged? See Pair.
bool usable(double ms);

// What is out of range in `settings`, in words; nothing when they make sense.
std::optional<std::string> problem_with(const Settings& settings);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_DECIDE_H_
