// What is waived or expected: seen in every format, a failure in none.

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

std::string rendered(std::string_view format, const Style& style = {}) {
  return find_format(format)->render(support::accepted_report(), style);
}

TEST(Accepted, StandsOnTheConsoleWithItsReason) {
  EXPECT_TRUE(support::matches_golden("reporters/accepted.txt", rendered("console")));
}

TEST(Accepted, StandsBesideItsCheckWhenVerbose) {
  EXPECT_TRUE(
      support::matches_golden("reporters/accepted-verbose.txt",
                              rendered("console", {.width = 80, .quiet = false, .verbose = true})));
}

TEST(Accepted, IsNotSaidWhenOnlyWhatIsWrongIsWanted) {
  EXPECT_EQ(rendered("console", {.quiet = true}),
            "gate OPEN  0 errors, 1 waived, 1 expected · 3 checks: 3 passed · 1.23s\n");
}

TEST(Accepted, IsAPassThatSaysSoInJUnit) {
  EXPECT_TRUE(support::matches_golden("reporters/accepted.xml", rendered("junit")));
}

TEST(Accepted, IsLeftOutOfTheSarifForGitHub) {
  const std::string text = rendered("sarif");
  EXPECT_EQ(text.find("http/header"), std::string::npos);
  EXPECT_NE(text.find("2 findings are left out: waived or expected"), std::string::npos);
}

TEST(Accepted, IsSuppressedInTheSarifForOtherReaders) {
  EXPECT_TRUE(
      support::matches_golden("reporters/accepted.sarif", rendered("sarif-with-suppressions")));
}

TEST(Accepted, NeverHidesAnotherFindingOfItsRuleAndLine) {
  RunReport report = support::accepted_report();
  report.checks.back().findings.push_back(report.checks.back().findings[2]);
  report.checks.back().findings.back().accepted.reset();
  report.checks.back().findings.back().level = Level::kError;
  for (const char* format : {"sarif", "sarif-with-suppressions"}) {
    const auto document = json::read(find_format(format)->render(report, {}));
    ASSERT_TRUE(document.ok());
    const json::Value& run = (*document->root.object()->find("runs")->array())[0];
    std::size_t open = 0;
    for (const json::Value& result : *run.object()->find("results")->array()) {
      open += *result.object()->find("ruleId")->string() == "http/header" &&
                      result.object()->find("suppressions") == nullptr
                  ? 1
                  : 0;
    }
    EXPECT_EQ(open, 1U) << format;
  }
}

}  // namespace
}  // namespace switchgate::reporters
