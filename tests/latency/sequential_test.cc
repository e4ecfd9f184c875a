// Looks: what each may spend, when the comparison ends, and what that costs.

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/latency.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Samples until the comparison ends, as the runner does.
Progress compare(const std::vector<Pair>& pairs, const Settings& settings, std::size_t max_pairs) {
  Progress progress;
  std::size_t count = 0;
  do {
    progress = look(std::span(pairs).first(count), settings, max_pairs);
    EXPECT_TRUE(progress.finished || progress.next_pairs > count);
    count = progress.next_pairs;
  } while (!progress.finished);
  return progress;
}

TEST(Looks, SpendAlphaAndNoMore) {
  for (const std::size_t max_pairs : {1u, 4u, 25u, 26u, 50u, 100u, 150u, 400u, 401u, 5000u}) {
    double spent = 0;
    std::size_t last = 0;
    for (std::size_t pairs = 0; pairs <= max_pairs; ++pairs) {
      const Look due = look_due(pairs, max_pairs);
      if (due.pairs != last) {
        spent += due.share;
        last = due.pairs;
        EXPECT_EQ(due.may_pass, due.pairs >= 100);
      }
    }
    EXPECT_EQ(last, max_pairs);
    EXPECT_NEAR(spent, 1, 1e-12) << max_pairs;
  }
}

TEST(Looks, AreThoseOfTheTableWithFourHundredPairs) {
  for (const Look& row : kLooks) {
    const Look due = look_due(row.pairs, 400);
    EXPECT_EQ(due.pairs, row.pairs);
    EXPECT_NEAR(due.share, row.share, 1e-12);
    EXPECT_EQ(due.may_pass, row.may_pass);
  }
  EXPECT_EQ(look_due(24, 400).pairs, 0u);
  EXPECT_EQ(look_due(99, 400).pairs, 50u);
}

TEST(Looks, ScaleAlphaAndKeepTheVisibleEffect) {
  Simulated simulated(1);
  const auto pairs = simulated.pairs(100);
  const Settings whole;
  const Settings settings = at_look(whole, kLooks[1]);
  EXPECT_DOUBLE_EQ(settings.alpha, 0.001);
  EXPECT_FALSE(settings.may_pass);
  EXPECT_DOUBLE_EQ(judge_paired(pairs, settings).mde80, judge_paired(pairs, whole).mde80);
  Settings never = whole;
  never.may_pass = false;
  EXPECT_FALSE(at_look(never, kLooks[4]).may_pass);
}

TEST(Looks, WaitForTheFirstOne) {
  Simulated simulated(2);
  const Progress progress = look(simulated.pairs(24, 100), {}, 400);
  EXPECT_FALSE(progress.finished);
  EXPECT_EQ(progress.next_pairs, 25u);
  EXPECT_EQ(progress.judgement.verdict, Verdict::kUndecided);
  EXPECT_EQ(progress.judgement.reason, "too early to look: 24 of the first 25 pairs");
}

TEST(Looks, NameTheNext) {
  Simulated simulated(3);
  const auto pairs = simulated.pairs(400, 1.1, 1.5);
  struct Case {
    std::size_t pairs, max_pairs, next;
  };
  for (const Case& expected : std::vector<Case>{{0, 400, 25},
                                                {25, 400, 50},
                                                {30, 400, 50},
                                                {50, 400, 100},
                                                {50, 80, 80},
                                                {0, 10, 10},
                                                {200, 400, 400},
                                                {200, 1000, 1000}}) {
    const Progress progress = look(std::span(pairs).first(expected.pairs), {}, expected.max_pairs);
    EXPECT_FALSE(progress.finished) << expected.pairs << ": " << progress.judgement.reason;
    EXPECT_EQ(progress.next_pairs, expected.next) << expected.pairs;
  }
}

TEST(Looks, BetweenTwoNothingIsSpentAndNothingChanges) {
  Simulated simulated(4);
  const auto pairs = simulated.pairs(99);
  const Judgement at = look(std::span(pairs).first(50), {}, 400).judgement;
  const Judgement between = look(pairs, {}, 400).judgement;
  EXPECT_EQ(between.theta, at.theta);
  EXPECT_EQ(between.given, 50u);
  EXPECT_EQ(between.reason, at.reason);
}

TEST(Looks, BeforeAHundredPairsDoNotPass) {
  const std::vector<Pair> same(400, Pair{20, 20});
  const Progress at_50 = look(std::span(same).first(50), {}, 400);
  EXPECT_FALSE(at_50.finished);
  EXPECT_EQ(at_50.judgement.why, Why::kTooEarly);
  EXPECT_EQ(at_50.judgement.reason,
            "no slowdown of 20 % or more (at most +7.5 %), but 50 pairs are "
            "too few to pass");
  const Progress at_100 = look(std::span(same).first(100), {}, 400);
  EXPECT_TRUE(at_100.finished);
  EXPECT_EQ(at_100.judgement.verdict, Verdict::kPass);
  // Out of budget: the last look, and still no pass.
  const Progress cut_short = look(std::span(same).first(60), {}, 60);
  EXPECT_TRUE(cut_short.finished);
  EXPECT_EQ(cut_short.judgement.why, Why::kTooEarly);
}

TEST(Looks, WithoutAnyPairEndUndecided) {
  const Progress progress = look({}, {}, 0);
  EXPECT_TRUE(progress.finished);
  EXPECT_EQ(progress.judgement.why, Why::kTooFew);
}

TEST(Looks, SettingsOutOfRangeEndAtOnce) {
  Settings settings;
  settings.alpha = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Pair> same(25, Pair{20, 20});
  const Progress progress = look(same, settings, 400);
  EXPECT_TRUE(progress.finished);
  EXPECT_EQ(progress.judgement.why, Why::kBadSettings);
}

TEST(Looks, SameBuildsSeldomFailAndStopSoon) {
  Simulated simulated(5);
  int failed = 0;
  int passed = 0;
  double pairs = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    const Progress progress = compare(simulated.pairs(400), {}, 400);
    failed += progress.judgement.verdict == Verdict::kFail ? 1 : 0;
    passed += progress.judgement.verdict == Verdict::kPass ? 1 : 0;
    pairs += static_cast<double>(progress.judgement.given);
  }
  EXPECT_LE(failed, 3);  // alpha is 1 %
  EXPECT_GE(passed, 290);
  EXPECT_LT(pairs / 300, 115);
}

TEST(Looks, APlainSlowdownIsFoundAtTheFirstOnes) {
  Simulated simulated(6);
  int failed = 0;
  int early = 0;
  for (int repetition = 0; repetition < 100; ++repetition) {
    const Progress progress = compare(simulated.pairs(400, 1.6), {}, 400);
    failed += progress.judgement.verdict == Verdict::kFail ? 1 : 0;
    early += progress.judgement.given <= 50 ? 1 : 0;
  }
  EXPECT_EQ(failed, 100);
  EXPECT_GE(early, 95);
}

TEST(Looks, ASmallSlowdownGetsTheMostSamples) {
  Simulated simulated(7);
  int missed = 0;
  for (int repetition = 0; repetition < 100; ++repetition) {
    const Progress progress = compare(simulated.pairs(400, 1.25), {}, 400);
    missed += progress.judgement.verdict == Verdict::kPass ? 1 : 0;
  }
  EXPECT_LE(missed, 5);  // a pass excludes +20 % at 95 %
}

}  // namespace
}  // namespace switchgate::latency
