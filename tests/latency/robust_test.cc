// Medians, warm-up and blocks by examples worked out by hand.

#include "checks/latency/robust.h"

#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

using testing::ElementsAre;

const double kTolerance = 1e-12;

TEST(Robust, StatisticsOfASmallSeries) {
  const std::vector<double> values = {4, 1, 9, 2};
  EXPECT_DOUBLE_EQ(mean(values), 4);
  EXPECT_NEAR(variance(values), 38.0 / 3, kTolerance);
  EXPECT_DOUBLE_EQ(median(values), 3);
  // Distances from 3 are 1, 2, 6, 1: their median is 1.5.
  EXPECT_NEAR(madn(values), 1.4826 * 1.5, kTolerance);
}

TEST(Robust, StatisticsOfNothingAndOfOneValueAreDefined) {
  EXPECT_EQ(mean({}), 0);
  EXPECT_EQ(median({}), 0);
  EXPECT_EQ(madn({}), 0);
  EXPECT_EQ(trimmed_mean({}), 0);
  EXPECT_EQ(warm_up_length({}), 0u);
  const std::vector<double> one = {7};
  EXPECT_EQ(mean(one), 7);
  EXPECT_EQ(median(one), 7);
  EXPECT_EQ(variance(one), 0);
  EXPECT_EQ(trimmed_mean(one), 7);
}

TEST(Robust, TrimmedMeanDropsAFifthAtEachEnd) {
  EXPECT_DOUBLE_EQ(trimmed_mean(std::vector<double>{1, 2, 3, 100}),
                   26.5);  // floor(.8) = 0
  EXPECT_DOUBLE_EQ(trimmed_mean(std::vector<double>{100, 2, 3, 1, -50}),
                   2);  // one from each end
  EXPECT_DOUBLE_EQ(trimmed_mean(std::vector<double>{9, 9, 0, 0, 1, 2, 3, 4, 100, -7}), 19.0 / 6);
}

TEST(Robust, BlocksFollowTheNumberOfSamples) {
  struct Case {
    std::size_t samples, count, size;
  };
  for (const Case& expected : std::vector<Case>{{0, 0, 0},
                                                {4, 4, 1},
                                                {9, 9, 1},
                                                {10, 10, 1},
                                                {19, 10, 1},
                                                {20, 10, 2},
                                                {99, 10, 9},
                                                {100, 20, 5},
                                                {119, 20, 5},
                                                {400, 20, 20}}) {
    const Blocks blocks = blocks_for(expected.samples);
    EXPECT_EQ(blocks.count, expected.count) << expected.samples;
    EXPECT_EQ(blocks.size, expected.size) << expected.samples;
    EXPECT_LE(blocks.covered(), expected.samples);
  }
}

TEST(Robust, BlocksCoverTheEndOfTheSeries) {
  const std::vector<double> series = {100, 1, 2, 3, 4, 5, 6};
  EXPECT_THAT(per_block(series, Blocks{3, 2}, mean), ElementsAre(1.5, 3.5, 5.5));
}

TEST(Robust, WarmUpIsNotLookedForInFewerThanFortySamples) {
  std::vector<double> series(39, 0.0);
  std::fill_n(series.begin(), 5, 9.0);
  EXPECT_EQ(warm_up_length(series), 0u);
}

TEST(Robust, ASlowStartIsWarmUp) {
  Simulated simulated(7);
  std::vector<double> series(100);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i] = (i < 20 ? 0.5 : 0) + 0.02 * simulated.normal();
  }
  EXPECT_EQ(warm_up_length(series), 20u);
}

TEST(Robust, NoMoreThanTwoFifthsAreWarmUp) {
  std::vector<double> series(100);
  std::iota(series.rbegin(), series.rend(), 0.0);  // falls for ever
  EXPECT_EQ(warm_up_length(series), 40u);
}

TEST(Robust, EqualValuesHaveNoWarmUp) {
  EXPECT_EQ(warm_up_length(std::vector<double>(200, 0.1)), 0u);
}

TEST(Robust, ALoneOutlierIsNotWarmUp) {
  Simulated simulated(8);
  std::vector<double> series(100);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i] = i == 12 ? 1e6 : simulated.normal();
  }
  EXPECT_EQ(warm_up_length(series), 0u);
}

}  // namespace
}  // namespace switchgate::latency
