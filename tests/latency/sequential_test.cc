// Looks: what each may spend, when the comparison ends, and what that costs.

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/latency.h"
#include "checks/latency/suite_looks.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

void look_with(SuiteLooks& looks, std::span<const Pair> pairs, bool more) {
  const Sampled sampled{pairs, more};
  looks.look(std::span(&sampled, 1));
}

// Samples until the comparison ends, as the runner does.
Judgement compare(const std::vector<Pair>& pairs, const Settings& settings, std::size_t max_pairs) {
  SuiteLooks looks({settings}, 0, max_pairs);
  for (std::size_t count = 0; !looks.finished();) {
    EXPECT_GT(looks.next_pairs(), count);
    count = looks.next_pairs();
    look_with(looks, std::span(pairs).first(count), count < max_pairs);
  }
  return looks.judgement(0);
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

TEST(Looks, NameTheNext) {
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
    EXPECT_EQ(next_look(expected.pairs, expected.max_pairs), expected.next) << expected.pairs;
  }
}

TEST(Looks, LeavePairsBeyondThemToTheNextOne) {
  Simulated simulated(4);
  const auto pairs = simulated.pairs(99);
  SuiteLooks exact({Settings{}}, 0, 400);
  SuiteLooks beyond({Settings{}}, 0, 400);
  for (const std::size_t count : {25u, 50u}) {
    look_with(exact, std::span(pairs).first(count), true);
    look_with(beyond, pairs, true);
  }
  EXPECT_EQ(beyond.judgement(0).given, 50u);
  EXPECT_EQ(beyond.judgement(0).theta, exact.judgement(0).theta);
  EXPECT_EQ(beyond.judgement(0).reason, exact.judgement(0).reason);
}

TEST(Looks, BeforeAHundredPairsDoNotPass) {
  const std::vector<Pair> same(400, Pair{20, 20});
  SuiteLooks looks({Settings{}}, 0, 400);
  look_with(looks, std::span(same).first(25), true);
  look_with(looks, std::span(same).first(50), true);
  EXPECT_FALSE(looks.finished());
  EXPECT_EQ(looks.judgement(0).why, Why::kTooEarly);
  EXPECT_EQ(looks.judgement(0).reason,
            "no slowdown of 20 % or more (at most +7.5 %), but 50 pairs are "
            "too few to pass");
  look_with(looks, std::span(same).first(100), true);
  EXPECT_TRUE(looks.finished());
  EXPECT_EQ(looks.judgement(0).verdict, Verdict::kPass);
  // Out of budget: the last look, and still no pass.
  SuiteLooks cut_short({Settings{}}, 0, 60);
  look_with(cut_short, std::span(same).first(25), true);
  look_with(cut_short, std::span(same).first(50), true);
  look_with(cut_short, std::span(same).first(60), false);
  EXPECT_TRUE(cut_short.finished());
  EXPECT_EQ(cut_short.judgement(0).why, Why::kTooEarly);
}

TEST(Looks, WithoutAnyPairEndUndecided) {
  SuiteLooks looks({Settings{}}, 0, 400);
  look_with(looks, {}, false);
  EXPECT_TRUE(looks.finished());
  EXPECT_EQ(looks.judgement(0).why, Why::kTooFew);
}

TEST(Looks, SettingsOutOfRangeEndAtOnce) {
  Settings settings;
  settings.alpha = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Pair> same(25, Pair{20, 20});
  SuiteLooks looks({settings}, 0, 400);
  look_with(looks, same, true);
  EXPECT_TRUE(looks.finished());
  EXPECT_EQ(looks.judgement(0).why, Why::kBadSettings);
}

TEST(Looks, SameBuildsSeldomFailAndStopSoon) {
  Simulated simulated(5);
  int failed = 0;
  int passed = 0;
  double pairs = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    const Judgement judgement = compare(simulated.pairs(400), {}, 400);
    failed += judgement.verdict == Verdict::kFail ? 1 : 0;
    passed += judgement.verdict == Verdict::kPass ? 1 : 0;
    pairs += static_cast<double>(judgement.given);
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
    const Judgement judgement = compare(simulated.pairs(400, 1.6), {}, 400);
    failed += judgement.verdict == Verdict::kFail ? 1 : 0;
    early += judgement.given <= 50 ? 1 : 0;
  }
  EXPECT_EQ(failed, 100);
  EXPECT_GE(early, 95);
}

TEST(Looks, ASmallSlowdownGetsTheMostSamples) {
  Simulated simulated(7);
  int missed = 0;
  for (int repetition = 0; repetition < 100; ++repetition) {
    const Judgement judgement = compare(simulated.pairs(400, 1.25), {}, 400);
    missed += judgement.verdict == Verdict::kPass ? 1 : 0;
  }
  EXPECT_LE(missed, 5);  // a pass excludes +20 % at 95 %
}

}  // namespace
}  // namespace switchgate::latency
