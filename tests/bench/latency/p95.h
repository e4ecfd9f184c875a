// A rival of our own for the tail test: the 95 % quantiles of the two sides, whose variance is
// learned from accepted runs instead of estimated from the samples. See p95_table.cc for how it
// fares.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_P95_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_P95_H_

#include <optional>
#include <span>
#include <vector>

#include "checks/latency/latency.h"

namespace switchgate::latency::bench {

// By how much the candidate's p95 grew beyond its body, ln: ln(p95 candidate / p95 live) -
// max(theta, 0), over the pairs that are left after the warm-up (`judgement.kept`).
double p95_excess(std::span<const Pair> pairs, const Judgement& judgement);

struct LearnedVariance {
  double variance = 0;
  double df = 1;
};

// Of the excess at each endpoint, run by run: their mean square drawn towards the mean of all
// endpoints as if that were worth ten runs, as history.h does. Sampling is part of it: the runs are
// as long.
std::vector<LearnedVariance> learned_p95_variances(
    std::span<const std::vector<double>> excesses_by_endpoint);

// One-sided Student test; 1 unless the excess is above the margin of the tail test, 15 %.
double p95_p_value(double excess, const LearnedVariance& learned);

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_P95_H_
