// Method (a): what a verdict promises, whatever the samples.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/latency.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Pairs from `first` on that rise by `step` and start again: live after ten,
// the candidate after seven.
std::vector<Pair> regular(std::size_t count, Pair first, double step) {
  std::vector<Pair> out(count, first);
  for (std::size_t i = 0; i < count; ++i) {
    out[i].live_ms += step * static_cast<double>(i % 10);
    out[i].candidate_ms += step * static_cast<double>(i % 7);
  }
  return out;
}

std::vector<Pair> scaled(std::vector<Pair> pairs, double live, double candidate) {
  for (Pair& pair : pairs) {
    pair.live_ms *= live;
    pair.candidate_ms *= candidate;
  }
  return pairs;
}

TEST(Paired, FewerThanFourPairsAreUndecided) {
  Simulated simulated(1);
  for (const std::size_t n : {0u, 1u, 2u, 3u}) {
    const Judgement judgement = judge_paired(simulated.pairs(n, 3), {});
    EXPECT_EQ(judgement.why, Why::kTooFew);
    EXPECT_EQ(judgement.kept, 0u);
    EXPECT_EQ(judgement.reason, "too few pairs: " + std::to_string(n) + " of at least 4");
  }
}

TEST(Paired, BelowTenPairsOnlyASlowdownWithoutOverlapFails) {
  std::vector<Pair> pairs = regular(7, {10, 25}, 0.1);
  EXPECT_EQ(judge_paired(pairs, {}).why, Why::kRegressed);
  pairs[3].live_ms = 24;  // now one live sample reaches the candidate's
  const Judgement overlapping = judge_paired(pairs, {});
  EXPECT_EQ(overlapping.why, Why::kTooFew);
  EXPECT_EQ(overlapping.p_body, 1);
  EXPECT_EQ(judge_paired(scaled(pairs, 1, 0.56), {}).verdict, Verdict::kUndecided);
}

TEST(Paired, BelowTenPairsAThirdSlowerIsNotClearEnough) {
  const Judgement judgement = judge_paired(regular(7, {10, 13.5}, 0.01), {});
  EXPECT_LT(judgement.bound, std::log(1.5));
  EXPECT_EQ(judgement.why, Why::kTooFew);
  EXPECT_EQ(judge_paired(regular(10, {10, 13.5}, 0.01), {}).why, Why::kRegressed);
}

TEST(Paired, AStricterAlphaSeesOnlyLargerSlowdowns) {
  Settings strict;
  strict.alpha = 0.0001;
  const std::vector<Pair> pairs = regular(100, {20, 23}, 0.1);
  EXPECT_GT(judge_paired(pairs, strict).mde80, 1.2 * judge_paired(pairs, {}).mde80);
  EXPECT_EQ(judge_paired(pairs, strict).p_body, judge_paired(pairs, {}).p_body);
  EXPECT_EQ(judge_paired(pairs, strict).verdict, Verdict::kUndecided);
  EXPECT_EQ(judge_paired(pairs, {}).verdict, Verdict::kFail);
}

TEST(Paired, SixtyPercentSlowerFailsAndSaysSo) {
  const std::vector<Pair> pairs = regular(100, {5, 8.05}, 0.01);
  const Judgement judgement = judge_paired(pairs, {});
  EXPECT_EQ(judgement.verdict, Verdict::kFail);
  EXPECT_EQ(judgement.why, Why::kRegressed);
  EXPECT_NEAR(judgement.theta, std::log(8.08 / 5.045), 0.005);
  EXPECT_EQ(judgement.reason,
            "candidate is 60 % slower (interval +47 % to +75 %), 8.1 ms "
            "instead of 5.0 ms");
}

TEST(Paired, TheSameLatencyPassesAndSaysWhatIsExcluded) {
  const std::vector<Pair> pairs = regular(100, {20, 20}, 0.1);
  const Judgement judgement = judge_paired(pairs, {});
  EXPECT_EQ(judgement.why, Why::kExcluded);
  EXPECT_EQ(judgement.reason,
            "no slowdown of 20 % or more (at most +6.5 %); tail: not excluded below 16 % of the "
            "answers");
}

TEST(Paired, EqualSamplesAreNoDivisionByZero) {
  for (const std::size_t n : {4u, 10u, 40u, 100u}) {
    for (const double run_sd : {0.0, 0.03}) {
      Settings settings;
      settings.run_sd = run_sd;
      settings.timer_resolution_ms = 0;
      const std::vector<Pair> same(n, Pair{10, 10});
      const Judgement judgement = judge_paired(same, settings);
      EXPECT_EQ(judgement.verdict, Verdict::kPass) << judgement.reason;
      EXPECT_NEAR(judgement.theta, 0, 1e-11);
      EXPECT_TRUE(std::isfinite(judgement.mde80));
      const std::vector<Pair> slower(n, Pair{10, 16});
      EXPECT_EQ(judge_paired(slower, settings).verdict, Verdict::kFail);
    }
  }
}

TEST(Paired, ASlowdownBelowTheFloorPasses) {
  Simulated simulated(2);
  const auto pairs = scaled(simulated.pairs(200, 1.5, 0.1), 0.01, 0.01);  // 0.2 ms and 0.3 ms
  const Judgement judgement = judge_paired(pairs, {});
  EXPECT_EQ(judgement.why, Why::kBelowFloor);
  EXPECT_NE(judgement.reason.find("the floor is 1.0 ms"), std::string::npos) << judgement.reason;
  Settings exact;
  exact.floor_ms = 0;
  EXPECT_EQ(judge_paired(pairs, exact).why, Why::kRegressed);
}

TEST(Paired, UnusableSamplesAreLeftOutAndForbidAPass) {
  Simulated simulated(3);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {0.0, -1.0, nan, infinity, -infinity, 1e-300, 1e300}) {
    for (const bool live : {true, false}) {
      auto same = simulated.pairs(100, 1, 0.05);
      const auto clean = same;
      same.insert(same.begin() + 50, live ? Pair{bad, 20} : Pair{20, bad});
      const Judgement judgement = judge_paired(same, {});
      EXPECT_EQ(judgement.why, Why::kUnusable) << bad;
      EXPECT_EQ(judgement.given, 101u);
      EXPECT_EQ(judgement.unusable, 1u);
      EXPECT_EQ(judgement.theta, judge_paired(clean, {}).theta);
      EXPECT_EQ(judgement.reason.rfind("cannot pass: 1 was no usable latency", 0), 0u)
          << judgement.reason;

      auto slower = scaled(same, 1, 2);
      EXPECT_EQ(judge_paired(slower, {}).verdict, Verdict::kFail) << bad;
    }
  }
  const std::vector<Pair> nothing(100, Pair{0, nan});
  EXPECT_EQ(judge_paired(nothing, {}).why, Why::kTooFew);
}

TEST(Paired, SettingsOutOfRangeAreUndecided) {
  Simulated simulated(4);
  const auto pairs = simulated.pairs(100);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (double Settings::*member :
       {&Settings::tolerance, &Settings::detect, &Settings::floor_ms, &Settings::tail_margin,
        &Settings::timer_resolution_ms, &Settings::alpha, &Settings::run_sd, &Settings::run_sd_df,
        &Settings::whole_alpha}) {
    for (const double bad : {nan, -1.0, 1e300}) {
      Settings settings;
      settings.*member = bad;
      const Judgement judgement = judge_paired(pairs, settings);
      EXPECT_EQ(judgement.why, Why::kBadSettings);
      EXPECT_EQ(judgement.verdict, Verdict::kUndecided);
    }
  }
}

TEST(Paired, WarmUpOfTheCandidateIsDropped) {
  Simulated simulated(5);
  auto pairs = simulated.pairs(100, 1, 0.05);
  for (std::size_t i = 0; i < 20; ++i) {
    pairs[i].candidate_ms *= 3;
  }
  const Judgement judgement = judge_paired(pairs, {});
  EXPECT_EQ(judgement.given, 100u);
  EXPECT_EQ(judgement.kept, 80u);
  EXPECT_EQ(judgement.verdict, Verdict::kPass);
}

TEST(Paired, ScalingBothSidesChangesNothingButTheMedians) {
  Simulated simulated(6);
  Settings settings;
  settings.floor_ms = 0;
  settings.timer_resolution_ms = 0;
  for (const std::size_t n : {20u, 60u, 150u}) {
    const auto pairs = simulated.pairs(n, 1.1);
    const Judgement before = judge_paired(pairs, settings);
    for (const double factor : {0.001, 3.7, 1000.0}) {
      const Judgement after = judge_paired(scaled(pairs, factor, factor), settings);
      EXPECT_NEAR(after.theta, before.theta, 1e-10);
      EXPECT_NEAR(after.mde80, before.mde80, 1e-9);
      EXPECT_NEAR(after.p_body, before.p_body, 1e-9);
      EXPECT_EQ(after.verdict, before.verdict);
      EXPECT_NEAR(after.live_median_ms, factor * before.live_median_ms, 1e-9 * factor * 20);
    }
  }
}

TEST(Paired, SwappingTheSidesNegatesTheShift) {
  Simulated simulated(7);
  for (int repetition = 0; repetition < 20; ++repetition) {
    const auto pairs = simulated.pairs(105, 1.2);  // keeps 100: an even number of differences
    auto swapped = pairs;
    for (Pair& pair : swapped) {
      std::swap(pair.live_ms, pair.candidate_ms);
    }
    const double theta = judge_paired(pairs, {}).theta;
    EXPECT_NEAR(judge_paired(swapped, {}).theta, -theta,
                1e-3);  // the two middle differences
  }
}

TEST(Paired, SlowingTheCandidateNeverMovesTheVerdictTowardsPass) {
  Simulated simulated(8);
  const auto rank = [](Verdict verdict) {
    return verdict == Verdict::kPass ? 0 : verdict == Verdict::kUndecided ? 1 : 2;
  };
  for (const std::size_t n : {5u, 12u, 30u, 100u, 200u}) {
    for (int repetition = 0; repetition < 5; ++repetition) {
      const auto pairs = simulated.pairs(n);
      int worst = 0;
      for (int step = 0; step <= 40; ++step) {
        const double factor = 0.8 * std::pow(1.04, step);
        const Judgement judgement = judge_paired(scaled(pairs, 1, factor), {});
        EXPECT_GE(rank(judgement.verdict), worst) << n << " pairs, factor " << factor;
        worst = std::max(worst, rank(judgement.verdict));
      }
      EXPECT_EQ(worst, 2) << n;
    }
  }
}

TEST(Paired, AnUncalibratedToleranceLeavesAGapThatIsUndecided) {
  Simulated simulated(9);
  Settings settings;
  settings.tolerance = 0.25;
  const auto pairs = simulated.pairs(400, 1, 0.05, 0);
  const auto at = [&](double factor) { return judge_paired(scaled(pairs, 1, factor), settings); };
  EXPECT_EQ(at(1.0).why, Why::kExcluded);
  EXPECT_EQ(at(1.4).why, Why::kRegressed);
  const Judgement between = at(1.22);
  EXPECT_EQ(between.why, Why::kNotMaterial);
  EXPECT_EQ(between.verdict, Verdict::kUndecided);
  EXPECT_EQ(between.p_body, 1);
  EXPECT_NE(between.reason.find("not surely more than the 25 % that fails"), std::string::npos)
      << between.reason;
}

TEST(Paired, NoiseIsUndecidedAndSaysWhatWouldHelp) {
  Simulated simulated(10);
  const Judgement judgement = judge_paired(simulated.pairs(30, 1.1, 0.5), {});
  EXPECT_EQ(judgement.why, Why::kNoisy);
  EXPECT_EQ(
      judgement.reason.rfind("cannot exclude +20 %: the smallest slowdown visible here is +", 0),
      0u)
      << judgement.reason;
  EXPECT_NE(judgement.reason.find(" pairs would do"), std::string::npos) << judgement.reason;
}

TEST(Paired, RunsThatDifferTooMuchAreNotHelpedByMorePairs) {
  Simulated simulated(11);
  Settings settings;
  settings.run_sd = 0.1;
  const Judgement judgement = judge_paired(simulated.pairs(100, 1.1), settings);
  EXPECT_EQ(judgement.why, Why::kNoisy);
  EXPECT_NE(judgement.reason.find("more pairs would not help, because runs of one build differ too "
                                  "much (SD 10 %)"),
            std::string::npos)
      << judgement.reason;
}

// The number that a reason asks for: "...; about 310 pairs would do".
std::size_t asked_for(const Judgement& judgement) {
  const std::size_t at = judgement.reason.find("; about ");
  return at == std::string::npos ? 0 : std::stoul(judgement.reason.substr(at + 8));
}

TEST(Paired, TheNumberOfPairsItAsksForIsAboutRight) {
  Simulated simulated(12);
  std::vector<double> visible;
  for (int repetition = 0; repetition < 40; ++repetition) {
    const Judgement first = judge_paired(simulated.pairs(50, 1, 0.4), {});
    ASSERT_GT(first.mde80, 0.2);
    const std::size_t enough = asked_for(first);
    if (enough == 0) {
      EXPECT_EQ(first.verdict, Verdict::kPass) << first.reason;
      continue;
    }
    EXPECT_GT(enough, 50u);
    visible.push_back(judge_paired(simulated.pairs(enough, 1, 0.4), {}).mde80);
  }
  ASSERT_GE(visible.size(), 10u);
  std::sort(visible.begin(), visible.end());
  EXPECT_NEAR(visible[visible.size() / 2], 0.2, 0.02);
}

TEST(Paired, SameBuildsSeldomFailAndMostlyPass) {
  Simulated simulated(13);
  int failed = 0;
  int passed = 0;
  for (int repetition = 0; repetition < 400; ++repetition) {
    const Verdict verdict = judge_paired(simulated.pairs(100), {}).verdict;
    failed += verdict == Verdict::kFail ? 1 : 0;
    passed += verdict == Verdict::kPass ? 1 : 0;
  }
  EXPECT_LE(failed, 4);  // alpha is 1 %
  EXPECT_GE(passed, 380);
}

TEST(Paired, FourHundredPairsTakeMilliseconds) {
  Simulated simulated(14);
  const auto pairs = simulated.pairs(400);
  const auto start = std::chrono::steady_clock::now();
  for (int repetition = 0; repetition < 5; ++repetition) {
    EXPECT_EQ(judge_paired(pairs, {}).given, 400u);
  }
  const auto each = (std::chrono::steady_clock::now() - start) / 5;
  RecordProperty(
      "microseconds",
      static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(each).count()));
  EXPECT_LT(each,
            std::chrono::milliseconds(100));  // 20 ms and room for sanitizers
}

}  // namespace
}  // namespace switchgate::latency
