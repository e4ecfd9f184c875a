// The Hodges-Lehmann shift against all differences, its symmetries, and its
// variance.

#include "checks/latency/shift.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// All differences candidate - live, ascending.
std::vector<double> differences(const std::vector<double>& live,
                                const std::vector<double>& candidate) {
  std::vector<double> out;
  for (const double x : live) {
    for (const double y : candidate) {
      out.push_back(y - x);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

double lower_median(const std::vector<double>& sorted) { return sorted[(sorted.size() - 1) / 2]; }
double upper_median(const std::vector<double>& sorted) { return sorted[sorted.size() / 2]; }

std::vector<double> random_series(Simulated& simulated, std::size_t count, bool ties) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = simulated.normal();
    out.push_back(ties ? std::round(4 * value) / 4 : value);
  }
  return out;
}

TEST(Shift, IsTheLowerMedianOfAllDifferences) {
  Simulated simulated(1);
  for (std::size_t n = 1; n <= 60; ++n) {
    for (const bool ties : {false, true}) {
      const auto live = random_series(simulated, n, ties);
      const auto candidate = random_series(simulated, n, ties);
      EXPECT_NEAR(hodges_lehmann(live, candidate), lower_median(differences(live, candidate)),
                  2e-12)
          << n << (ties ? " with ties" : "");
    }
  }
}

TEST(Shift, TakesSidesOfDifferentLength) {
  const std::vector<double> live = {0, 10};
  const std::vector<double> candidate = {1, 2, 3};
  // -9 -8 -7 1 2 3
  EXPECT_NEAR(hodges_lehmann(live, candidate), -7, 1e-11);
}

TEST(Shift, OfEqualValuesIsExact) {
  const std::vector<double> live(50, 2.0);
  const std::vector<double> candidate(50, 2.5);
  EXPECT_NEAR(hodges_lehmann(live, candidate), 0.5, 1e-12);
  EXPECT_NEAR(hodges_lehmann(live, live), 0, 1e-12);
}

TEST(Shift, MovesWithTheCandidate) {
  Simulated simulated(2);
  const auto live = random_series(simulated, 41, false);
  auto candidate = random_series(simulated, 41, false);
  const double before = hodges_lehmann(live, candidate);
  for (double& value : candidate) {
    value += 0.75;
  }
  EXPECT_NEAR(hodges_lehmann(live, candidate), before + 0.75, 1e-11);
}

TEST(Shift, SwappedSidesNegateItUpToTheOtherMiddleDifference) {
  Simulated simulated(3);
  for (const std::size_t n : {5u, 20u, 33u, 40u}) {
    const auto live = random_series(simulated, n, n % 2 == 0);
    const auto candidate = random_series(simulated, n, n % 2 == 0);
    EXPECT_NEAR(-hodges_lehmann(candidate, live), upper_median(differences(live, candidate)),
                2e-12);
  }
}

TEST(Shift, VarianceIsAboutThatOfRepeatedSamples) {
  Simulated simulated(4);
  std::vector<double> shifts;
  std::vector<double> variances;
  std::vector<double> smaller;
  for (int repetition = 0; repetition < 300; ++repetition) {
    const auto live = random_series(simulated, 100, false);
    const auto candidate = random_series(simulated, 100, false);
    shifts.push_back(hodges_lehmann(live, candidate));
    const ShiftVariance both = shift_variance(live, candidate, shifts.back(), blocks_for(100), 0);
    variances.push_back(both.larger);
    smaller.push_back(both.smaller);
  }
  const double truth = variance(shifts);
  EXPECT_NEAR(truth, 2.0 / 100 * 3.14159 / 3,
              0.006);                 // efficiency 3/pi of the mean
  EXPECT_GT(mean(variances), truth);  // the larger of two estimates
  EXPECT_LT(mean(variances), 2 * truth);
  EXPECT_NEAR(mean(smaller), truth, 0.2 * truth);  // without the bias of the larger
  EXPECT_LT(mean(smaller), 0.85 * mean(variances));
}

TEST(Shift, VarianceOfEqualValuesIsTheTimersAlone) {
  const std::vector<double> same(100, 3.0);
  EXPECT_EQ(shift_variance(same, same, 0, blocks_for(100), 0).larger, 0);
  EXPECT_DOUBLE_EQ(shift_variance(same, same, 0, blocks_for(100), 0.3).smaller, 0.09 / 600);
}

// The mean inflation of 100 series of `length` values, each `memory` times the
// one before plus noise.
double mean_inflation(Simulated& simulated, std::size_t length, double memory) {
  std::vector<double> inflations(100);
  for (double& inflation : inflations) {
    std::vector<double> series(length, simulated.normal());
    for (std::size_t i = 1; i < length; ++i) {
      series[i] = memory * series[i - 1] + simulated.normal();
    }
    inflation = variance_inflation(series);
    EXPECT_GE(inflation, 1);
  }
  return mean(inflations);
}

TEST(Shift, VarianceHasABoundHoweverWideTheSamplesSpread) {
  Simulated simulated(7);
  auto live = random_series(simulated, 100, false);
  auto candidate = random_series(simulated, 100, false);
  const auto variance_when_wider_by = [&](double factor) {
    for (auto* side : {&live, &candidate}) {
      for (double& value : *side) {
        value *= factor;
      }
    }
    return shift_variance(live, candidate, hodges_lehmann(live, candidate), blocks_for(100), 0)
        .larger;
  };
  const double wide = variance_when_wider_by(100);
  EXPECT_NEAR(variance_when_wider_by(10), wide, 1e-9 * wide);
}

TEST(VarianceInflation, IsThatOfTheory) {
  Simulated simulated(5);
  EXPECT_NEAR(mean_inflation(simulated, 200, 0), 1.2,
              0.2);  // 1 is its lower limit
  EXPECT_NEAR(mean_inflation(simulated, 1000, 0.5), 3,
              0.5);  // (1 + .5)/(1 - .5)
}

TEST(VarianceInflation, StaysWithinItsLimits) {
  const std::vector<double> same(100, 1.0);
  EXPECT_EQ(variance_inflation(same), 1);
  std::vector<double> alternating(100);
  std::vector<double> trend(100);
  for (std::size_t i = 0; i < trend.size(); ++i) {
    alternating[i] = static_cast<double>(i % 2);
    trend[i] = static_cast<double>(i);
  }
  EXPECT_EQ(variance_inflation(alternating), 1);
  EXPECT_LE(variance_inflation(trend), 25);
  EXPECT_GT(variance_inflation(trend), 20);
}

TEST(VarianceInflation, IsThreeWhereItCannotBeEstimated) {
  for (const std::size_t n : {2u, 3u, 4u, 9u, 10u}) {
    EXPECT_EQ(variance_inflation(std::vector<double>(n, 1.0)), 3) << n;
  }
  EXPECT_EQ(variance_inflation(std::vector<double>(20, 1.0)), 1);
}

}  // namespace
}  // namespace switchgate::latency
