// What GitHub Actions reads: at most ten annotations of a kind, escaped as the runner decodes
// them, and outputs that no value can leave.

#include "reporters/github.h"

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

struct Command {
  std::string name;
  std::string properties;
  std::string message;
};

// As the runner reads a line.
std::vector<Command> commands_of(const RunReport& report) {
  std::vector<Command> out;
  const std::string text = github_annotations(report);
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) {
      continue;
    }
    EXPECT_TRUE(line.starts_with("::")) << line;
    const std::size_t end = line.find("::", 2);
    const std::size_t blank = line.find(' ');
    std::string message(line.substr(end + 2));
    for (const auto& [from, to] :
         {std::pair("%0D", "\r"), std::pair("%0A", "\n"), std::pair("%25", "%")}) {
      message = replace_all(message, from, to);
    }
    out.push_back({std::string(line.substr(2, blank - 2)),
                   std::string(line.substr(blank + 1, end - blank - 1)), message});
  }
  return out;
}

RunReport with_findings(std::size_t errors, std::size_t warnings, std::size_t notes) {
  RunReport report = support::open_report();
  for (const auto& [count, level] :
       {std::pair(notes, Level::kNote), std::pair(warnings, Level::kWarning),
        std::pair(errors, Level::kError)}) {
    for (std::size_t i = 0; i < count; ++i) {
      Finding finding;
      finding.rule = "http/status";
      finding.level = level;
      finding.message = std::string(20'000, 'm');
      finding.curl = std::string(20'000, 'c');
      finding.pos = {0, 12, 1};
      report.checks[0].findings.push_back(finding);
    }
  }
  report.verdict = verdict_of(report, {});
  return report;
}

TEST(GithubAnnotations, KeepWithinTheLimitsOfAStep) {
  std::map<std::string, std::size_t> counts;
  for (const Command& command : commands_of(with_findings(25, 10, 9))) {
    ++counts[command.name];
    EXPECT_LE(command.message.size(), 4096U);
  }
  EXPECT_EQ(counts["error"], 10U);
  EXPECT_EQ(counts["warning"], 10U);
  EXPECT_EQ(counts["notice"], 9U);
  const std::string text = github_annotations(with_findings(25, 10, 9));
  EXPECT_NE(text.find("::error title=switchgate::16 more: see the summary of this step\n"),
            std::string::npos);
  EXPECT_NE(text.find("::warning title=switchgate::1 more"), std::string::npos);
}

TEST(GithubAnnotations, EscapeWhatTheRunnerDecodes) {
  RunReport report = support::open_report();
  report.files[0].repo_path = "a,b:c%/x.yaml";
  Finding finding;
  finding.rule = "http/status";
  finding.check = "100%, sure: yes";
  finding.message = "50% done\nline two::x";
  finding.pos = {0, 7, 1};
  report.checks[0].findings = {finding};
  report.verdict = verdict_of(report, {});
  EXPECT_EQ(github_annotations(report),
            "::error file=a%2Cb%3Ac%25/x.yaml,line=7,title=100%25%2C sure%3A yes%3A http/status::"
            "50%25 done%0Aline two::x\n");
}

TEST(GithubAnnotations, WarnOfWhatPolicyLetPass) {
  RunReport report = with_findings(0, 0, 0);
  Finding finding;
  finding.rule = "latency/noisy";
  finding.message = "too noisy";
  finding.undecided = true;
  finding.pos = {0, 7, 1};
  report.checks[0].findings = {finding};
  report.checks[0].outcome = Outcome::kUndecided;
  report.policy.on_undecided = OnUndecided::kOpen;
  report.verdict = verdict_of(report, {});
  ASSERT_EQ(report.verdict.gate, Gate::kOpen);
  const std::vector<Command> commands = commands_of(report);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].name, "warning");
}

TEST(GithubOutputs, TellVerdictCountsAndFiles) {
  EXPECT_EQ(github_output_lines(
                github_outputs(support::rich_report(), {{"junit", "out/junit.xml"}}, false), "END"),
            "verdict=closed\nexit-code=1\nerrors=3\nwarnings=2\nundecided=1\nchecks=7\npassed=3\n"
            "failed=2\nskipped=1\nreport-junit=out/junit.xml\n");
}

TEST(GithubOutputs, NeverSayOpenWhenAReportWasLost) {
  const std::vector<Output> outputs = github_outputs(support::open_report(), {}, true);
  EXPECT_EQ(outputs[0], Output("verdict", "undecided"));
  EXPECT_EQ(outputs[1], Output("exit-code", "3"));
  EXPECT_EQ(github_outputs(support::rich_report(), {}, true)[0], Output("verdict", "closed"));
  EXPECT_EQ(github_outputs(support::open_report(), {}, false)[0], Output("verdict", "open"));
}

TEST(GithubOutputs, DelimitWhatIsNoPlainWord) {
  EXPECT_EQ(github_output_lines({{"report-json", "a b\nverdict=open"}, {"x", "y<<z"}}, "END"),
            "report-json<<END\na b\nverdict=open\nEND\nx<<END\ny<<z\nEND\n");
}

}  // namespace
}  // namespace switchgate::reporters
