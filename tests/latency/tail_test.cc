// The tail tests: what counts as a slower tail, and what does not.

#include "checks/latency/tail.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/latency.h"
#include "checks/latency/multiplicity.h"
#include "checks/latency/sign_test.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Both sides rise from 20 to 20.99 ms in 1/100 steps, never tied.
struct Sides {
  std::vector<double> live;
  std::vector<double> candidate;
};

Sides quiet(std::size_t pairs) {
  Sides out;
  for (std::size_t i = 0; i < pairs; ++i) {
    const double step = static_cast<double>(i * 37 % pairs) / static_cast<double>(pairs);
    out.live.push_back(20 + step);
    out.candidate.push_back(20 + step + 1e-5);
  }
  return out;
}

Tail tail_of(const Sides& sides, double theta = 0, double margin = 0.15, double floor_ms = 1) {
  return paired_tail(sides.live, sides.candidate, theta, margin, floor_ms);
}

std::vector<Pair> pairs_of(const Sides& sides) {
  std::vector<Pair> out;
  for (std::size_t i = 0; i < sides.live.size(); ++i) {
    out.push_back({sides.live[i], sides.candidate[i]});
  }
  return out;
}

// Every `nth` answer of the candidate takes `factor` times as long.
Sides with_tail(std::size_t pairs, std::size_t nth, double factor) {
  Sides out = quiet(pairs);
  for (std::size_t i = nth / 2; i < pairs; i += nth) {
    out.candidate[i] *= factor;
  }
  return out;
}

TEST(SignTest, IsTheTailOfABinomial) {
  EXPECT_NEAR(sign_test(10, 0), std::pow(0.5, 10), 1e-15);
  EXPECT_NEAR(sign_test(9, 1), 11 * std::pow(0.5, 10), 1e-15);
  EXPECT_NEAR(sign_test(1, 1), 0.75, 1e-15);
}

TEST(SignTest, WithoutAnyOfTheFirstKindIsOneAndNoDomainError) {
  EXPECT_EQ(sign_test(0, 0), 1);
  EXPECT_EQ(sign_test(0, 7), 1);
  EXPECT_NEAR(sign_test(1e-9, 7), 1, 1e-6);
}

TEST(Simes, TakesTheMostTellingRank) {
  EXPECT_EQ(simes({}), 1);
  const std::vector<double> one = {0.04};
  EXPECT_EQ(simes(one), 0.04);
  const std::vector<double> all_alike = {0.04, 0.04, 0.04};
  EXPECT_DOUBLE_EQ(simes(all_alike), 0.04);
  const std::vector<double> mixed = {1, 0.01, 0.3};
  EXPECT_DOUBLE_EQ(simes(mixed), 0.03);
}

TEST(Quantile, InterpolatesBetweenOrderStatistics) {
  const std::vector<double> values = {4, 1, 3, 2};
  EXPECT_DOUBLE_EQ(interpolated_quantile(values, 0), 1);
  EXPECT_DOUBLE_EQ(interpolated_quantile(values, 0.95), 3.85);
  EXPECT_DOUBLE_EQ(interpolated_quantile(values, 1), 4);
  const std::vector<double> lone = {7};
  EXPECT_DOUBLE_EQ(interpolated_quantile(lone, 0.95), 7);
}

TEST(PairedTail, TenSlowAnswersAreTheTenHighest) {
  // At the first height exactly the ten slow answers exceed, all of the candidate; at the second
  // (14) four of live do too; at the third (20) ten. Simes takes the first.
  const Sides sides = with_tail(100, 10, 3);
  EXPECT_NEAR(tail_of(sides).p, 3 * std::pow(0.5, 10), 1e-12);
  const auto shown = std::get<Exceedances>(tail_of(sides).shown);
  EXPECT_EQ(shown.candidate, 10u);
  EXPECT_EQ(shown.live, 0u);
  EXPECT_EQ(shown.pairs, 100u);
  EXPECT_EQ(tail_of(sides).visible_from, 0.16);
}

TEST(PairedTail, AnEleventhSlowAnswerIsTheHeightItselfAndDoesNotExceedIt) {
  Sides sides = with_tail(100, 10, 3);
  sides.candidate[0] *= 2.9;  // the lowest of the eleven
  // Ten exceed it at the first height; at the second eleven of the candidate and three of live do.
  const std::vector<double> p = {sign_test(10, 0), sign_test(11, 3), sign_test(11, 9)};
  EXPECT_NEAR(tail_of(sides).p, simes(p), 1e-12);
}

TEST(PairedTail, MoreHeightsWithMorePairs) {
  // 800 pairs: 10, 14, 20, 28, 40, 57, 80, 113, 160. The forty slow ones are all at the fifth.
  const Sides sides = with_tail(800, 20, 3);
  EXPECT_NEAR(tail_of(sides).p, 9 * std::pow(0.5, 40), 1e-14);
}

TEST(PairedTail, ATailWithinTheMarginIsNone) {
  EXPECT_EQ(tail_of(with_tail(100, 5, 1.09)).p, 1);
  EXPECT_LT(tail_of(with_tail(100, 5, 1.09), 0, 0.02, 0.1).p, 1e-4);
  EXPECT_EQ(tail_of(with_tail(100, 5, 1.5), 0, 0.5).p, 1);
}

TEST(PairedTail, ASlowdownOfTheWholeBodyIsNone) {
  Sides sides = quiet(100);
  for (double& value : sides.candidate) {
    value *= 1.3;
  }
  EXPECT_LT(tail_of(sides).p, 1e-3);
  EXPECT_EQ(tail_of(sides, std::log(1.3)).p, 1);
}

TEST(PairedTail, AFasterBodyExcusesNoTail) {
  EXPECT_EQ(tail_of(with_tail(100, 10, 3), -0.5).p, tail_of(with_tail(100, 10, 3), 0).p);
}

TEST(PairedTail, SlowAnswersInOneStretchCountForLessThanScatteredOnes) {
  // Ten in two neighbouring blocks of five: Σ(lead - mean)²·20/19 = 45·20/19.
  Sides stretch = quiet(100);
  for (std::size_t i = 40; i < 50; ++i) {
    stretch.candidate[i] *= 3;
  }
  const double inflation = 45.0 * 20 / 19 / 10;
  const double p = sign_test(10 / inflation, 0);
  EXPECT_GT(p, 100 * std::pow(0.5, 10));
  const double reported = tail_of(stretch).p;
  EXPECT_LE(reported, 3 * p + 1e-12);
  EXPECT_GT(reported, 0.05);
}

TEST(PairedTail, BelowTheFloorItIsNone) {
  Sides sides = with_tail(100, 10, 3);
  EXPECT_LT(tail_of(sides, 0, 0.15, 2).p, 0.01);  // 15 % of the lowest height, 20.9 ms: 3.1 ms
  EXPECT_EQ(tail_of(sides, 0, 0.15, 10).p, 1);    // 15 % of the highest, 52 ms: 7.8 ms
}

TEST(PairedTail, EqualAnswersAreNoDivisionByZero) {
  const Sides same = {std::vector<double>(100, 20.0), std::vector<double>(100, 20.0)};
  EXPECT_EQ(tail_of(same).p, 1);
}

TEST(PairedTail, NeedsAHundredKeptPairs) {
  for (const std::size_t pairs : {95u, 99u}) {  // 90 are kept
    Simulated simulated(1);
    EXPECT_FALSE(judge_paired(simulated.pairs(pairs), {}).p_tail.has_value());
  }
  EXPECT_TRUE(judge_paired(pairs_of(quiet(100)), {}).p_tail.has_value());
}

TEST(PairedTail, AThreeTimesSlowerTenthFailsAndTheReasonNamesTheTail) {
  const Judgement judgement = judge_paired(pairs_of(with_tail(200, 10, 3)), {});
  EXPECT_EQ(judgement.why, Why::kTailRegressed);
  EXPECT_EQ(judgement.p_body, 1);
  EXPECT_EQ(judgement.tail_visible_from, 0.08);
  EXPECT_NE(judgement.reason.find("20 of its 200 answers took more than"), std::string::npos)
      << judgement.reason;
}

TEST(PairedTail, ADoubtfulTailIsUndecided) {
  const Judgement nine = judge_paired(pairs_of(with_tail(100, 11, 3)), {});
  EXPECT_GT(*nine.p_tail, 0.003);
  EXPECT_LE(*nine.p_tail, 0.05);
  EXPECT_EQ(nine.why, Why::kTailUndecided);
  EXPECT_EQ(nine.verdict, Verdict::kUndecided);
}

TEST(PairedTail, AtALookSpendsItsShareOfThatShare) {
  const std::vector<Pair> pairs = pairs_of(with_tail(100, 10, 3));  // p = 3/1024
  Settings settings;
  EXPECT_EQ(judge_paired(pairs, settings).why, Why::kTailRegressed);
  settings = at_look(settings, kLooks[2]);
  EXPECT_EQ(judge_paired(pairs, settings).why, Why::kTailUndecided);
}

TEST(PairedTail, SameBuildsSeldomFailByIt) {
  Simulated simulated(2);
  int failed = 0;
  int doubtful = 0;
  for (int repetition = 0; repetition < 400; ++repetition) {
    const Judgement judgement = judge_paired(simulated.pairs(200), {});
    failed += judgement.why == Why::kTailRegressed ? 1 : 0;
    doubtful += *judgement.p_tail <= 0.05 ? 1 : 0;
  }
  EXPECT_LE(failed, 4);  // .3 % of them may
  EXPECT_LE(doubtful, 20);
}

std::vector<double> every_twentieth(double factor) {
  std::vector<double> out = Simulated(3).run(200, 0.05);
  for (std::size_t i = 5; i < out.size(); i += 10) {
    out[i] *= factor;
  }
  return out;
}

TEST(RecordedTail, ALongerQuantileFailsAndTheReasonTellsBoth) {
  const std::vector<std::vector<double>> runs(5, Simulated(3).run(200, 0.05));
  const Judgement judgement = judge_recorded(runs, every_twentieth(3), {});
  EXPECT_EQ(judgement.why, Why::kTailRegressed);
  EXPECT_FALSE(judgement.tail_visible_from.has_value());
  EXPECT_NE(judgement.reason.find("in the recorded runs"), std::string::npos) << judgement.reason;
}

TEST(RecordedTail, AQuarterLongerIsNotMaterial) {
  const std::vector<std::vector<double>> runs(5, Simulated(3).run(200, 0.05));
  const Judgement judgement = judge_recorded(runs, every_twentieth(1.2), {});
  EXPECT_EQ(judgement.p_tail, 1);
}

TEST(RecordedTail, NeedsAHundredSamplesOfEveryRunAndTheCandidate) {
  Simulated simulated(4);
  std::vector<std::vector<double>> runs(3, simulated.run(100));
  EXPECT_TRUE(judge_recorded(runs, simulated.run(100), {}).p_tail.has_value());
  EXPECT_FALSE(judge_recorded(runs, simulated.run(99), {}).p_tail.has_value());
  runs[1].pop_back();
  EXPECT_FALSE(judge_recorded(runs, simulated.run(100), {}).p_tail.has_value());
}

}  // namespace
}  // namespace switchgate::latency
