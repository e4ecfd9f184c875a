// Counts of a simulation as cells of a Markdown table, with the error that so few repetitions have.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_TALLY_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_TALLY_H_

#include <cstddef>
#include <string>

#include "checks/latency/latency.h"

namespace switchgate::latency::bench {

struct Tally {
  std::size_t fail = 0;
  std::size_t pass = 0;
  std::size_t undecided = 0;
  void add(Verdict verdict);
  std::size_t all() const { return fail + pass + undecided; }
};

// `count` of `all` in percent with the binomial standard error: "72.3 ± 1.4". Where all or none is,
// the error is at most about 3/all (95 %): "0 (< 0.3)", "100 (> 99.7)".
std::string share(std::size_t count, std::size_t all);

// FAIL/PASS/undecided in percent, the error that of FAIL: "14.1 ± 1.1 / 37 / 49".
std::string verdicts(const Tally& tally);

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_TALLY_H_
