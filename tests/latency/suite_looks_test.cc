// Many comparisons that grow together: what the whole suite may spend, and who stays failed.

#include "checks/latency/suite_looks.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Endpoints with all the pairs that they will ever have.
class Suite {
 public:
  explicit Suite(std::vector<std::vector<Pair>> pairs) : pairs_(std::move(pairs)) {}

  // Samples as SuiteLooks asks, to the end; how many looks that took.
  std::size_t run(SuiteLooks& looks) {
    std::size_t count = 0;
    for (; !looks.finished(); ++count) {
      std::vector<Sampled> sampled;
      taken.resize(pairs_.size());
      for (std::size_t i = 0; i < pairs_.size(); ++i) {
        taken[i] = looks.open(i) ? std::min(pairs_[i].size(), looks.next_pairs()) : taken[i];
        sampled.push_back({std::span(pairs_[i]).first(taken[i]), taken[i] < pairs_[i].size()});
      }
      looks.look(sampled);
    }
    return count;
  }

  std::vector<std::size_t> taken;

 private:
  std::vector<std::vector<Pair>> pairs_;
};

std::vector<std::vector<Pair>> equal_builds(Simulated& simulated, std::size_t endpoints,
                                            std::size_t pairs) {
  std::vector<std::vector<Pair>> out;
  for (std::size_t i = 0; i < endpoints; ++i) {
    out.push_back(simulated.pairs(pairs));
  }
  return out;
}

TEST(SuiteLooks, FindsTheSlowEndpointEarlyAndPassesTheOthers) {
  Simulated simulated(7);
  auto pairs = equal_builds(simulated, 6, 400);
  pairs[2] = simulated.pairs(400, 2.0);
  Suite suite(std::move(pairs));
  SuiteLooks looks(std::vector<Settings>(6), 0, 400);
  suite.run(looks);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(looks.judgement(i).verdict, i == 2 ? Verdict::kFail : Verdict::kPass) << i;
  }
  EXPECT_EQ(suite.taken[2], 25U);
  EXPECT_FALSE(looks.pooled_tail_found());
}

TEST(SuiteLooks, HoldMoreEndpointsToAStricterRule) {
  // Slow enough to fail alone, and not among a thousand that were not measured.
  Simulated simulated(11);
  const std::vector<std::vector<Pair>> pairs = {simulated.pairs(100, 1.17)};
  Settings settings;
  SuiteLooks alone({settings}, 0, 100);
  Suite(pairs).run(alone);
  ASSERT_EQ(alone.judgement(0).verdict, Verdict::kFail) << alone.judgement(0).p_body;
  SuiteLooks among({settings}, 1000, 100);
  Suite(pairs).run(among);
  EXPECT_EQ(among.judgement(0).verdict, Verdict::kUndecided);
  EXPECT_EQ(among.judgement(0).p_body, alone.judgement(0).p_body);
}

TEST(SuiteLooks, PassNothingThatEndedBefore100Pairs) {
  Simulated simulated(3);
  Suite suite({simulated.pairs(60, 1, 0.02, 0.001)});
  SuiteLooks looks(std::vector<Settings>(1), 0, 400);
  suite.run(looks);
  EXPECT_EQ(looks.judgement(0).verdict, Verdict::kUndecided);
  EXPECT_EQ(looks.judgement(0).given, 60U);
}

TEST(SuiteLooks, JudgeAnEndpointWithoutPairsToo) {
  Suite suite({{}, {}});
  SuiteLooks looks(std::vector<Settings>(2), 0, 400);
  EXPECT_EQ(suite.run(looks), 1U);
  EXPECT_EQ(looks.judgement(1).why, Why::kTooFew);
}

// The law that the suite exists for: all looks at all endpoints of equal builds fail at most in
// one suite of a hundred. Two hundred suites of ten: 2 are expected at the very most.
TEST(SuiteLooks, CryWolfInFewSuitesOfEqualBuilds) {
  Simulated simulated(20);
  std::size_t closed = 0;
  for (int i = 0; i < 200; ++i) {
    SuiteLooks looks(std::vector<Settings>(10), 0, 200);
    Suite(equal_builds(simulated, 10, 200)).run(looks);
    bool any = looks.pooled_tail_found();
    for (std::size_t endpoint = 0; endpoint < 10; ++endpoint) {
      any = any || looks.judgement(endpoint).verdict == Verdict::kFail;
    }
    closed += any ? 1 : 0;
  }
  EXPECT_LE(closed, 2U);
}

TEST(SuiteLooks, SeeATailThatNoEndpointShowsAlone) {
  Simulated simulated(5);
  auto pairs = equal_builds(simulated, 60, 200);
  for (std::vector<Pair>& endpoint : pairs) {
    for (Pair& pair : endpoint) {
      pair.candidate_ms *= simulated.uniform() < 0.02 ? 5 : 1;
    }
  }
  SuiteLooks looks(std::vector<Settings>(60), 0, 200);
  Suite(std::move(pairs)).run(looks);
  EXPECT_TRUE(looks.pooled_tail_found());
}

// Accepted runs in which two equal processes differed by `sd` each, all endpoints alike by
// `common`.
std::vector<AcceptedRun> accepted_runs(Simulated& simulated, std::size_t runs,
                                       std::size_t endpoints, double sd, double common = 0) {
  std::vector<AcceptedRun> out;
  for (std::size_t k = 0; k < runs; ++k) {
    const double machines = common * std::sqrt(2) * simulated.normal();
    AcceptedRun run;
    for (std::size_t i = 0; i < endpoints; ++i) {
      run.push_back(Shift{machines + sd * std::sqrt(2) * simulated.normal(), 0.02});
    }
    out.push_back(std::move(run));
  }
  return out;
}

bool any_failed(const SuiteLooks& looks, std::size_t endpoints) {
  for (std::size_t i = 0; i < endpoints; ++i) {
    if (looks.judgement(i).verdict == Verdict::kFail) {
      return true;
    }
  }
  return looks.common_found() || looks.pooled_tail_found();
}

// Where processes differ by 8 %, 3 % is the wrong guess: the history knows better.
TEST(SuiteLooks, LearnFromAcceptedRunsHowMuchEqualBuildsDiffer) {
  Simulated simulated(31);
  constexpr std::size_t kEndpoints = 8;
  std::size_t guessed = 0;
  std::size_t learned = 0;
  for (int i = 0; i < 60; ++i) {
    std::vector<std::vector<Pair>> pairs;
    for (std::size_t e = 0; e < kEndpoints; ++e) {
      pairs.push_back(simulated.pairs(100, 1, 0.1, 0.08));
    }
    const auto accepted = accepted_runs(simulated, 10, kEndpoints, 0.08);
    SuiteLooks without(std::vector<Settings>(kEndpoints), 0, 100);
    Suite(pairs).run(without);
    guessed += any_failed(without, kEndpoints) ? 1 : 0;
    SuiteLooks with(std::vector<Settings>(kEndpoints), 0, 100, {accepted, {}});
    Suite(pairs).run(with);
    learned += any_failed(with, kEndpoints) ? 1 : 0;
  }
  EXPECT_GE(guessed, 20U) << "the guess is not as wrong as it should be";
  EXPECT_LE(learned, 1U);
}

TEST(SuiteLooks, TakeOffWhatAllEndpointsShareAndJudgeItOnce) {
  Simulated simulated(41);
  constexpr std::size_t kEndpoints = 25;
  const auto accepted = accepted_runs(simulated, 10, kEndpoints, 0.02, 0.02);
  const auto run = [&](double all, double first) {
    std::vector<std::vector<Pair>> pairs;
    for (std::size_t e = 0; e < kEndpoints; ++e) {
      pairs.push_back(simulated.pairs(200, all * (e == 0 ? first : 1)));
    }
    SuiteLooks looks(std::vector<Settings>(kEndpoints), 0, 200, {accepted, {}});
    Suite(std::move(pairs)).run(looks);
    return looks;
  };
  const SuiteLooks slow = run(1.3, 1);  // every endpoint, so none of them
  EXPECT_TRUE(slow.common_found());
  EXPECT_NEAR(slow.common()->theta, std::log(1.3), 0.03);
  EXPECT_EQ(slow.judgement(3).verdict, Verdict::kPass) << slow.judgement(3).reason;
  EXPECT_NEAR(slow.judgement(3).common, slow.common()->theta, 0.02);

  const SuiteLooks one = run(1.02, 1.6);
  EXPECT_FALSE(one.common_found());
  EXPECT_EQ(one.judgement(0).verdict, Verdict::kFail);
  EXPECT_EQ(one.judgement(1).verdict, Verdict::kPass) << one.judgement(1).reason;
}

// A first check that claims little, or is new, is no reason to let all of them become slower.
TEST(SuiteLooks, HoldWhatAllShareToTheStrictestOfThem) {
  Simulated simulated(47);
  constexpr std::size_t kEndpoints = 22;
  const auto accepted = accepted_runs(simulated, 10, kEndpoints, 0.02, 0.02);
  std::vector<std::vector<Pair>> pairs;
  for (std::size_t e = 0; e < kEndpoints; ++e) {
    pairs.push_back(simulated.pairs(200, 1.3));
  }
  for (const std::size_t lax : {std::size_t{0}, kEndpoints - 1}) {
    std::vector<Settings> settings(kEndpoints);
    settings[lax].tolerance = 0.5;
    settings[lax].detect = 0.8;
    SuiteLooks looks(settings, 0, 200, {accepted, {}});
    Suite(pairs).run(looks);
    EXPECT_TRUE(looks.common_found()) << lax;
  }
}

TEST(SuiteLooks, OfNoSlowdownThatIsBelowTheFloorAnythingIsSaid) {
  Simulated simulated(48);
  constexpr std::size_t kEndpoints = 22;
  std::vector<std::vector<Pair>> pairs;
  for (std::size_t e = 0; e < kEndpoints; ++e) {
    pairs.push_back(simulated.pairs(200, 1.3));  // 6 ms more
  }
  Settings settings;
  settings.floor_ms = 20;
  SuiteLooks looks(std::vector<Settings>(kEndpoints, settings), 0, 200,
                   {accepted_runs(simulated, 10, kEndpoints, 0.02, 0.02), {}});
  Suite(pairs).run(looks);
  EXPECT_FALSE(looks.common_found());
  EXPECT_TRUE(looks.common_excluded());
}

// A second series of the slow ones alone: their median is their own slowdown.
TEST(SuiteLooks, OfSomeEndpointsGoByWhatAllOfThemShared) {
  Simulated simulated(43);
  constexpr std::size_t kEndpoints = 22;
  Known known{accepted_runs(simulated, 10, kEndpoints, 0.02, 0.02), {}};
  std::vector<std::vector<Pair>> pairs;
  for (std::size_t e = 0; e < kEndpoints; ++e) {
    pairs.push_back(simulated.pairs(200, 1.5));
  }
  known.common = CommonShift{0.01, 0.05, 1};
  SuiteLooks looks(std::vector<Settings>(kEndpoints), 0, 200, known);
  Suite(std::move(pairs)).run(looks);
  EXPECT_FALSE(looks.common_found()) << "is judged by the series that measured all";
  for (std::size_t e = 0; e < kEndpoints; ++e) {
    EXPECT_EQ(looks.judgement(e).verdict, Verdict::kFail) << looks.judgement(e).reason;
    EXPECT_EQ(looks.judgement(e).common, 0.01);
  }
}

}  // namespace
}  // namespace switchgate::latency
