// Whole reports of the formats that CI systems and people's comments read, and the stored runs that
// they are made of, as golden files: a
// run that passed, one with one of each outcome, accepted findings, hostile texts, no checks.

#include <csignal>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

constexpr const char* kHostile =
    "\x1b[31m::error::x\n##[error] <script>@team</script> `|` #1 \\ \"q\" https://example.com %0A";

std::string rendered(std::string_view format, const RunReport& report) {
  return find_format(format)->render(report, {});
}

TEST(Formats, TellEveryKindOfRun) {
  const std::vector<std::pair<std::string, RunReport>> runs = {
      {"open", support::open_report()},
      {"outcomes", support::rich_report()},
      {"accepted", support::accepted_report()},
      {"hostile", support::hostile_report(kHostile)},
      {"empty", support::empty_report()}};
  for (const auto& [format, extension] :
       std::vector<std::pair<std::string, std::string>>{{"json", "json"},
                                                        {"gitlab", "json"},
                                                        {"openmetrics", "txt"},
                                                        {"markdown", "md"},
                                                        {"tap", "tap"},
                                                        {"github", "txt"}}) {
    for (const auto& [name, report] : runs) {
      const std::string file = "reporters/" + format + "/" + name + "." + extension;
      EXPECT_TRUE(support::matches_golden(file, rendered(format, report))) << file;
    }
  }
}

bool has_line_starting(std::string_view text, std::string_view start) {
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with(start)) {
      return true;
    }
  }
  return false;
}

// What a run with one more outcome and finding comes to, by the verdict itself.
struct Situation {
  Outcome outcome = Outcome::kPassed;
  std::optional<Level> level;  // of the finding, when there is one
  bool undecided = false;
  bool on_the_run = false;
  Policy policy;
  int signal = 0;
};

RunReport report_of(const Situation& situation) {
  RunReport report = support::open_report();
  report.policy = situation.policy;
  report.checks[0].outcome = situation.outcome;
  if (situation.level) {
    Finding finding;
    finding.rule = "latency/noisy";
    finding.level = *situation.level;
    finding.undecided = situation.undecided;
    finding.message = "something";
    (situation.on_the_run ? report.findings : report.checks[0].findings).push_back(finding);
  }
  RunFacts facts;
  facts.signal = situation.signal;
  report.verdict = verdict_of(report, facts);
  return report;
}

std::vector<Situation> situations() {
  std::vector<Situation> all;
  for (const Outcome outcome :
       {Outcome::kPassed, Outcome::kFailed, Outcome::kUndecided, Outcome::kSkipped}) {
    for (const std::optional<Level> level : std::initializer_list<std::optional<Level>>{
             std::nullopt, Level::kNote, Level::kWarning, Level::kError}) {
      for (const bool undecided : {false, true}) {
        for (const bool on_the_run : {false, true}) {
          for (const Level fail_on : {Level::kNote, Level::kWarning, Level::kError}) {
            for (const OnUndecided policy :
                 {OnUndecided::kUndecided, OnUndecided::kClosed, OnUndecided::kOpen}) {
              for (const int signal : {0, SIGTERM}) {
                all.push_back({outcome, level, undecided, on_the_run, {fail_on, policy}, signal});
              }
            }
          }
        }
      }
    }
  }
  return all;
}

// No reader shows green for a gate that stays shut, nor red for one that opened.
TEST(Formats, AreRedIfAndOnlyIfTheGateIsNotOpen) {
  std::size_t open = 0;
  std::size_t shut = 0;
  for (const Situation& situation : situations()) {
    const RunReport report = report_of(situation);
    const bool is_open = report.verdict.gate == Gate::kOpen;
    ++(is_open ? open : shut);
    for (const auto& [format, red] :
         {std::pair("tap", "not ok "), std::pair("github", "::error ")}) {
      const std::string text = rendered(format, report);
      EXPECT_EQ(has_line_starting(text, red), !is_open)
          << format << ' ' << report.verdict.reason << '\n'
          << text;
    }
    const std::string quality = rendered("gitlab", report);
    if (!is_open && situation.policy.fail_on == Level::kError) {
      EXPECT_TRUE(quality.find("\"critical\"") != std::string::npos ||
                  quality.find("\"major\"") != std::string::npos)
          << report.verdict.reason << '\n'
          << quality;
    }
  }
  EXPECT_GT(open, 20U);
  EXPECT_GT(shut, 20U);
}

}  // namespace
}  // namespace switchgate::reporters
