// The Hodges-Lehmann shift by bisection, and its variance by placements.

#include "checks/latency/shift.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace switchgate::latency {
namespace {

constexpr double kTie = 1e-9;         // closer than this is equal, and counts half
constexpr double kPrecision = 1e-12;  // well below kTie: the shift makes a tie of its own
constexpr double kLeastDensity = 0.05;

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::sort(out.begin(), out.end());
  return out;
}

// How many of all differences candidate - live are at most z. Both ascending,
// so that the candidates within reach only grow: two pointers.
std::uint64_t differences_up_to(double z, std::span<const double> live,
                                std::span<const double> candidate) {
  std::uint64_t total = 0;
  std::size_t reach = 0;
  for (const double x : live) {
    while (reach < candidate.size() && candidate[reach] - x <= z) {
      ++reach;
    }
    total += reach;
  }
  return total;
}

// The share of ascending `values` below `at`; those that tie count half.
double share_below(std::span<const double> values, double at) {
  const auto below = std::lower_bound(values.begin(), values.end(), at - kTie);
  const auto ties_end = std::upper_bound(below, values.end(), at + kTie);
  const double count =
      static_cast<double>(below - values.begin()) + static_cast<double>(ties_end - below) / 2;
  return count / static_cast<double>(values.size());
}

// For each pair: where its candidate stands among the live samples and its live
// sample among the candidates, once the shift is undone. In [-1, 1]; their mean
// is about 0.
std::vector<double> placements(std::span<const double> live, std::span<const double> candidate,
                               double theta) {
  const std::vector<double> live_sorted = sorted(live);
  std::vector<double> shifted_back = sorted(candidate);
  for (double& value : shifted_back) {
    value -= theta;
  }
  std::vector<double> out(live.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = share_below(live_sorted, candidate[i] - theta) - share_below(shifted_back, live[i]);
  }
  return out;
}

// How densely differences lie at the shift: what turns placements into ln
// latency.
double density_at_shift(std::span<const double> live, std::span<const double> candidate,
                        double theta, double timer) {
  const double width = std::max({std::min(madn(live), madn(candidate)) / 2, timer, 0.01});
  const std::vector<double> live_sorted = sorted(live);
  double total = 0;
  for (const double y : candidate) {
    total +=
        share_below(live_sorted, y - theta + width) - share_below(live_sorted, y - theta - width);
  }
  return std::max(total / static_cast<double>(candidate.size()) / (2 * width), kLeastDensity);
}

}  // namespace

double hodges_lehmann(std::span<const double> live, std::span<const double> candidate) {
  const std::vector<double> x = sorted(live);
  const std::vector<double> y = sorted(candidate);
  const std::uint64_t all = std::uint64_t{x.size()} * y.size();
  const std::uint64_t half = all - all / 2;
  double low = y.front() - x.back() - kTie;
  double high = y.back() - x.front() + kTie;
  while (high - low > kPrecision) {
    const double middle = low + (high - low) / 2;
    (differences_up_to(middle, x, y) >= half ? high : low) = middle;
  }
  return high;
}

double variance_inflation(std::span<const double> series) {
  const std::size_t n = series.size();
  const double count = static_cast<double>(n);
  const double middle = mean(series);
  const auto lagged = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < n; ++i) {
      sum += (series[i] - middle) * (series[i + lag] - middle);
    }
    return sum;
  };
  const double unlagged = lagged(0);
  double inflation = 1;
  if (unlagged > 0) {
    const auto correlation = [&](std::size_t lag) {
      return lag == 0 ? 1
                      : lagged(lag) / unlagged * count / static_cast<double>(n - lag) + 1 / count;
    };
    double sum = 0;
    for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
      const double pair = correlation(lag) + correlation(lag + 1);
      if (pair <= 0) {
        break;
      }
      sum += pair;
    }
    inflation = 2 * sum - 1;
  }
  // In this order: for n < 4 the upper limit lies below the lower one.
  inflation = std::max(1.0, std::min(inflation, count / 4));
  return n < 20 ? std::max(inflation, 3.0) : inflation;
}

ShiftVariance shift_variance(std::span<const double> live, std::span<const double> candidate,
                             double theta, const Blocks& blocks, double timer) {
  const std::vector<double> placed = placements(live, candidate, theta);
  const double count = static_cast<double>(placed.size());
  const double by_blocks =
      variance(per_block(placed, blocks, mean)) / static_cast<double>(blocks.count);
  const double by_inflation = variance(placed) * variance_inflation(placed) / count;
  const double density = density_at_shift(live, candidate, theta, timer);
  const double least = timer * timer / (6 * count);
  const auto of_theta = [&](double of_placements) {
    return std::max(of_placements / (density * density), least);
  };
  return {of_theta(std::max(by_blocks, by_inflation)), of_theta(std::min(by_blocks, by_inflation))};
}

}  // namespace switchgate::latency
