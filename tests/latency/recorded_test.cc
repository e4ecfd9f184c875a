// Method (b): the candidate against recorded runs.

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/latency.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

using Runs = std::vector<std::vector<double>>;

Runs some_runs(Simulated& simulated, std::size_t count, std::size_t length) {
  Runs out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(simulated.run(length, 0.2, std::exp(0.02 * simulated.normal())));
  }
  return out;
}

TEST(Recorded, WithoutARunThereIsNothingToCompareWith) {
  Simulated simulated(1);
  const Judgement none = judge_recorded({}, simulated.run(100), {});
  EXPECT_EQ(none.why, Why::kNoBaseline);
  EXPECT_EQ(none.reason, "nothing to compare with: no recorded run");
  const Runs empty = {{}, {1, 2, 3}};
  const Judgement useless = judge_recorded(empty, simulated.run(100), {});
  EXPECT_EQ(useless.why, Why::kNoBaseline);
  EXPECT_EQ(useless.reason, "nothing to compare with: no recorded run has 4 usable samples");
}

TEST(Recorded, OneRunIsEnoughToFailButSeesOnlyLargeSlowdowns) {
  Simulated simulated(2);
  const Runs one = {std::vector<double>(100, 20.0)};
  const Judgement same = judge_recorded(one, std::vector<double>(100, 20.0), {});
  // V = .04² · 2, df 4: the term of the variance between runs is 0, not 0 ·
  // NaN.
  EXPECT_NEAR(same.mde80, std::expm1((3.74695 + 0.8416) * 0.04 * std::sqrt(2)), 1e-5);
  EXPECT_NEAR(same.bound, 2.13185 * 0.04 * std::sqrt(2), 1e-5);
  EXPECT_EQ(same.verdict, Verdict::kPass);
  EXPECT_EQ(judge_recorded(one, std::vector<double>(100, 40.0), {}).verdict, Verdict::kFail);
}

TEST(Recorded, ManyRunsSeeSmallerSlowdowns) {
  Simulated simulated(3);
  const auto candidate = simulated.run(100);
  double before = 1e9;
  for (const std::size_t count : {1u, 3u, 10u}) {
    const Judgement judgement = judge_recorded(some_runs(simulated, count, 100), candidate, {});
    EXPECT_LT(judgement.mde80, before);
    before = judgement.mde80;
  }
  EXPECT_LT(before, 0.2);
}

TEST(Recorded, TooFewSamplesOfTheCandidateAreUndecided) {
  Simulated simulated(4);
  const Runs runs = some_runs(simulated, 5, 100);
  for (const std::size_t n : {0u, 1u, 3u}) {
    const Judgement judgement = judge_recorded(runs, simulated.run(n), {});
    EXPECT_EQ(judgement.why, Why::kTooFew);
    EXPECT_EQ(judgement.reason, "too few samples: " + std::to_string(n) + " of at least 4");
  }
}

TEST(Recorded, AShorterCandidateIsKnownLessWell) {
  Simulated simulated(5);
  const Runs runs = {simulated.run(400, 0.5), simulated.run(400, 0.5), simulated.run(400, 0.5)};
  const auto candidate = simulated.run(400, 0.5);
  const std::vector<double> start(candidate.begin(), candidate.begin() + 10);
  const Judgement all = judge_recorded(runs, candidate, {});
  const Judgement few = judge_recorded(runs, start, {});
  EXPECT_GT(few.mde80, 1.5 * all.mde80);
  EXPECT_NE(few.verdict, Verdict::kPass);
}

TEST(Recorded, UnusableSamplesForbidAPassWhereverTheyAre) {
  const Runs runs(5, std::vector<double>(100, 20.0));
  const std::vector<double> candidate(100, 20.0);
  ASSERT_EQ(judge_recorded(runs, candidate, {}).verdict, Verdict::kPass);
  for (const double bad : {0.0, -3.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    Runs bad_runs = runs;
    bad_runs[2][50] = bad;
    const Judgement in_run = judge_recorded(bad_runs, candidate, {});
    EXPECT_EQ(in_run.why, Why::kUnusable);
    EXPECT_EQ(in_run.unusable, 1u);
    std::vector<double> bad_candidate = candidate;
    bad_candidate[0] = bad;
    EXPECT_EQ(judge_recorded(runs, bad_candidate, {}).why, Why::kUnusable);
    bad_candidate.assign(100, 40.0);
    bad_candidate[0] = bad;
    EXPECT_EQ(judge_recorded(runs, bad_candidate, {}).verdict, Verdict::kFail);
  }
}

TEST(Recorded, TheFloorHoldsHereToo) {
  const Runs runs(5, std::vector<double>(100, 0.2));
  const std::vector<double> candidate(100, 0.6);
  EXPECT_EQ(judge_recorded(runs, candidate, {}).why, Why::kBelowFloor);
  Settings exact;
  exact.floor_ms = 0;
  EXPECT_EQ(judge_recorded(runs, candidate, exact).why, Why::kRegressed);
}

TEST(Recorded, SlowingTheCandidateNeverMovesTheVerdictTowardsPass) {
  Simulated simulated(6);
  const Runs runs = some_runs(simulated, 4, 60);
  const auto candidate = simulated.run(60);
  const auto rank = [](Verdict verdict) {
    return verdict == Verdict::kPass ? 0 : verdict == Verdict::kUndecided ? 1 : 2;
  };
  int worst = 0;
  for (int step = 0; step <= 66; ++step) {
    const double factor = 0.8 * std::pow(1.02, step);
    std::vector<double> slower = candidate;
    for (double& value : slower) {
      value *= factor;
    }
    const int now = rank(judge_recorded(runs, slower, {}).verdict);
    EXPECT_GE(now, worst) << factor;
    worst = now;
  }
  EXPECT_EQ(worst, 2);
}

TEST(Recorded, SameBuildsSeldomFail) {
  Simulated simulated(7);
  int failed = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    const Runs runs = some_runs(simulated, 5, 60);
    const auto candidate = some_runs(simulated, 1, 60).front();
    failed += judge_recorded(runs, candidate, {}).verdict == Verdict::kFail ? 1 : 0;
  }
  EXPECT_LE(failed, 3);
}

}  // namespace
}  // namespace switchgate::latency
