// The laws of a suite's decision, whatever the p-values.

#include "checks/latency/suite.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/multiplicity.h"
#include "checks/latency/tail.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Mostly of equal builds; some are slower.
std::vector<Standing> some_standings(Simulated& simulated, std::size_t count) {
  std::vector<Standing> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto p = [&] {
      const double chance = simulated.uniform();
      return simulated.uniform() < 0.3 ? chance * 0.01 * simulated.uniform() : chance;
    };
    out.push_back({p(), p(), {}});
  }
  return out;
}

std::size_t failed(const SuiteFindings& findings) {
  return static_cast<std::size_t>(std::count_if(findings.endpoints.begin(),
                                                findings.endpoints.end(),
                                                [](const Found& found) { return found.any(); }));
}

// What failed in `before` has failed in `after`, for as many endpoints as `before` has.
void expect_no_fewer(const SuiteFindings& before, const SuiteFindings& after) {
  for (std::size_t i = 0; i < before.endpoints.size(); ++i) {
    EXPECT_LE(before.endpoints[i].body, after.endpoints[i].body) << i;
    EXPECT_LE(before.endpoints[i].tail, after.endpoints[i].tail) << i;
  }
  EXPECT_LE(before.common, after.common);
  EXPECT_LE(before.pooled, after.pooled);
}

TEST(BenjaminiHochberg, IsTheLargestStepThatEnoughPValuesReach) {
  EXPECT_EQ(benjamini_hochberg({}, 0.05), 0);
  const std::vector<double> none = {0.02, 0.3, 0.9, 0.8};
  EXPECT_EQ(benjamini_hochberg(none, 0.05), 0);
  // The first misses its own step, .0125, and is carried by the third.
  const std::vector<double> carried = {0.03, 0.02, 0.9, 0.035};
  EXPECT_DOUBLE_EQ(benjamini_hochberg(carried, 0.05), 0.0375);
  const std::vector<double> one = {0.05};
  EXPECT_DOUBLE_EQ(benjamini_hochberg(one, 0.05), 0.05);
  const std::vector<double> no_number = {std::numeric_limits<double>::quiet_NaN(), 0.001};
  EXPECT_DOUBLE_EQ(benjamini_hochberg(no_number, 0.05), 0.025);
}

TEST(Suite, OfNothingFindsNothing) {
  const SuiteFindings findings = look_at_suite({}, {}, 1);
  EXPECT_TRUE(findings.endpoints.empty());
  EXPECT_FALSE(findings.common || findings.pooled);
}

TEST(Suite, EachKindOfHypothesisHasItsOwnShare) {
  std::vector<Standing> endpoints(10);
  endpoints[3].p_body = 0.0007;
  endpoints[4].p_tail = 0.0002;
  const SuiteFindings findings = look_at_suite(endpoints, {std::nullopt, 0.001}, 1);
  EXPECT_EQ(failed(findings), 2u);
  EXPECT_TRUE(findings.endpoints[3].body && !findings.endpoints[3].tail);
  EXPECT_TRUE(findings.endpoints[4].tail && !findings.endpoints[4].body);
  EXPECT_TRUE(findings.pooled);
  // The common shift is an eleventh body: .0007 is above .007/11.
  EXPECT_FALSE(look_at_suite(endpoints, {1, 0.0011}, 1).endpoints[3].body);
  EXPECT_FALSE(look_at_suite(endpoints, {1, 0.0011}, 1).pooled);
  const SuiteFindings common = look_at_suite(endpoints, {0.0006, std::nullopt}, 1);
  EXPECT_TRUE(common.common && common.endpoints[3].body);
}

TEST(Suite, ALookSpendsItsShare) {
  std::vector<Standing> endpoints(1);
  endpoints[0].p_body = 0.0007;
  EXPECT_TRUE(look_at_suite(endpoints, {}, 0.1).endpoints[0].body);
  EXPECT_FALSE(look_at_suite(endpoints, {}, 0.05).endpoints[0].body);
}

TEST(Suite, PermutingTheEndpointsChangesNothing) {
  Simulated simulated(1);
  for (int repetition = 0; repetition < 200; ++repetition) {
    const auto endpoints = some_standings(simulated, 30);
    const SuiteFindings before = look_at_suite(endpoints, {0.01, 0.5}, 0.3);
    std::vector<std::size_t> order(endpoints.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [](std::size_t a, std::size_t b) { return a * 17 % 31 < b * 17 % 31; });
    std::vector<Standing> permuted;
    for (const std::size_t from : order) {
      permuted.push_back(endpoints[from]);
    }
    const SuiteFindings after = look_at_suite(permuted, {0.01, 0.5}, 0.3);
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(after.endpoints[i].body, before.endpoints[order[i]].body);
      EXPECT_EQ(after.endpoints[i].tail, before.endpoints[order[i]].tail);
    }
    EXPECT_EQ(after.at.body, before.at.body);
    EXPECT_EQ(after.common, before.common);
  }
}

TEST(Suite, AnEndpointWithoutAnySlowdownNeverMakesAnotherOneFail) {
  Simulated simulated(2);
  for (int repetition = 0; repetition < 200; ++repetition) {
    auto endpoints = some_standings(simulated, 20);
    const SuiteFindings before = look_at_suite(endpoints, {0.002, {}}, 1);
    for (int more = 0; more < 5; ++more) {
      endpoints.push_back({});
    }
    const SuiteFindings after = look_at_suite(endpoints, {0.002, {}}, 1);
    for (std::size_t i = 0; i < before.endpoints.size(); ++i) {
      EXPECT_LE(after.endpoints[i].body, before.endpoints[i].body);
      EXPECT_LE(after.endpoints[i].tail, before.endpoints[i].tail);
    }
    EXPECT_FALSE(after.endpoints.back().any());
  }
}

TEST(Suite, MoreEvidenceNeverFailsFewer) {
  Simulated simulated(3);
  for (int repetition = 0; repetition < 200; ++repetition) {
    auto endpoints = some_standings(simulated, 20);
    Together together = {0.002, 0.0005};
    const SuiteFindings before = look_at_suite(endpoints, together, 0.3);
    expect_no_fewer(before, look_at_suite(endpoints, together, 0.6));
    endpoints[repetition % 20].p_body /= 10;
    endpoints[repetition % 7].p_tail /= 100;
    *together.common /= 3;
    expect_no_fewer(before, look_at_suite(endpoints, together, 0.3));
  }
}

TEST(Suite, WhatFailedAtAnEarlierLookStaysAndStillCounts) {
  std::vector<Standing> endpoints(2);
  endpoints[0] = {0.0008, 1, {true, false}};  // below q·share·2/2, above q·share·1/2
  endpoints[1] = {0.00139, 1, {}};
  const SuiteFindings with = look_at_suite(endpoints, {}, 0.2);
  EXPECT_TRUE(with.endpoints[0].body && with.endpoints[1].body);
  endpoints[0].p_body = 1;
  const SuiteFindings without = look_at_suite(endpoints, {}, 0.2);
  EXPECT_TRUE(without.endpoints[0].body);
  EXPECT_FALSE(without.endpoints[1].body);
}

TEST(Suite, NoNumberIsNoEvidence) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Standing> endpoints = {{nan, nan, {}}, {1e-6, nan, {}}};
  const SuiteFindings findings = look_at_suite(endpoints, {nan, nan}, 1);
  EXPECT_FALSE(findings.endpoints[0].any() || findings.common || findings.pooled);
  EXPECT_TRUE(findings.endpoints[1].body);
}

TEST(Suite, OfEqualBuildsFailsInOneOfAHundred) {
  Simulated simulated(4);
  int wrong = 0;
  for (int repetition = 0; repetition < 2000; ++repetition) {
    std::vector<Standing> endpoints(50);
    bool any = false;
    for (const Look& look : kLooks) {  // looks that know nothing of each other: the worst case
      for (Standing& endpoint : endpoints) {
        endpoint.p_body = simulated.uniform();
        endpoint.p_tail = simulated.uniform();
      }
      const Together together = {simulated.uniform(), simulated.uniform()};
      const SuiteFindings findings = look_at_suite(endpoints, together, look.share);
      any = any || failed(findings) > 0 || findings.common || findings.pooled;
    }
    wrong += any ? 1 : 0;
  }
  EXPECT_LE(wrong, 33);  // 20 expected, and three standard deviations
  EXPECT_GE(wrong, 8);
}

TEST(Suite, ItsThresholdsJudgeAnEndpoint) {
  const std::vector<Pair> slower(100, Pair{20, 24});
  const Judgement alone = judge_paired(slower, {});
  ASSERT_EQ(alone.why, Why::kRegressed);
  Settings settings;
  settings.thresholds = Thresholds{alone.p_body / 2, 0};
  EXPECT_NE(judge_paired(slower, settings).verdict, Verdict::kFail);
  settings.thresholds = Thresholds{alone.p_body, 0};
  EXPECT_EQ(judge_paired(slower, settings).why, Why::kRegressed);
  settings.thresholds = Thresholds{-1, 0};
  EXPECT_EQ(judge_paired(slower, settings).why, Why::kBadSettings);
}

TEST(PooledTail, FindsWhatNoEndpointShowsAlone) {
  // One more slow answer of the candidate than of live at each of 40 endpoints.
  std::vector<TailCounts> endpoints(40);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    endpoints[i].only_candidate = 2;
    endpoints[i].only_live = i % 4 == 0 ? 1 : 0;
    endpoints[i].lead[i % 20] = 1;
  }
  EXPECT_GT(sign_test_of(endpoints[1]), 0.2);
  EXPECT_LT(pooled_tail(endpoints), 1e-6);
}

TEST(PooledTail, NeedsAThirdMoreThanLive) {
  TailCounts counts;
  counts.only_candidate = 1300;
  counts.only_live = 1000;
  EXPECT_EQ(pooled_tail(std::vector<TailCounts>{counts}), 1);
  counts.only_candidate = 1301;
  EXPECT_LT(pooled_tail(std::vector<TailCounts>{counts}), 1e-6);
  EXPECT_EQ(pooled_tail({}), 1);
}

TEST(PooledTail, OneStallOfTheWholeMachineIsOneEvent) {
  // Each of 40 endpoints has one slow answer, all in the same block of time.
  std::vector<TailCounts> endpoints(40);
  for (TailCounts& endpoint : endpoints) {
    endpoint.only_candidate = 1;
    endpoint.lead[7] = 1;
  }
  EXPECT_GT(pooled_tail(endpoints), 0.05);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    endpoints[i].lead = {};
    endpoints[i].lead[i % 20] = 1;
  }
  EXPECT_LT(pooled_tail(endpoints), 1e-9);
}

TEST(PooledTail, CountsComeWithATailTestAboveTheFloor) {
  Simulated simulated(5);
  const auto pairs = simulated.pairs(200);
  const Judgement judgement = judge_paired(pairs, {});
  ASSERT_TRUE(judgement.top_percent.has_value());
  // The top 4 of 400, of which a pair may hold two.
  EXPECT_LE(judgement.top_percent->only_candidate + judgement.top_percent->only_live, 4);
  Settings settings;
  settings.floor_ms = 20;
  EXPECT_FALSE(judge_paired(pairs, settings).top_percent.has_value());
  EXPECT_FALSE(judge_paired(std::span(pairs).first(90), {}).top_percent.has_value());
}

}  // namespace
}  // namespace switchgate::latency
