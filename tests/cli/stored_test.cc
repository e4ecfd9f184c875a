// `render` and `merge` as their users call them.

#include <filesystem>

#include <gtest/gtest.h>

#include "reporters/json_reader.h"
#include "reporters/reporter.h"
#include "tests/support/gate_run.h"
#include "tests/support/sample_report.h"

namespace switchgate::testing {
namespace {

namespace fs = std::filesystem;

class Stored : public ::testing::Test {
 protected:
  static std::string text_of(const RunReport& report, std::string_view format = "json") {
    return reporters::find_format(format)->render(report, {});
  }
  std::string store(const std::string& name, const RunReport& report) const {
    return gate.write(name, text_of(report));
  }

  // A shard of the rich report: every `count`th of its checks.
  static RunReport shard(int index, int count) {
    RunReport report = support::rich_report();
    const std::size_t total = report.checks.size();
    std::vector<CheckResult> mine;
    for (std::size_t i = 0; i < total; ++i) {
      report.checks[i].order = i;
      if (i % static_cast<std::size_t>(count) == static_cast<std::size_t>(index - 1)) {
        mine.push_back(report.checks[i]);
      }
    }
    report.checks = std::move(mine);
    report.selected = report.checks.size();
    report.shard = Shard{index, count, "digest", total};
    report.verdict = verdict_of(report, {});
    return report;
  }

  GateRun gate{""};
};

TEST_F(Stored, OneFileIsNoPlaceForTwoReportsWhateverItIsSpeltLike) {
  const std::string file = store("run.json", support::open_report());
  fs::create_directory(gate.path("to"));
  fs::create_directory_symlink("to", gate.path("link"));
  for (const char* other : {"to/y", "./to/y", "to/../to/y", "to//y", "link/y"}) {
    const GateRan ran = gate.command({"render", file, "--report", "json=" + gate.path("to/y"),
                                      "--report", "junit=" + gate.path(other)});
    EXPECT_EQ(ran.exit_code, 2) << other;
    EXPECT_NE(ran.err.find("is named for two reports"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(gate.path("to/y"))) << other;
  }
}

TEST_F(Stored, ARunIsShownInAnotherFormat) {
  const std::string file = store("run.json", support::open_report());
  const GateRan console = gate.command({"render", file});
  EXPECT_EQ(console.exit_code, 0);
  EXPECT_EQ(console.out, text_of(support::open_report(), "console"));
  const GateRan junit = gate.command({"render", file, "--report", "junit"});
  EXPECT_EQ(junit.out, text_of(support::open_report(), "junit"));
  EXPECT_EQ(junit.err, "");
}

TEST_F(Stored, SeveralFormatsGoToTheirFilesAndNothingElseIsSaid) {
  const std::string file = store("run.json", support::rich_report());
  const GateRan ran = gate.command({"render", file, "--report", "sarif=" + gate.path("a.sarif"),
                                    "--report", "junit=" + gate.path("a.xml")});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.out + ran.err, "");
  EXPECT_EQ(GateRun::read(gate.path("a.sarif")), text_of(support::rich_report(), "sarif"));
  EXPECT_EQ(GateRun::read(gate.path("a.xml")), text_of(support::rich_report(), "junit"));
}

TEST_F(Stored, AReportIsNotWrittenOverTheOneThatIsRead) {
  const std::string file = store("run.json", shard(1, 1));
  const std::string before = GateRun::read(file);
  for (const char* command : {"render", "merge"}) {
    const GateRan ran = gate.command({command, file, "--report", "junit=" + file});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(ran.err, "switchgate: --report junit=" + file + " would replace '" + file +
                           "', which is read here: name another file\n");
    EXPECT_EQ(GateRun::read(file), before);
  }
}

TEST_F(Stored, WithGateItExitsAsTheRunDid) {
  EXPECT_EQ(gate.command({"render", store("a.json", support::rich_report())}).exit_code, 0);
  EXPECT_EQ(gate.command({"render", "--gate", store("a.json", support::rich_report())}).exit_code,
            1);
  EXPECT_EQ(gate.command({"render", "--gate", store("b.json", support::empty_report())}).exit_code,
            3);
  EXPECT_EQ(gate.command({"render", "--gate", store("c.json", support::open_report())}).exit_code,
            0);
}

TEST_F(Stored, WhatIsNoReportIsAMistake) {
  const std::string other = gate.write("other.json", "{\"format\": \"other\"}");
  for (const char* command : {"render", "merge"}) {
    const GateRan ran = gate.command({command, other});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(ran.err,
              "switchgate: '" + other +
                  "' is not a report of switchgate: `run --report json=FILE` writes one\n");
    EXPECT_EQ(gate.command({command, gate.path("no-such.json")}).exit_code, 2);
  }
  const std::string cut = gate.write("cut.json", text_of(support::open_report()).substr(0, 400));
  EXPECT_EQ(gate.command({"render", cut}).exit_code, 2);
}

TEST_F(Stored, ShardsGiveOneVerdictAndOneReport) {
  std::vector<std::string> words = {"merge"};
  for (const int index : {3, 1, 2}) {
    words.push_back(store("shard-" + std::to_string(index) + ".json", shard(index, 3)));
  }
  words.insert(words.end(), {"--report", "json=" + gate.path("whole.json")});
  const GateRan ran = gate.command(words);
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  const auto whole = reporters::read_report(GateRun::read(gate.path("whole.json")));
  ASSERT_TRUE(whole) << whole.error().message;
  RunReport unsplit = support::rich_report();
  ASSERT_EQ(whole->checks.size(), unsplit.checks.size());
  for (std::size_t i = 0; i < unsplit.checks.size(); ++i) {
    EXPECT_EQ(whole->checks[i].id, unsplit.checks[i].id);
  }
  EXPECT_EQ(whole->verdict.reason, unsplit.verdict.reason);
  EXPECT_EQ(text_of(*whole, "sarif"), text_of(unsplit, "sarif"));
}

TEST_F(Stored, AShardThatIsMissingLeavesTheGateUndecided) {
  RunReport first = shard(1, 3);
  RunReport second = shard(2, 3);
  for (RunReport* report : {&first, &second}) {
    for (CheckResult& check : report->checks) {
      check.findings.clear();
      check.outcome = Outcome::kPassed;
      check.judged = 1;
    }
    report->findings.clear();
  }
  const GateRan ran = gate.command({"merge", store("1.json", first), store("2.json", second)});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.out.find("the report of shard 3/3 is missing"), std::string::npos) << ran.out;
}

TEST_F(Stored, ShardsOfDifferentRunsAreAMistake) {
  RunReport other = shard(2, 2);
  other.shard->digest = "other";
  const GateRan ran = gate.command({"merge", store("1.json", shard(1, 2)), store("2.json", other)});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.err,
            "switchgate: shard 1 of 2 and shard 2 of 2 are not parts of one run: they ran other "
            "suites, variables or targets\n");
  EXPECT_EQ(ran.out, "");
}

TEST_F(Stored, AMistakeInTheReportsAskedForIsOneWhateverTheVerdict) {
  const std::string file = store("1.json", shard(1, 1));
  EXPECT_EQ(gate.command({"merge", file, "--report", "junitt"}).exit_code, 2);
  EXPECT_EQ(gate.command({"render", "--gate", file, "--report", "junit=" + gate.suite() + "/x.xml"})
                .exit_code,
            2);
}

}  // namespace
}  // namespace switchgate::testing
