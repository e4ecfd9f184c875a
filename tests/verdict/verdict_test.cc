// The verdict: its whole table against a second statement of the rules, and its law.

#include "checks/verdict.h"

#include <algorithm>
#include <csignal>
#include <random>

#include "gtest/gtest.h"

namespace switchgate {
namespace {

const std::vector<std::vector<Mark>> kMarks = {
    {},
    {{"http/slow", Level::kNote, false}},
    {{"time/total", Level::kWarning, false}},
    {{"http/status", Level::kError, false}},
    {{"compare/live-failed", Level::kError, true}},
    {{"latency/noisy", Level::kWarning, true}},
    {{"latency/noisy", Level::kWarning, true}, {"json/value", Level::kError, false}},
};
const std::vector<Outcome> kOutcomes = {Outcome::kPassed, Outcome::kFailed, Outcome::kUndecided,
                                        Outcome::kSkipped};
const std::vector<Policy> kPolicies = [] {
  std::vector<Policy> all;
  for (const Level level : {Level::kNote, Level::kWarning, Level::kError}) {
    for (const OnUndecided on :
         {OnUndecided::kUndecided, OnUndecided::kClosed, OnUndecided::kOpen}) {
      all.push_back({level, on});
    }
  }
  return all;
}();

std::vector<Ballot> every_ballot() {
  std::vector<Ballot> all;
  for (const Outcome outcome : kOutcomes) {
    for (const std::size_t judged : {0U, 2U}) {
      for (const auto& marks : kMarks) {
        all.push_back({outcome, judged, marks});
      }
    }
  }
  return all;
}

// The rules once more, as a reader of the documentation would say them.
Gate expected(const std::vector<Ballot>& ballots, const RunFacts& facts, const Policy& policy) {
  bool closes = false;
  bool hard = facts.deadline_reached || facts.internal_error || ballots.size() != facts.selected;
  bool soft = false;
  std::size_t judged = 0;
  std::vector<Mark> marks = facts.marks;
  for (const Ballot& ballot : ballots) {
    judged += ballot.judged;
    marks.insert(marks.end(), ballot.marks.begin(), ballot.marks.end());
    const bool told = std::any_of(ballot.marks.begin(), ballot.marks.end(),
                                  [](const Mark& mark) { return mark.undecided; });
    closes = closes || ballot.outcome == Outcome::kFailed;
    hard = hard || ballot.outcome == Outcome::kSkipped ||
           (ballot.outcome == Outcome::kPassed && ballot.judged == 0) ||
           (ballot.outcome == Outcome::kUndecided && (!told || ballot.judged == 0));
  }
  for (const Mark& mark : marks) {
    closes = closes || (!mark.undecided && mark.level >= policy.fail_on);
    hard = hard || (mark.undecided && mark.rule != "latency/noisy");
    soft = soft || mark.undecided;
  }
  hard = hard || judged == 0;
  if (facts.signal != 0) {
    return Gate::kUndecided;
  }
  if (closes) {
    return Gate::kClosed;
  }
  if (!hard && !soft) {
    return Gate::kOpen;
  }
  if (policy.on_undecided == OnUndecided::kClosed) {
    return Gate::kClosed;
  }
  return policy.on_undecided == OnUndecided::kOpen && !hard ? Gate::kOpen : Gate::kUndecided;
}

int exit_of(Gate gate, int signal) {
  if (signal != 0) {
    return 128 + signal;
  }
  return gate == Gate::kOpen ? 0 : gate == Gate::kClosed ? 1 : 3;
}

TEST(Verdict, FollowsItsTableForEveryPairOfChecks) {
  const std::vector<Ballot> all = every_ballot();
  std::size_t cases = 0;
  for (const Ballot& first : all) {
    for (const Ballot& second : all) {
      for (const Policy& policy : kPolicies) {
        for (int special = 0; special < 6; ++special) {
          RunFacts facts;
          facts.selected = special == 5 ? 3 : 2;
          facts.signal = special == 1 ? SIGINT : special == 2 ? SIGTERM : 0;
          facts.deadline_reached = special == 3;
          facts.internal_error = special == 4;
          const std::vector<Ballot> ballots = {first, second};
          const Verdict verdict = decide(ballots, facts, policy);
          const Gate want = expected(ballots, facts, policy);
          ASSERT_EQ(verdict.gate, want) << verdict.reason << ", special " << special;
          ASSERT_EQ(verdict.exit_code, exit_of(want, facts.signal));
          ASSERT_FALSE(verdict.reason.empty());
          ++cases;
        }
      }
    }
  }
  EXPECT_EQ(cases, all.size() * all.size() * kPolicies.size() * 6);
}

TEST(Verdict, ChecksThatWereSelectedButBroughtNothingKeepTheGateFromOpening) {
  const std::vector<Ballot> one = {{Outcome::kPassed, 1, {}}};
  EXPECT_EQ(decide(one, {.selected = 1}, {}).exit_code, 0);
  EXPECT_EQ(decide(one, {.selected = 2}, {}).exit_code, 3);
  EXPECT_EQ(decide({}, {.selected = 0}, {}).exit_code, 3);
}

TEST(Verdict, AShardIsOpenWithoutChecksOnlyWhenNoneFellToIt) {
  RunFacts facts{.empty_shard = true};
  EXPECT_EQ(decide({}, facts, {}).gate, Gate::kOpen);
  facts.selected = 1;
  EXPECT_EQ(decide({}, facts, {}).gate, Gate::kUndecided) << "its ballot is missing";
  const std::vector<Ballot> ballots = {{Outcome::kPassed, 0, {}}};
  EXPECT_EQ(decide(ballots, facts, {}).gate, Gate::kUndecided);
  facts = {.empty_shard = true};
  facts.marks = {{"target/unreachable", Level::kError, true}};
  EXPECT_EQ(decide({}, facts, {}).gate, Gate::kUndecided);
  facts.marks = {{"target/not-ready", Level::kError, false}};
  EXPECT_EQ(decide({}, facts, {}).gate, Gate::kClosed);
}

TEST(Verdict, OnlyWantOfSamplesOrHistoryMayBePassedOver) {
  for (const std::string_view rule :
       {"latency/too-few-samples", "latency/noisy", "latency/not-calibrated", "shape/no-evidence",
        "baseline/missing"}) {
    EXPECT_TRUE(openable(rule)) << rule;
  }
  for (const std::string_view rule :
       {"compare/live-failed", "target/mixed-builds", "run/deadline", ""}) {
    EXPECT_FALSE(openable(rule)) << rule;
  }
}

TEST(Verdict, OpeningOnUndecidedIsSaid) {
  const std::vector<Ballot> noisy = {
      {Outcome::kUndecided, 1, {{"latency/noisy", Level::kWarning, true}}}};
  const Verdict verdict = decide(noisy, {.selected = 1}, {Level::kError, OnUndecided::kOpen});
  EXPECT_EQ(verdict.gate, Gate::kOpen);
  EXPECT_TRUE(verdict.opened_by_policy);
}

TEST(Verdict, NamesTheFirstAnswerThatIsMissing) {
  const std::vector<Ballot> ballots = {{Outcome::kPassed, 1, {}, "shop/fine"},
                                       {Outcome::kPassed, 0, {}, "shop/empty"},
                                       {Outcome::kSkipped, 0, {}, "shop/later"}};
  EXPECT_EQ(decide(ballots, {.selected = 3}, {}).reason,
            "2 answers are missing, first that of 'shop/empty'");
  EXPECT_EQ(decide(std::span(ballots).first(2), {.selected = 2}, {}).reason,
            "1 answer is missing: that of 'shop/empty'");
  EXPECT_EQ(decide(std::span(ballots).first(1),
                   {.selected = 1, .marks = {{"target/mixed-builds", Level::kError, true}}}, {})
                .reason,
            "1 answer is missing: that of 'target/mixed-builds'");
}

class Law : public testing::Test {
 protected:
  std::size_t pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

  std::vector<Ballot> some_ballots() {
    const std::vector<Ballot> all = every_ballot();
    std::vector<Ballot> ballots;
    for (std::size_t i = 0, n = 1 + pick(4); i < n; ++i) {
      // Mostly good ones, so that many gates start open.
      ballots.push_back(pick(3) == 0 ? all[pick(all.size())]
                                     : Ballot{Outcome::kPassed, 3, kMarks[pick(2)]});
    }
    return ballots;
  }

  // Takes evidence away or makes it worse; what speaks against opening stays.
  void degrade(std::vector<Ballot>& ballots, RunFacts& facts) {
    Ballot& ballot = ballots[pick(ballots.size())];
    switch (pick(6)) {
      case 0:
        ballot.judged = 0;
        break;
      case 1:
        ballot.outcome = Outcome::kFailed;
        break;
      case 2:
        if (ballot.outcome == Outcome::kPassed) {
          ballot.outcome = pick(2) == 0 ? Outcome::kUndecided : Outcome::kSkipped;
        }
        break;
      case 3:
        ballot.marks.push_back({"http/status", Level::kError, pick(2) == 0});
        break;
      case 4:
        facts.deadline_reached = true;
        break;
      default:
        facts.internal_error = true;
    }
  }

  std::mt19937 random_{20261122};
};

TEST_F(Law, WorseEvidenceNeverMovesTheGateTowardsOpen) {
  std::size_t open_before = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Ballot> ballots = some_ballots();
    RunFacts facts{.selected = ballots.size()};
    const Policy& policy = kPolicies[pick(kPolicies.size())];
    const Gate before = decide(ballots, facts, policy).gate;
    open_before += before == Gate::kOpen ? 1 : 0;
    degrade(ballots, facts);
    ASSERT_LE(decide(ballots, facts, policy).gate, before);
  }
  EXPECT_GT(open_before, 1000U);
}

TEST_F(Law, LosingAnyCheckNeverOpensTheGate) {
  std::size_t open_before = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Ballot> ballots = some_ballots();
    const RunFacts facts{.selected = ballots.size()};
    const Policy& policy = kPolicies[pick(kPolicies.size())];
    open_before += decide(ballots, facts, policy).gate == Gate::kOpen ? 1 : 0;
    const auto at = ballots.begin() + static_cast<std::ptrdiff_t>(pick(ballots.size()));
    if (pick(2) == 0) {
      ballots.erase(at);  // never reported
    } else {
      *at = Ballot{};  // never ran
    }
    ASSERT_NE(decide(ballots, facts, policy).gate, Gate::kOpen);
  }
  EXPECT_GT(open_before, 1000U);
}

TEST_F(Law, ASignalNeverLeavesTheGateOpen) {
  for (int round = 0; round < 1'000; ++round) {
    const std::vector<Ballot> ballots = some_ballots();
    for (const int signal : {SIGINT, SIGTERM}) {
      const Verdict verdict = decide(ballots, {.selected = ballots.size(), .signal = signal}, {});
      ASSERT_EQ(verdict.gate, Gate::kUndecided);
      ASSERT_EQ(verdict.exit_code, 128 + signal);
    }
  }
}

}  // namespace
}  // namespace switchgate
