// Seeded random numbers that are the same with every standard library: only the engine is the
// library's, whose numbers the C++ standard fixes.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_RANDOM_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_RANDOM_H_

#include <cmath>
#include <cstdint>
#include <random>

namespace switchgate::latency::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // In (0, 1).
  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }

  bool happens(double chance) { return chance > 0 && uniform() < chance; }

  // Standard normal, by Box and Muller.
  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform());
  }

  // Pareto with minimum 1: P(X > x) = x^-shape.
  double pareto(double shape) { return std::pow(uniform(), -1 / shape); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_RANDOM_H_
