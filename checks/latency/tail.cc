// The paired tail test, and the quantile of the recorded one.

#include "checks/latency/tail.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "checks/latency/multiplicity.h"
#include "checks/latency/robust.h"
#include "checks/latency/sign_test.h"

namespace switchgate::latency {
namespace {

constexpr double kAlphaShare = 0.3;
// Found with 80 % chance only when about so many of all pairs have a slow candidate.
constexpr double kFewestSlow = 16;

// How many of the largest of both sides' samples lie above a height: 10, 14, 20, 28, … up to a
// tenth of them.
std::vector<std::size_t> heights(std::size_t pairs) {
  const double most = std::max(20.0, static_cast<double>(pairs) / 5);
  std::vector<std::size_t> out;
  for (int i = 0;; ++i) {
    const double exceeding = 10 * std::pow(2, i / 2.0);
    if (exceeding > most) {
      return out;
    }
    out.push_back(static_cast<std::size_t>(std::lround(exceeding)));
  }
}

// Pairs in which only one side exceeds `height`.
TailCounts counts_above(double height, std::span<const double> live,
                        std::span<const double> candidate) {
  TailCounts out;
  const std::size_t block = live.size() / out.lead.size();
  for (std::size_t i = 0; i < live.size(); ++i) {
    const double one = candidate[i] > height ? 1 : 0;
    const double other = live[i] > height ? 1 : 0;
    out.only_candidate += one * (1 - other);
    out.only_live += other * (1 - one);
    out.lead[i / block] += one - other;
  }
  return out;
}

std::size_t count_above(std::span<const double> values, double height) {
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [&](double value) { return value > height; }));
}

}  // namespace

Tail paired_tail(std::span<const double> live, std::span<const double> candidate, double theta,
                 double margin, double floor_ms) {
  assert(live.size() == candidate.size() && live.size() >= kFewestForATail &&
         live.size() % TailCounts().lead.size() == 0);
  const double undone = std::exp(std::max(theta, 0.0)) * (1 + margin);
  std::vector<double> comparable(candidate.begin(), candidate.end());
  for (double& value : comparable) {
    value /= undone;
  }
  std::vector<double> ascending(live.begin(), live.end());
  ascending.insert(ascending.end(), comparable.begin(), comparable.end());
  std::sort(ascending.begin(), ascending.end());

  std::vector<double> p_values;
  double least = 2;
  double telling = 0;  // the height that shows the most
  const auto height_of = [&](std::size_t exceeding) {
    return ascending[ascending.size() - exceeding - 1];
  };
  for (const std::size_t exceeding : heights(live.size())) {
    const double height = height_of(exceeding);
    p_values.push_back(
        margin * height < floor_ms ? 1 : sign_test_of(counts_above(height, live, comparable)));
    if (p_values.back() < least) {
      least = p_values.back();
      telling = height;
    }
  }
  // For people, both sides at one latency as it was measured.
  const double above = telling * undone;
  const double top = height_of((ascending.size() + 50) / 100);
  return {
      simes(p_values), kAlphaShare, kFewestSlow / static_cast<double>(live.size()),
      Exceedances{above, count_above(candidate, above), count_above(live, above), live.size()},
      margin * top < floor_ms ? std::nullopt : std::optional(counts_above(top, live, comparable))};
}

double sign_test_of(const TailCounts& counts) {
  const double discordant = counts.only_candidate + counts.only_live;
  if (discordant == 0) {
    return 1;
  }
  // Σ(lead - mean)²·20/19 is what independent pairs would make equal to their number.
  const double inflation =
      std::max(1.0, static_cast<double>(counts.lead.size()) * variance(counts.lead) / discordant);
  return sign_test(counts.only_candidate / inflation, counts.only_live / inflation);
}

double interpolated_quantile(std::span<const double> values, double q) {
  std::vector<double> ascending(values.begin(), values.end());
  std::sort(ascending.begin(), ascending.end());
  const double at = q * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] +
         (at - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace switchgate::latency
