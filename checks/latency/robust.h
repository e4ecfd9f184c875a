// Statistics that a few outliers do not move, the length of a warm-up, and the
// blocks that keep autocorrelated samples together. Every series is in time
// order.

#ifndef SWITCHGATE_CHECKS_LATENCY_ROBUST_H_
#define SWITCHGATE_CHECKS_LATENCY_ROBUST_H_

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace switchgate::latency {

// Of an empty series each of these is 0.
double mean(std::span<const double> values);
double variance(std::span<const double> values);  // divisor n-1; 0 for n < 2
double median(std::span<const double> values);    // of an even number: averages the two middle ones
double madn(std::span<const double> values);      // 1.4826 · median |v - median|: a robust SD

// The mean after floor(n/5) values were removed from each end.
double trimmed_mean(std::span<const double> values);

// How many values at the start are warm-up, by the marginal standard error rule
// (MSER-5) on values winsorised at median ± 3 MADN: at most 40 %, and 0 for
// fewer than 40 values.
std::size_t warm_up_length(std::span<const double> series);

// `count` blocks of `size` neighbours; what does not fill a block is left out
// at the start.
struct Blocks {
  std::size_t count = 0;
  std::size_t size = 0;
  std::size_t covered() const { return count * size; }
};

Blocks blocks_for(std::size_t samples);

// One value of `statistic` per block of the last `blocks.covered()` values.
std::vector<double> per_block(std::span<const double> series, const Blocks& blocks,
                              const std::function<double(std::span<const double>)>& statistic);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_ROBUST_H_
