// Shards merged: what one run would have said, and nothing better.

#include "checks/merge.h"

#include <algorithm>
#include <csignal>
#include <random>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

Finding finding_of(std::string rule, SourcePos pos = {}) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.message = "about " + finding.rule;
  finding.pos = pos;
  finding.fingerprint = fingerprint_of(finding);
  return finding;
}

CheckResult check_of(std::size_t order) {
  CheckResult check;
  check.id = check.name = "check " + std::to_string(order);
  check.order = order;
  check.outcome = Outcome::kPassed;
  check.reason.clear();
  check.judged = 1;
  check.pos = {0, static_cast<int>(order) + 1, 1};
  return check;
}

// The checks 0 .. total-1, dealt to `count` shards in turn.
std::vector<RunReport> shards_of(int count, std::size_t total) {
  std::vector<RunReport> shards;
  for (int index = 1; index <= count; ++index) {
    RunReport report;
    report.tool_version = "0.1.0";
    report.started = *parse_date_time("2026-11-22T10:15:30Z") + std::chrono::seconds(index);
    report.duration = Micros(10'000'000);
    report.suites = {"shop"};
    report.targets = {{"shop", "candidate", "http://c", index == 1 ? "" : "10.0.0.1:80", "--x"}};
    report.files = {{"shop.yaml", "ci/shop.yaml", "switchgate: 1\n"}};
    report.requests = 5;
    report.timer_lateness_p95 = Micros(100 * index);
    report.shard = Shard{index, count, "digest", total};
    for (std::size_t i = static_cast<std::size_t>(index - 1); i < total;
         i += static_cast<std::size_t>(count)) {
      report.checks.push_back(check_of(i));
    }
    report.selected = report.checks.size();
    report.verdict = verdict_of(report, {});
    shards.push_back(std::move(report));
  }
  return shards;
}

RunReport merged(std::vector<RunReport> shards) {
  Result<RunReport> whole = merge(std::move(shards));
  EXPECT_TRUE(whole) << whole.error().message;
  return whole ? *std::move(whole) : RunReport{};
}

std::string refusal(std::vector<RunReport> shards) {
  const Result<RunReport> whole = merge(std::move(shards));
  return whole ? "merged" : whole.error().message;
}

TEST(Merge, PutsTheChecksInTheOrderOfTheSuites) {
  std::vector<RunReport> shards = shards_of(3, 8);
  std::reverse(shards.begin(), shards.end());
  const RunReport whole = merged(std::move(shards));
  ASSERT_EQ(whole.checks.size(), 8U);
  for (std::size_t i = 0; i < whole.checks.size(); ++i) {
    EXPECT_EQ(whole.checks[i].order, i);
  }
  EXPECT_EQ(whole.verdict.gate, Gate::kOpen);
  EXPECT_EQ(whole.verdict.exit_code, 0);
  EXPECT_FALSE(whole.shard);
}

TEST(Merge, AddsUpWhatWasCountedAndMeasured) {
  const RunReport whole = merged(shards_of(3, 8));
  EXPECT_EQ(whole.requests, 15U);
  EXPECT_EQ(whole.selected, 8U);
  EXPECT_EQ(whole.started, *parse_date_time("2026-11-22T10:15:31Z"));
  EXPECT_EQ(whole.duration, Micros(12'000'000));
  EXPECT_EQ(whole.timer_lateness_p95, Micros(300));
  ASSERT_EQ(whole.targets.size(), 1U);
  EXPECT_EQ(whole.targets[0].address, "10.0.0.1:80");
  EXPECT_EQ(whole.files.size(), 1U);
}

TEST(Merge, PutsThePeriodsOfAllShardsOnOneClock) {
  std::vector<RunReport> shards = shards_of(2, 2);  // the second began a second later
  for (RunReport& shard : shards) {
    shard.checks[0].worked = {{Micros(100), Micros(200)}};
  }
  std::swap(shards[0].started, shards[1].started);
  const RunReport whole = merged(std::move(shards));
  ASSERT_EQ(whole.checks[0].worked.size(), 1U);
  EXPECT_EQ(whole.checks[0].worked[0].from, Micros(1'000'100));
  EXPECT_EQ(whole.checks[0].worked[0].to, Micros(1'000'200));
  EXPECT_EQ(whole.checks[1].worked[0].from, Micros(100));
}

TEST(Merge, OneFailureAnywhereClosesTheGate) {
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<RunReport> shards = shards_of(3, 8);
    CheckResult& check = shards[i].checks.back();
    check.outcome = Outcome::kFailed;
    check.findings.push_back(finding_of("http/status", check.pos));
    EXPECT_EQ(merged(std::move(shards)).verdict.exit_code, 1);
  }
}

TEST(Merge, AMissingShardIsUndecidedAndNamed) {
  std::vector<RunReport> shards = shards_of(3, 8);
  shards.erase(shards.begin() + 1);
  const RunReport whole = merged(std::move(shards));
  EXPECT_EQ(whole.verdict.exit_code, 3);
  ASSERT_EQ(whole.findings.size(), 1U);
  EXPECT_EQ(whole.findings[0].rule, "run/missing-shard");
  EXPECT_TRUE(whole.findings[0].undecided);
  EXPECT_EQ(whole.findings[0].message,
            "the report of shard 2/3 is missing: what it would have judged is not known. Look at "
            "its job, run it again, and merge the reports of all shards.");
}

TEST(Merge, AMissingShardIsNoneThatAPolicyPassesOver) {
  std::vector<RunReport> shards = shards_of(3, 8);
  shards.pop_back();
  for (RunReport& shard : shards) {
    shard.policy.on_undecided = OnUndecided::kOpen;
  }
  EXPECT_EQ(merged(std::move(shards)).verdict.exit_code, 3);
}

TEST(Merge, AShardWithoutChecksTakesNothingAway) {
  std::vector<RunReport> shards = shards_of(3, 2);
  EXPECT_TRUE(shards[2].checks.empty());
  EXPECT_EQ(merged(std::move(shards)).verdict.exit_code, 0);
}

TEST(Merge, ChecksThatNoShardReportedKeepTheGateFromOpening) {
  std::vector<RunReport> shards = shards_of(3, 8);
  shards[1].checks.pop_back();
  EXPECT_EQ(merged(std::move(shards)).verdict.exit_code, 3);
}

TEST(Merge, AnInterruptedShardInterruptsTheWhole) {
  std::vector<RunReport> shards = shards_of(2, 4);
  shards[1].verdict = {Gate::kUndecided, 128 + SIGTERM, "terminated", false};
  EXPECT_EQ(merged(std::move(shards)).verdict.exit_code, 143);
}

TEST(Merge, SaysOnceWhatEveryShardSaysOfTheRun) {
  std::vector<RunReport> shards = shards_of(3, 8);
  for (RunReport& shard : shards) {
    shard.findings.push_back(finding_of("target/unverified-tls"));
    shard.findings.back().level = Level::kWarning;
    shard.notes = {"not compared: latency"};
  }
  const RunReport whole = merged(std::move(shards));
  EXPECT_EQ(whole.findings.size(), 1U);
  EXPECT_EQ(whole.notes, std::vector<std::string>{"not compared: latency"});
}

TEST(Merge, TellsOfAWaiverThatNoShardUsed) {
  std::vector<RunReport> shards = shards_of(2, 4);
  Waiver used{false, "http/status", "", "", "r", "", {}, {0, 1, 1}};
  Waiver unused{false, "json/value", "", "", "r", "", {}, {0, 1, 1}};
  for (RunReport& shard : shards) {
    shard.waivers = {{used, shard.shard->index == 1 ? 2U : 1U}, {unused, 0}};
  }
  const RunReport whole = merged(shards);
  ASSERT_EQ(whole.findings.size(), 1U);
  EXPECT_EQ(whole.findings[0].rule, "waiver/unused");
  EXPECT_EQ(whole.waivers[0].used, 3U);
  EXPECT_EQ(whole.verdict.exit_code, 0);
  // Not while a shard is missing: it may have used it.
  shards.pop_back();
  for (const Finding& finding : merged(shards).findings) {
    EXPECT_NE(finding.rule, "waiver/unused");
  }
}

TEST(Merge, KeepsEachFindingAtItsPlace) {
  std::vector<RunReport> shards = shards_of(2, 2);
  shards[1].files = {{"waivers.yaml", "waivers.yaml", "a\n"}, shards[0].files[0]};
  shards[1].checks[0].pos = {1, 2, 1};
  shards[1].checks[0].findings.push_back(finding_of("http/header", {1, 2, 3}));
  shards[1].findings.push_back(finding_of("waiver/expired", {0, 1, 1}));
  const RunReport whole = merged(std::move(shards));
  EXPECT_EQ(to_string(whole.checks[1].pos, whole.files), "shop.yaml:2:1");
  EXPECT_EQ(to_string(whole.checks[1].findings[0].pos, whole.files), "shop.yaml:2:3");
  EXPECT_EQ(to_string(whole.findings[0].pos, whole.files), "waivers.yaml:1:1");
}

TEST(Merge, RefusesWhatAreNoPartsOfOneRun) {
  const auto with = [](auto&& change) {
    std::vector<RunReport> shards = shards_of(2, 4);
    change(shards);
    return refusal(std::move(shards));
  };
  const std::string two = "shard 1 of 2 and shard 2 of 2 are not parts of one run: ";
  using Shards = std::vector<RunReport>;
  EXPECT_EQ(with([](Shards& s) { s[1].shard->digest = "other"; }),
            two + "they ran other suites, variables or targets");
  EXPECT_EQ(with([](Shards& s) { s[1].suites = {"cart"}; }),
            two + "they ran other suites, variables or targets");
  EXPECT_EQ(with([](Shards& s) { s[1].shard->total = 5; }),
            two + "they selected other checks (--only, --tag, --skip-tag, --compare)");
  EXPECT_EQ(with([](Shards& s) { s[1].policy.fail_on = Level::kWarning; }),
            two + "they were given another --fail-on");
  EXPECT_EQ(with([](Shards& s) { s[1].policy.on_undecided = OnUndecided::kOpen; }),
            two + "they were given another --on-undecided");
  EXPECT_EQ(with([](Shards& s) { s[1].waivers.push_back({}); }),
            two + "they were given other waivers");
  EXPECT_EQ(with([](Shards& s) { s[1].shard->count = 3; }),
            "shard 1 of 2 and shard 2 of 3 are not parts of one run: the run was split into "
            "another number of shards");
  EXPECT_EQ(with([](Shards& s) { s[1] = s[0]; }),
            "shard 1 of 2 is here twice: give each shard's report once");
  EXPECT_EQ(with([](Shards& s) { s[1].checks[0].id = "check 0"; }),
            "the check 'check 0' is in two shards, again in 2");
  EXPECT_EQ(with([](Shards& s) { s[1].shard.reset(); }),
            "only the shards of one run are merged, and a report here is that of a whole run: "
            "`switchgate render` shows such a one");
}

// One verdict: splitting a run and merging it changes nothing, and a lost shard never helps.
TEST(Merge, GivesTheVerdictOfTheUnsplitRun) {
  std::mt19937 random(20261122);
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  std::size_t open = 0;
  for (int round = 0; round < 2'000; ++round) {
    const int count = 1 + static_cast<int>(pick(4));
    std::vector<RunReport> shards = shards_of(count, 1 + pick(6));
    RunReport unsplit;
    unsplit.policy = {static_cast<Level>(pick(3)), static_cast<OnUndecided>(pick(3))};
    for (RunReport& shard : shards) {
      shard.policy = unsplit.policy;
      for (CheckResult& check : shard.checks) {
        if (pick(8) == 0) {
          check.outcome = static_cast<Outcome>(pick(4));
          check.judged = pick(2);
          check.findings = {finding_of(pick(2) == 0 ? "latency/noisy" : "http/status")};
          check.findings[0].undecided = pick(2) == 0;
          check.findings[0].level = static_cast<Level>(pick(3));
        }
        unsplit.checks.push_back(check);
      }
    }
    unsplit.selected = unsplit.checks.size();
    const Verdict want = verdict_of(unsplit, {});
    const Verdict got = merged(shards).verdict;
    ASSERT_EQ(got.gate, want.gate);
    ASSERT_EQ(got.exit_code, want.exit_code);
    open += want.gate == Gate::kOpen ? 1 : 0;
    if (shards.size() > 1) {
      shards.erase(shards.begin() + static_cast<std::ptrdiff_t>(pick(shards.size())));
      ASSERT_NE(merged(std::move(shards)).verdict.gate, Gate::kOpen);
    }
  }
  EXPECT_GT(open, 200U);
}

TEST(Merge, CallsALiveForeignOnlyWhenItKnewNothingInAnyShard) {
  auto shards = shards_of(2, 2);
  for (RunReport& shard : shards) {
    shard.targets.push_back({"shop", "live", "http://l", "", "--live"});
    shard.checks.front().suite = "shop";
    shard.checks.front().findings.push_back(finding_of("compare/endpoint-added"));
    shard.checks.front().findings.back().level = Level::kNote;
  }
  const RunReport foreign = merged(shards);
  EXPECT_EQ(foreign.verdict.gate, Gate::kUndecided);
  ASSERT_EQ(foreign.findings.size(), 1U);
  EXPECT_EQ(foreign.findings.front().rule, "compare/no-reference");

  ComparisonResult good;
  good.against = "live";
  good.shape_live_samples = 3;
  shards.back().checks.front().findings.clear();
  shards.back().checks.front().comparisons.push_back(good);
  EXPECT_EQ(merged(shards).verdict.gate, Gate::kOpen);
}

}  // namespace
}  // namespace switchgate
