// What accepted runs teach about the variance between runs.

#include "checks/latency/history.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Runs of equal builds: `common_sd` of a run's whole machine, `sd` of each endpoint in it.
std::vector<AcceptedRun> some_runs(Simulated& simulated, std::size_t runs, std::size_t endpoints,
                                   double sd, double common_sd = 0, double se = 0.01) {
  std::vector<AcceptedRun> out;
  for (std::size_t k = 0; k < runs; ++k) {
    const double common = common_sd * simulated.normal();
    AcceptedRun run;
    for (std::size_t e = 0; e < endpoints; ++e) {
      run.push_back(Shift{common + sd * simulated.normal() + se * simulated.normal(), se});
    }
    out.push_back(run);
  }
  return out;
}

double average(const std::vector<std::optional<RunVariance>>& learned) {
  double sum = 0;
  for (const auto& one : learned) {
    sum += one->variance;
  }
  return sum / static_cast<double>(learned.size());
}

TEST(History, FollowsTheFormulaOnTwoEndpoints) {
  // v = Σθ²/5 - se²: .0049 - .0001 = .0048 and .0004 - .0001; v0 is their mean.
  std::vector<AcceptedRun> runs(5, {Shift{0.07, 0.01}, Shift{-0.02, 0.01}});
  const auto learned = learned_run_variances(runs);
  const double prior = (0.0048 + 0.0003) / 2;
  EXPECT_NEAR(learned[0]->variance, (10 * prior + 5 * 0.0048) / 15, 1e-12);
  EXPECT_NEAR(learned[1]->variance, (10 * prior + 5 * 0.0003) / 15, 1e-12);
  EXPECT_EQ(learned[0]->df, 15);
}

TEST(History, BelowFiveRunsOnlyTeachesThatSidesDifferMore) {
  Simulated simulated(1);
  EXPECT_TRUE(learned_run_variances({}).empty());
  for (const auto& one : learned_run_variances(some_runs(simulated, 4, 30, 0.01))) {
    EXPECT_EQ(one->variance, 2 * 0.03 * 0.03);  // what is assumed
    EXPECT_EQ(one->df, 34);
  }
  // Two hosts of which one is always a tenth slower, seen once.
  for (const auto& one :
       learned_run_variances(std::vector<AcceptedRun>{AcceptedRun(30, Shift{0.1, 0.01})})) {
    EXPECT_NEAR(one->variance, 0.0099, 1e-12);
  }
}

TEST(History, RunsThatMeasuredNothingTeachNothing) {
  for (const auto& one : learned_run_variances(std::vector<AcceptedRun>(9, AcceptedRun(3)))) {
    EXPECT_FALSE(one.has_value());
  }
}

TEST(History, FindsTheVarianceBetweenRuns) {
  Simulated simulated(2);
  const auto learned = learned_run_variances(some_runs(simulated, 10, 100, 0.03, 0.05));
  EXPECT_NEAR(std::sqrt(average(learned)), 0.03, 0.003);
}

TEST(History, AMachineThatIsSlowAsAWholeIsNoVarianceOfItsEndpoints) {
  Simulated simulated(3);
  const auto calm = learned_run_variances(some_runs(simulated, 10, 100, 0.02, 0));
  const auto moved = learned_run_variances(some_runs(simulated, 10, 100, 0.02, 0.2));
  EXPECT_NEAR(average(moved), average(calm), 0.2 * average(calm));
}

TEST(History, OfOneEndpointItsOwnShiftIsNotTakenForTheMachines) {
  Simulated simulated(4);
  double sum = 0;
  for (int repetition = 0; repetition < 100; ++repetition) {
    sum += average(learned_run_variances(some_runs(simulated, 10, 1, 0.1)));
  }
  EXPECT_NEAR(sum / 100, 0.01, 0.001);
}

TEST(History, IsNeverLessThanOnePercentASideWorthTenRuns) {
  std::vector<AcceptedRun> runs(10, AcceptedRun(3, Shift{0, 0.05}));
  for (const auto& one : learned_run_variances(runs)) {
    EXPECT_NEAR(one->variance, 2e-4 * 10 / 20, 1e-15);
  }
}

TEST(History, AnEndpointThatVariesMoreIsKnownToAndANewOneHasTheMean) {
  Simulated simulated(5);
  auto runs = some_runs(simulated, 10, 40, 0.02);
  for (AcceptedRun& run : runs) {
    run[0]->theta *= 5;
    run.push_back(std::nullopt);
    run.push_back(Shift{std::numeric_limits<double>::quiet_NaN(), 0.01});
  }
  const auto learned = learned_run_variances(runs);
  EXPECT_GT(learned[0]->variance, 3 * learned[1]->variance);
  EXPECT_EQ(learned[40]->df, 10);
  EXPECT_EQ(learned[40]->variance, learned[41]->variance);
}

TEST(History, TheOrderOfEndpointsAndRunsDoesNotMatter) {
  Simulated simulated(6);
  auto runs = some_runs(simulated, 8, 25, 0.03, 0.02);
  const auto before = learned_run_variances(runs);
  std::swap(runs[0], runs[5]);
  for (AcceptedRun& run : runs) {
    std::swap(run[3], run[17]);
  }
  const auto after = learned_run_variances(runs);
  EXPECT_NEAR(after[3]->variance, before[17]->variance, 1e-15);
  EXPECT_NEAR(after[8]->variance, before[8]->variance, 1e-15);
}

TEST(CommonShift, NeedsWhatTheRunVariancesNeed) {
  Simulated simulated(8);
  const auto runs = some_runs(simulated, 6, 20, 0.02);
  EXPECT_TRUE(common_shift(runs[5], std::span(runs).first(5), {}).has_value());
  EXPECT_FALSE(common_shift(runs[5], std::span(runs).first(4), {}).has_value());
  const auto few = some_runs(simulated, 6, 19, 0.02);
  EXPECT_FALSE(common_shift(few[5], few, {}).has_value());
}

TEST(CommonShift, IsTestedAgainstHowMuchAcceptedRunsDiffer) {
  Simulated simulated(9);
  const auto calm = some_runs(simulated, 10, 40, 0.02, 0.01);
  const auto restless = some_runs(simulated, 10, 40, 0.02, 0.2);
  const auto p = [&](double ratio, const std::vector<AcceptedRun>& runs) {
    return common_shift(AcceptedRun(40, Shift{std::log(ratio), 0.01}), runs, {})->p;
  };
  EXPECT_EQ(p(1.04, calm), 1);  // within the tolerance
  EXPECT_LT(p(1.2, calm), 1e-3);
  EXPECT_GT(p(1.2, restless), 0.05);
  const auto common = common_shift(calm[0], calm, {});
  EXPECT_GT(common->bound, common->theta);
}

TEST(CommonShift, TakenOffLeavesWhatIsTheEndpointsOwn) {
  Simulated simulated(10);
  const auto pairs = simulated.pairs(100, 1.3);
  const Judgement whole = judge_paired(pairs, {});
  Settings settings;
  settings.common = std::log(1.1);
  const Judgement beyond = judge_paired(pairs, settings);
  EXPECT_NEAR(beyond.theta, whole.theta - std::log(1.1), 1e-9);
  EXPECT_NEAR(beyond.candidate_median_ms, whole.candidate_median_ms, 1e-9) << "is as measured";
  EXPECT_TRUE(beyond.reason.ends_with("beyond the +10 % that all endpoints share"))
      << beyond.reason;
}

TEST(CommonShift, OfEqualBuildsIsSeldomCalledSlow) {
  Simulated simulated(11);
  int slow = 0;
  for (int repetition = 0; repetition < 500; ++repetition) {
    const auto runs = some_runs(simulated, 11, 25, 0.02, 0.04);
    slow += common_shift(runs[10], std::span(runs).first(10), {})->p <= 0.01 ? 1 : 0;
  }
  EXPECT_LE(slow, 12);
}

TEST(History, BecomesTheRunVarianceOfTheNextJudgement) {
  Simulated simulated(7);
  const auto pairs = simulated.pairs(100);
  const Judgement assumed = judge_paired(pairs, {});
  EXPECT_GT(assumed.theta_se, 0.01);
  EXPECT_LT(assumed.theta_se, 0.05);
  const Settings calm = with_history({}, {2 * 0.01 * 0.01, 20});
  EXPECT_DOUBLE_EQ(calm.run_sd, 0.01);
  EXPECT_EQ(calm.run_sd_df, 20);
  EXPECT_LT(judge_paired(pairs, calm).mde80, assumed.mde80);
}

}  // namespace
}  // namespace switchgate::latency
