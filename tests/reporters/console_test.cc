// What people read. The golden files are the specification: read their diffs.

#include <algorithm>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

using support::matches_golden;

std::string console(const RunReport& report, const Style& style = {}) {
  return find_format("console")->render(report, style);
}

std::string last_line(const std::string& text) {
  return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

TEST(Console, TellsARichRunWorstFirst) {
  EXPECT_TRUE(matches_golden("reporters/console.txt", console(support::rich_report())));
}

TEST(Console, TellsEverythingWhenVerbose) {
  EXPECT_TRUE(matches_golden("reporters/console-verbose.txt",
                             console(support::rich_report(), {.verbose = true})));
}

TEST(Console, TellsOnlyWhatIsWrongWhenQuiet) {
  EXPECT_TRUE(matches_golden("reporters/console-quiet.txt",
                             console(support::rich_report(), {.quiet = true})));
}

TEST(Console, ColoursOnlyWhenAsked) {
  EXPECT_TRUE(matches_golden("reporters/console-colour.txt",
                             console(support::rich_report(), {.colour = true})));
  EXPECT_EQ(console(support::rich_report()).find('\x1b'), std::string::npos);
}

TEST(Console, IsShortWhenTheGateIsOpen) {
  EXPECT_TRUE(matches_golden("reporters/console-open.txt", console(support::open_report())));
}

TEST(Console, NamesWhatWasTakenOffEveryRatio) {
  RunReport report = support::rich_report();
  EXPECT_EQ(console(report).find("that all endpoints share"), std::string::npos);
  for (CheckResult& check : report.checks) {
    for (ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency) {
        comparison.latency->common = 0.2231435513;
      }
    }
  }
  EXPECT_NE(console(report).find("ratio: beyond the +25 % that all endpoints share"),
            std::string::npos);
}

TEST(Console, SaysOneLineWhenQuietAndOpen) {
  EXPECT_EQ(console(support::open_report(), {.quiet = true}),
            "gate OPEN  0 errors · 2 checks: 2 passed · 1.23s\n");
}

TEST(Console, EndsWithTheVerdict) {
  EXPECT_EQ(
      last_line(console(support::rich_report())).rfind("gate CLOSED  3 errors, 2 warnings", 0), 0U);
  EXPECT_EQ(last_line(console(support::empty_report())).rfind("gate UNDECIDED  0 errors", 0), 0U);
}

TEST(Console, SaysThatAPolicyOpenedTheGate) {
  RunReport report = support::open_report();
  report.verdict.opened_by_policy = true;
  report.verdict.reason = "1 comparison could not be decided (--on-undecided=open)";
  EXPECT_NE(console(report).find("! opened by policy, not by evidence: 1 comparison"),
            std::string::npos);
}

TEST(Console, KeepsToItsWidthExceptForCommandsAndTheVerdict) {
  for (const int width : {60, 80, 100}) {
    const std::string text = console(support::rich_report(), {.width = width});
    for (const std::string_view line : split(text, '\n')) {
      if (line.find("$ curl") == std::string_view::npos && !line.starts_with("gate ")) {
        EXPECT_LE(count_code_points(line), static_cast<std::size_t>(std::max(width, 76))) << line;
      }
    }
  }
}

TEST(Console, ShowsTheFirstFiftyOfAThousandFailedChecks) {
  RunReport report = support::open_report();
  CheckResult failed = support::rich_report().checks[2];
  for (int i = 0; i < 1000; ++i) {
    failed.id = "shop/check " + std::to_string(i);
    report.checks.push_back(failed);
  }
  const std::string text = console(report);
  EXPECT_NE(text.find("FAILED  shop/check 49 "), std::string::npos);
  EXPECT_EQ(text.find("FAILED  shop/check 50 "), std::string::npos);
  EXPECT_NE(text.find("… and 950 checks more with findings; -v shows all"), std::string::npos);
}

TEST(Console, ShowsTheWorstLatenciesOfMany) {
  RunReport report = support::open_report();
  const CheckResult passed = report.checks[1];
  report.checks.insert(report.checks.end(), 99, passed);
  report.checks.push_back(support::rich_report().checks[2]);
  const std::string text = console(report);
  const std::size_t heading = text.find("  latency ");
  ASSERT_NE(heading, std::string::npos);
  EXPECT_EQ(text.find("\n  shop/product list", heading), text.find('\n', heading));
  EXPECT_NE(text.find("… and 71 rows more; -v shows all of them"), std::string::npos);
}

TEST(Console, ShowsWarningsInQuietModeOnlyWhenTheyCloseTheGate) {
  RunReport report = support::rich_report();
  const std::string warning = "expected the answer within 250ms";
  EXPECT_EQ(console(report, {.quiet = true}).find(warning), std::string::npos);
  report.policy.fail_on = Level::kWarning;
  EXPECT_NE(console(report, {.quiet = true}).find(warning), std::string::npos);
}

}  // namespace
}  // namespace switchgate::reporters
