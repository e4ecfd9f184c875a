// The paired p95 test.

#include "tests/bench/latency/p95.h"

#include <algorithm>
#include <cmath>

#include "checks/latency/robust.h"
#include "checks/latency/students_t.h"
#include "checks/latency/tail.h"

namespace switchgate::latency::bench {
namespace {

constexpr double kPriorRuns = 10;
constexpr double kMargin = 1.15;

}  // namespace

double p95_excess(std::span<const Pair> pairs, const Judgement& judgement) {
  std::vector<double> live;
  std::vector<double> candidate;
  for (const Pair& pair : pairs.last(judgement.kept)) {
    live.push_back(std::log(pair.live_ms));
    candidate.push_back(std::log(pair.candidate_ms));
  }
  return interpolated_quantile(candidate, 0.95) - interpolated_quantile(live, 0.95) -
         std::max(judgement.theta, 0.0);
}

std::vector<LearnedVariance> learned_p95_variances(
    std::span<const std::vector<double>> excesses_by_endpoint) {
  std::vector<double> own;
  for (const std::vector<double>& excesses : excesses_by_endpoint) {
    double squares = 0;
    for (const double excess : excesses) {
      squares += excess * excess;
    }
    own.push_back(squares / static_cast<double>(excesses.size()));
  }
  const double prior = mean(own);
  std::vector<LearnedVariance> out;
  for (std::size_t e = 0; e < own.size(); ++e) {
    const double runs = static_cast<double>(excesses_by_endpoint[e].size());
    out.push_back({(kPriorRuns * prior + runs * own[e]) / (kPriorRuns + runs), kPriorRuns + runs});
  }
  return out;
}

double p95_p_value(double excess, const LearnedVariance& learned) {
  return excess > std::log(kMargin) ? t_upper_tail(excess / std::sqrt(learned.variance), learned.df)
                                    : 1;
}

}  // namespace switchgate::latency::bench
