// What the end of a run and its report say together.

#include "runner/serve/gate_run.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runner/cli/run.h"
#include "tests/support/sample_report.h"

namespace switchgate::serve {
namespace {

RunReport report_of(Gate gate, int exit_code) {
  RunReport report = gate == Gate::kClosed ? support::rich_report() : support::open_report();
  report.tool_version = cli::version();
  report.shard.reset();
  report.verdict.gate = gate;
  report.verdict.exit_code = exit_code;
  report.verdict.reason = "as told";
  return report;
}

TEST(GateRunVerdict, ReportAndExitCodeMustSayTheSame) {
  const std::vector<std::pair<Gate, int>> reports = {
      {Gate::kOpen, 0}, {Gate::kClosed, 1}, {Gate::kUndecided, 3}, {Gate::kUndecided, 143}};
  for (const auto& [gate, said] : reports) {
    for (const int exit : {0, 1, 2, 3, 4, 77, 126, 127, 130, 137, 139, 143}) {
      const Conclusion conclusion = conclude({Ending::kExited, exit, ""}, report_of(gate, said));
      const bool agree = exit == said && exit < 4 && exit != 2;
      EXPECT_EQ(conclusion.gate, agree ? gate : Gate::kUndecided) << said << " and " << exit;
      EXPECT_EQ(conclusion.exit, exit);
      EXPECT_FALSE(conclusion.reason.empty());
    }
  }
}

TEST(GateRunVerdict, MissingEvidenceIsUndecidedWhateverTheExitCode) {
  for (const int exit : {0, 1, 2, 3, 77}) {
    EXPECT_EQ(conclude({Ending::kExited, exit, ""}, Error{"no file", {}}).gate, Gate::kUndecided);
  }
  RunReport other = report_of(Gate::kOpen, 0);
  other.tool_version = "0.0.1";
  RunReport part = report_of(Gate::kOpen, 0);
  part.shard = Shard{1, 2, "digest", 10};
  RunReport contradiction = report_of(Gate::kClosed, 0);
  for (const RunReport& report : {other, part, contradiction}) {
    EXPECT_EQ(conclude({Ending::kExited, 0, ""}, report).gate, Gate::kUndecided);
  }
}

TEST(GateRunVerdict, ARunThatDidNotEndByItselfIsUndecided) {
  for (const Ending how : {Ending::kTimedOut, Ending::kStopped, Ending::kNotStarted}) {
    const Conclusion conclusion = conclude({how, 0, "last words"}, report_of(Gate::kOpen, 0));
    EXPECT_EQ(conclusion.gate, Gate::kUndecided);
    EXPECT_EQ(conclusion.exit, std::nullopt);
    EXPECT_EQ(conclusion.findings, std::vector<std::string>{"last words"});
  }
}

TEST(GateRunVerdict, TellsTheFirstSentencesOfWhatCloses) {
  RunReport report = report_of(Gate::kClosed, 1);
  report.findings.clear();
  report.checks.resize(1);
  CheckResult& check = report.checks[0];
  check.findings.clear();
  for (int i = 0; i < 7; ++i) {
    Finding finding;
    finding.rule = "http/status";
    finding.check = "cart";
    finding.message = "Expected 200, found 50" + std::to_string(i) + ". More of it.";
    check.findings.push_back(finding);
  }
  check.findings[0].level = Level::kWarning;
  const Conclusion conclusion = conclude({Ending::kExited, 1, ""}, report);
  ASSERT_EQ(conclusion.findings.size(), 5U);
  EXPECT_EQ(conclusion.findings[0], "cart: Expected 200, found 501.");
}

}  // namespace
}  // namespace switchgate::serve
