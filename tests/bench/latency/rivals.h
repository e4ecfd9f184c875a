// How others decide whether a candidate is slower, written from their published rules. Each answers
// only yes or no; true is "slower". Pure functions of paired samples, whose pairing they ignore.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_RIVALS_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_RIVALS_H_

#include <array>
#include <span>
#include <string_view>

#include "checks/latency/latency.h"

namespace switchgate::latency::bench {

// The chance, under equal distributions, of candidate samples that rank at least as high: Mann and
// Whitney's U, normal approximation with corrections for ties and continuity.
double mann_whitney_p(std::span<const Pair> pairs);

// A one-sided Mann-Whitney test at 1 %.
bool mann_whitney_slower(std::span<const Pair> pairs);

// Kayenta's judge NetflixACA, direction "increase": the confidence interval (98 %) of the Hodges-
// Lehmann shift in milliseconds lies above 25 % of the shift's absolute value, and the ratio of the
// means is at least 1. Its default keeps outliers. The interval is the asymptotic one of R's
// wilcox.test, here without the correction for ties.
bool kayenta_slower(std::span<const Pair> pairs);

// The 95 % quantile grew by more than 20 %.
bool p95_slower(std::span<const Pair> pairs);

// benchstat: a two-sided Mann-Whitney test at 5 % and a larger median. benchstat uses the exact
// distribution below 50 untied samples; here the approximation is used throughout.
bool benchstat_slower(std::span<const Pair> pairs);

struct Rival {
  std::string_view name;
  bool (*slower)(std::span<const Pair> pairs);
};

inline constexpr std::array<Rival, 4> kRivals = {{{"Kayenta's judge", &kayenta_slower},
                                                  {"Mann-Whitney .01", &mann_whitney_slower},
                                                  {"p95 > 1.20", &p95_slower},
                                                  {"benchstat's rule", &benchstat_slower}}};

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_RIVALS_H_
