// `record --append --accepted`: what a run that opened teaches the history.

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "checks/baseline/baseline.h"
#include "reporters/reporter.h"
#include "tests/support/gate_run.h"

namespace switchgate::testing {
namespace {

// One check that was compared with live, and one that was not.
RunReport open_run() {
  RunReport report;
  report.started = Instant{} + std::chrono::hours(5);
  report.selected = 2;
  report.verdict = {Gate::kOpen, 0, "every selected check passed", false};
  CheckResult item;
  item.id = "shop/item[1]";
  item.group = "shop/item";
  item.outcome = Outcome::kPassed;
  item.judged = 2;
  ComparisonResult comparison;
  comparison.step = "read";
  comparison.against = "live";
  latency::Judgement judged;
  judged.verdict = latency::Verdict::kPass;
  judged.theta = 0.02;
  judged.common = 0.03;
  judged.theta_se = 0.01;
  judged.kept = judged.given = 2;
  comparison.latency = judged;
  comparison.live_ms = {4, 5};
  comparison.candidate_ms = {4.5, 5.5};
  item.comparisons = {comparison};
  CheckResult other;
  other.id = "shop/other";
  other.outcome = Outcome::kPassed;
  other.judged = 1;
  report.checks = {item, other};
  return report;
}

class Accepted : public ::testing::Test {
 protected:
  GateRan accept(const RunReport& report, std::vector<std::string> more = {}) const {
    const std::string file =
        gate.write("run.json", reporters::find_format("json")->render(report, {}));
    std::vector<std::string> words = {"record", "--append",   "--accepted",
                                      file,     "--baseline", gate.baseline()};
    words.insert(words.end(), more.begin(), more.end());
    return gate.command(words);
  }
  baseline::History history() const {
    const std::string text = GateRun::read(gate.path("baseline.history.json"));
    const auto read = baseline::decode_history(text);
    return read ? *read : baseline::History();
  }
  bool nothing_written() const { return !std::filesystem::exists(gate.baseline()); }

  GateRun gate{""};
};

TEST_F(Accepted, ARunIsKeptWithItsShiftsAsMeasuredAndTheCandidatesSamples) {
  const GateRan ran = accept(open_run(), {"--label", "ci"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "recorded how 1 check compared with live in " + gate.baseline() +
                         " (1 run of its history)\n");
  const baseline::History kept = history();
  ASSERT_EQ(kept.runs.size(), 1U);
  EXPECT_EQ(kept.runs[0].label, "ci");
  EXPECT_EQ(kept.runs[0].samples_ms.at("shop/item").at("read"), (std::vector<double>{4.5, 5.5}));
  const latency::Shift shift = kept.runs[0].shifts.at("shop/item").at("read");
  EXPECT_NEAR(shift.theta, 0.05, 1e-12) << "with what all endpoints shared";
  EXPECT_EQ(shift.se, 0.01);
  const auto made = baseline::decode(GateRun::read(gate.baseline()));
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_TRUE(baseline::knows_check(*made, "shop/item"));
  EXPECT_TRUE(baseline::knows_check(*made, "shop/other"));
}

TEST_F(Accepted, TheNextOneGoesByTheLabelOfTheFile) {
  accept(open_run(), {"--label", "ci"});
  RunReport next = open_run();
  next.started += std::chrono::hours(1);
  EXPECT_EQ(accept(next).exit_code, 0);
  ASSERT_EQ(history().runs.size(), 2U);
  EXPECT_EQ(history().runs[1].label, "ci");
}

TEST_F(Accepted, TheSameRunCountsOnce) {
  accept(open_run());
  const GateRan again = accept(open_run());
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.err.find("holds this run already, of 1970-01-01T05:00:00Z"), std::string::npos)
      << again.err;
  EXPECT_EQ(history().runs.size(), 1U);
}

TEST_F(Accepted, AWaivedSlowdownTeachesNothingAboutEqualBuilds) {
  RunReport report = open_run();
  report.checks[0].comparisons[0].latency->verdict = latency::Verdict::kFail;
  const GateRan ran = accept(report);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("it compared no latency with live"), std::string::npos) << ran.err;
  EXPECT_TRUE(nothing_written());
}

TEST_F(Accepted, ARunThatDidNotOpenIsNeverKept) {
  for (const int code : {1, 3}) {
    RunReport report = open_run();
    report.verdict = {code == 1 ? Gate::kClosed : Gate::kUndecided, code, "one check failed",
                      false};
    const GateRan ran = accept(report);
    EXPECT_EQ(ran.exit_code, code);
    EXPECT_NE(ran.err.find("its gate did not open (one check failed)"), std::string::npos)
        << ran.err;
    EXPECT_TRUE(nothing_written());
  }
}

TEST_F(Accepted, WhatNoRunCanHaveMeasuredIsRefused) {
  const auto nothing_kept = [&](const RunReport& report) {
    const GateRan ran = accept(report);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_NE(ran.err.find("latencies that no run can have measured"), std::string::npos)
        << ran.err;
    EXPECT_TRUE(nothing_written());
  };
  RunReport report = open_run();
  report.checks[0].comparisons[0].latency->theta_se = std::nan("");
  nothing_kept(report);
  report = open_run();
  report.checks[0].comparisons[0].latency->theta = 1e308;
  nothing_kept(report);
  report = open_run();
  report.checks[0].comparisons[0].candidate_ms = {0, -5};
  nothing_kept(report);
}

TEST_F(Accepted, AnOldRunComesBeforeTheNewerOnes) {
  accept(open_run());
  RunReport older = open_run();
  older.started -= std::chrono::hours(3);
  EXPECT_EQ(accept(older).exit_code, 0);
  ASSERT_EQ(history().runs.size(), 2U);
  EXPECT_LT(history().runs[0].recorded, history().runs[1].recorded);
}

TEST_F(Accepted, NeitherTheReportNorAFileInThePlaceOfTheHistoryIsReplaced) {
  const std::string report =
      gate.write("baseline.history.json", reporters::find_format("json")->render(open_run(), {}));
  const GateRan ran =
      gate.command({"record", "--append", "--accepted", report, "--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(nothing_written());
  EXPECT_NE(GateRun::read(report).find("switchgate-report"), std::string::npos);
  const GateRan other = accept(open_run());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("its place is that of a history"), std::string::npos) << other.err;
}

TEST_F(Accepted, AShardIsNoRun) {
  RunReport report = open_run();
  report.shard = Shard{1, 2, "digest", 4};
  const GateRan ran = accept(report);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("`switchgate merge` the shards first"), std::string::npos) << ran.err;
}

TEST_F(Accepted, WhatItDoesNotTakeIsAMistake) {
  const std::string file =
      gate.write("run.json", reporters::find_format("json")->render(open_run(), {}));
  const GateRan replaced =
      gate.command({"record", "--accepted", file, "--baseline", gate.baseline()});
  EXPECT_EQ(replaced.exit_code, 2);
  EXPECT_NE(replaced.err.find("it goes with --append"), std::string::npos) << replaced.err;
  EXPECT_NE(accept(open_run(), {gate.suite()}).err.find("takes no suite"), std::string::npos);
  for (const char* option : {"--only", "--live", "--candidate", "--tag"}) {
    const GateRan ran = accept(open_run(), {option, "x"});
    EXPECT_EQ(ran.exit_code, 2) << option;
    EXPECT_NE(ran.err.find("takes no suite, target or selection"), std::string::npos) << ran.err;
  }
  EXPECT_TRUE(nothing_written());
}

}  // namespace
}  // namespace switchgate::testing
