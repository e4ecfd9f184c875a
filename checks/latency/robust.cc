// Robust statistics, warm-up and blocks.

#include "checks/latency/robust.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace switchgate::latency {
namespace {

constexpr std::size_t kFewestForWarmUp = 40;
constexpr std::size_t kWarmUpStep = 5;
constexpr double kClearlyBetter = 0.97;  // a later cut must pay for the samples it drops

std::vector<double> winsorised(std::span<const double> series) {
  const double middle = median(series);
  const double reach = 3 * madn(series);
  std::vector<double> out(series.begin(), series.end());
  for (double& value : out) {
    value = std::clamp(value, middle - reach, middle + reach);
  }
  return out;
}

// out[t] = the sum of squares around their mean of values[t..], divided by
// (n-t)². Welford's update from the end: linear, and exactly 0 for equal
// values.
std::vector<double> squared_standard_errors(std::span<const double> values) {
  std::vector<double> out(values.size());
  double average = 0;
  double squares = 0;
  double count = 0;
  for (std::size_t i = values.size(); i-- > 0;) {
    count += 1;
    const double delta = values[i] - average;
    average += delta / count;
    squares += delta * (values[i] - average);
    out[i] = squares / (count * count);
  }
  return out;
}

}  // namespace

double mean(std::span<const double> values) {
  return values.empty() ? 0
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
  if (values.size() < 2) {
    return 0;
  }
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) {
    squares += (value - middle) * (value - middle);
  }
  return squares / static_cast<double>(values.size() - 1);
}

double median(std::span<const double> values) {
  if (values.empty()) {
    return 0;
  }
  std::vector<double> copy(values.begin(), values.end());
  const auto middle = copy.begin() + static_cast<std::ptrdiff_t>(copy.size() / 2);
  std::nth_element(copy.begin(), middle, copy.end());
  if (copy.size() % 2 == 1) {
    return *middle;
  }
  return (*std::max_element(copy.begin(), middle) + *middle) / 2;
}

double madn(std::span<const double> values) {
  const double middle = median(values);
  std::vector<double> distances(values.begin(), values.end());
  for (double& value : distances) {
    value = std::abs(value - middle);
  }
  return 1.4826 * median(distances);
}

double trimmed_mean(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t cut = sorted.size() / 5;
  return mean(std::span(sorted).subspan(cut, sorted.size() - 2 * cut));
}

std::size_t warm_up_length(std::span<const double> series) {
  if (series.size() < kFewestForWarmUp) {
    return 0;
  }
  const std::vector<double> errors = squared_standard_errors(winsorised(series));
  const std::size_t longest = series.size() * 2 / 5;
  std::size_t best = 0;
  for (std::size_t cut = kWarmUpStep; cut <= longest; cut += kWarmUpStep) {
    if (errors[cut] < kClearlyBetter * errors[best]) {
      best = cut;
    }
  }
  return best;
}

Blocks blocks_for(std::size_t samples) {
  if (samples < 10) {
    return {samples, samples == 0 ? std::size_t{0} : std::size_t{1}};
  }
  const std::size_t count = samples < 100 ? 10 : 20;
  return {count, samples / count};
}

std::vector<double> per_block(std::span<const double> series, const Blocks& blocks,
                              const std::function<double(std::span<const double>)>& statistic) {
  const std::span<const double> covered = series.last(blocks.covered());
  std::vector<double> out;
  out.reserve(blocks.count);
  for (std::size_t k = 0; k < blocks.count; ++k) {
    out.push_back(statistic(covered.subspan(k * blocks.size, blocks.size)));
  }
  return out;
}

}  // namespace switchgate::latency
