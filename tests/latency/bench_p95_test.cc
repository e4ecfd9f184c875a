// The paired p95 test of the simulator.

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "tests/bench/latency/p95.h"

namespace switchgate::latency::bench {
namespace {

TEST(PairedP95, IsTheRatioOfTheQuantilesBeyondTheBody) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < 101; ++i) {
    pairs.push_back({20 + static_cast<double>(i), 2 * (20 + static_cast<double>(i))});
  }
  Judgement judgement;
  judgement.kept = pairs.size();
  EXPECT_NEAR(p95_excess(pairs, judgement), std::log(2), 1e-12);
  judgement.theta = std::log(2);
  EXPECT_NEAR(p95_excess(pairs, judgement), 0, 1e-12);
  judgement.theta = -1;  // a faster body excuses no tail
  EXPECT_NEAR(p95_excess(pairs, judgement), std::log(2), 1e-12);
  judgement.kept = 1;
  judgement.theta = 0;
  pairs.back() = {10, 30};
  EXPECT_NEAR(p95_excess(pairs, judgement), std::log(3), 1e-12);
}

TEST(PairedP95, LearnsEachEndpointAndDrawsItTowardsTheMean) {
  const std::vector<std::vector<double>> excesses = {{0.1, -0.1}, {0.3, 0.3}};
  const auto learned = learned_p95_variances(excesses);
  const double prior = (0.01 + 0.09) / 2;
  EXPECT_NEAR(learned[0].variance, (10 * prior + 2 * 0.01) / 12, 1e-12);
  EXPECT_NEAR(learned[1].variance, (10 * prior + 2 * 0.09) / 12, 1e-12);
  EXPECT_EQ(learned[0].df, 12);
}

TEST(PairedP95, TheMarginIsNoEvidence) {
  EXPECT_EQ(p95_p_value(std::log(1.15), {1e-6, 20}), 1);
  EXPECT_LT(p95_p_value(std::log(1.16), {1e-4, 20}), 1e-6);
}

}  // namespace
}  // namespace switchgate::latency::bench
