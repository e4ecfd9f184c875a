// The simulated services are what they say: a judge held against them is held against the truth.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/robust.h"
#include "checks/latency/tail.h"
#include "tests/bench/latency/service.h"

namespace switchgate::latency::bench {
namespace {

// ln latency, live and candidate.
struct Sides {
  std::vector<double> live;
  std::vector<double> candidate;
};

Sides ln_of(const std::vector<Pair>& pairs) {
  Sides out;
  for (const Pair& pair : pairs) {
    out.live.push_back(std::log(pair.live_ms));
    out.candidate.push_back(std::log(pair.candidate_ms));
  }
  return out;
}

Sides simulated(const Service& service, std::size_t count, const Regression& regression = {}) {
  Random random(7);
  return ln_of(sample(random, service, regression, count));
}

double autocorrelation(const std::vector<double>& values) {
  const double middle = mean(values);
  double lagged = 0;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    lagged += (values[i] - middle) * (values[i + 1] - middle);
  }
  return lagged / static_cast<double>(values.size() - 1) / variance(values);
}

double share_above(const std::vector<double>& values, double at) {
  return static_cast<double>(std::count_if(values.begin(), values.end(),
                                           [&](double value) { return value > at; })) /
         static_cast<double>(values.size());
}

TEST(Services, TheSameSeedGivesTheSameSamples) {
  Random one(3);
  Random same(3);
  Random other(4);
  const auto first = sample(one, realistic(), {}, 50);
  const auto second = sample(same, realistic(), {}, 50);
  const auto third = sample(other, realistic(), {}, 50);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].live_ms, second[i].live_ms);
    EXPECT_EQ(first[i].candidate_ms, second[i].candidate_ms);
  }
  EXPECT_NE(first[7].live_ms, third[7].live_ms);
}

TEST(Services, LognormalHasTheMedianAndTheSpread) {
  const Sides sides = simulated({}, 20000);
  EXPECT_NEAR(median(sides.live), std::log(20), 0.005);
  EXPECT_NEAR(std::sqrt(variance(sides.live)), 0.2, 0.005);
  EXPECT_NEAR(autocorrelation(sides.live), 0, 0.03);
}

TEST(Services, ARegressionIsTheCandidatesAlone) {
  const Sides sides = simulated({}, 20000, {1.5, 0.05, 3});
  EXPECT_NEAR(median(sides.live), std::log(20), 0.01);
  EXPECT_NEAR(share_above(sides.candidate, std::log(20 * 1.5 * 2)), 0.05, 0.006);
  EXPECT_EQ(share_above(sides.live, std::log(20 * 1.5 * 2)), 0);
}

TEST(Services, TheHeavyTailIsPareto) {
  Service service;
  service.spread = 0;
  service.heavy_share = 0.5;
  const Sides sides = simulated(service, 20000);
  // P(X > 4) = 1/16 of those.
  EXPECT_NEAR(share_above(sides.live, std::log(80)), 0.5 / 16, 0.005);
}

TEST(Services, TwoModesPausesAndTheTimer) {
  Service service = bimodal();
  service.pause_share = 0.01;
  service.run_sd = 0;
  Random random(5);
  const auto pairs = sample(random, service, {}, 20000);
  const Sides sides = ln_of(pairs);
  EXPECT_NEAR(share_above(sides.live, std::log(45)), 0.3, 0.02);
  for (const Pair& pair : pairs) {
    EXPECT_NEAR(pair.live_ms * 10, std::round(pair.live_ms * 10), 1e-6);
  }
  service.miss_share = 0;
  EXPECT_NEAR(share_above(simulated(service, 20000).live, std::log(36)), 0.01, 0.003);
}

TEST(Services, MemoryIsThatOfAnAutoregression) {
  Service service;
  service.spread = 0;
  service.memory = 0.5;
  service.memory_sd = 0.1;
  const Sides sides = simulated(service, 20000);
  EXPECT_NEAR(autocorrelation(sides.candidate), 0.5, 0.03);
  EXPECT_NEAR(std::sqrt(variance(sides.candidate)), 0.1, 0.005);
}

TEST(Services, DriftIsSharedAndRunEffectsAreNot) {
  Service service;
  service.spread = 0;
  service.drift = 0.06;
  service.run_sd = 0.02;
  Random random(11);
  std::vector<double> shifts;
  for (int run = 0; run < 2000; ++run) {
    const Sides sides = ln_of(sample(random, service, {}, 8));
    for (std::size_t i = 1; i < 8; ++i) {
      EXPECT_NEAR(sides.candidate[i] - sides.live[i], sides.candidate[0] - sides.live[0], 1e-9);
    }
    shifts.push_back(sides.candidate[0] - sides.live[0]);
  }
  EXPECT_NEAR(std::sqrt(variance(shifts)), 0.02 * std::sqrt(2), 0.002);
}

TEST(Services, WarmUpDiesOut) {
  Service service;
  service.spread = 0;
  service.warm_up = 0.3;
  const Sides sides = simulated(service, 60);
  EXPECT_NEAR(sides.live.front(), std::log(20 * 1.3), 1e-9);
  EXPECT_NEAR(sides.candidate.back(), std::log(20), 1e-4);
  service.cold_candidate = 0.5;
  const Sides colder = simulated(service, 60);
  EXPECT_NEAR(colder.live.front(), sides.live.front(), 1e-9);
  EXPECT_NEAR(colder.candidate.front(), std::log(20 * 1.3 * 1.5), 1e-9);
}

}  // namespace
}  // namespace switchgate::latency::bench
