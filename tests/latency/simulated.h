// Latencies as services have them, from a seeded generator whose numbers are
// the same with every standard library.

#ifndef SWITCHGATE_TESTS_LATENCY_SIMULATED_H_
#define SWITCHGATE_TESTS_LATENCY_SIMULATED_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "checks/latency/latency.h"

namespace switchgate::latency {

class Simulated {
 public:
  explicit Simulated(std::uint64_t seed) : engine_(seed) {}

  // In (0, 1).
  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }

  // Standard normal, by Box and Muller: std::normal_distribution differs by
  // library.
  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform());
  }

  // Around 20 ms, lognormal with SD `spread` of ln.
  std::vector<double> run(std::size_t count, double spread = 0.2, double factor = 1) {
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back(20 * factor * std::exp(spread * normal()));
    }
    return out;
  }

  // Two processes whose levels differ by `run_sd` each; the candidate `factor`
  // times as slow.
  std::vector<Pair> pairs(std::size_t count, double factor = 1, double spread = 0.2,
                          double run_sd = 0.02) {
    const double live_level = 20 * std::exp(run_sd * normal());
    const double candidate_level = 20 * factor * std::exp(run_sd * normal());
    std::vector<Pair> out;
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back({live_level * std::exp(spread * normal()),
                     candidate_level * std::exp(spread * normal())});
    }
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace switchgate::latency

#endif  // SWITCHGATE_TESTS_LATENCY_SIMULATED_H_
