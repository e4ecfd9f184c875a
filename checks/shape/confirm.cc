// The hypergeometric tail in logarithms, so that counts of millions do not
// overflow.

#include "checks/shape/confirm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "checks/base/units.h"

namespace switchgate::shape {
namespace {

// ln(n!): exact products for small n, else Stirling's series, whose error is
// below 1e-15 from 16 on. (std::lgamma writes a global variable.)
double log_factorial(double n) {
  if (n < 16) {
    double product = 1;
    for (int i = 2; i <= static_cast<int>(n); ++i) product *= i;
    return std::log(product);
  }
  const double square = n * n;
  const double series =
      (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n;
  return n * std::log(n) - n + std::log(2 * std::numbers::pi * n) / 2 + series;
}

double log_choose(double n, double k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace

bool absence_is_likely(Count k, Count n, Count m) {
  const double rate = static_cast<double>(k) / static_cast<double>(n);
  return std::pow(1 - rate, static_cast<double>(m)) > kLikelyAbsence;
}

bool needs_confirmation(const Change& change) {
  return change.level == Level::kError && !change.everywhere;
}

double fisher_one_sided(std::size_t old_hits, std::size_t old_n, std::size_t new_hits,
                        std::size_t new_n) {
  assert(old_hits <= old_n && new_hits <= new_n);
  if (old_n == 0 || new_n == 0) return 1;
  const auto n = static_cast<double>(old_n);
  const auto m = static_cast<double>(new_n);
  const auto hits = static_cast<double>(old_hits) + static_cast<double>(new_hits);
  const double all = log_choose(n + m, hits);
  const std::size_t total = old_hits + new_hits;
  const std::size_t fewest = total > old_n ? total - old_n : 0;
  // From the observed count downwards; below the mode the terms only shrink.
  const double mode = (m + 1) * (hits + 1) / (n + m + 2);
  double sum = 0;
  for (std::size_t hit = new_hits + 1; hit-- > fewest;) {
    const auto x = static_cast<double>(hit);
    const double term = std::exp(log_choose(m, x) + log_choose(n, hits - x) - all);
    sum += term;
    if (x < mode - 1 && term < sum * 1e-17) break;
  }
  return std::min(sum, 1.0);
}

double chance_of(std::size_t live_answers, std::size_t shown, std::size_t candidate_answers) {
  return fisher_one_sided(live_answers, live_answers, candidate_answers - shown, candidate_answers);
}

Change weigh_against_live(Change change, std::size_t live_answers, std::size_t shown,
                          std::size_t candidate_answers) {
  if (change.level != Level::kError) return change;
  const double p = chance_of(live_answers, shown, candidate_answers);
  if (p <= kSignificance) return change;
  change.level = Level::kWarning;
  change.message += "; only " + std::to_string(shown) + " of " + std::to_string(candidate_answers) +
                    " answers show it, and none of " + std::to_string(live_answers) +
                    " of live, which may be chance (p = " + format_number(p, 2) + ")";
  return change;
}

Change weigh_against_baseline(Change change) {
  if (!needs_confirmation(change)) return change;
  const double p = fisher_one_sided(change.old_hits, change.old_n, change.new_hits, change.new_n);
  if (p <= kSignificance) return change;
  change.level = Level::kWarning;
  change.message += "; " + std::to_string(change.old_hits) + " of " + std::to_string(change.old_n) +
                    " against " + std::to_string(change.new_hits) + " of " +
                    std::to_string(change.new_n) + " may be chance (p = " + format_number(p, 2) +
                    ")";
  return change;
}

std::vector<Change> weigh_against_baseline(std::vector<Change> changes) {
  for (Change& change : changes) change = weigh_against_baseline(std::move(change));
  return changes;
}

}  // namespace switchgate::shape
