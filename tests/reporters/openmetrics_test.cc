// OpenMetrics: what both of its readers are strict about.

#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/reporter.h"
#include "tests/support/sample_report.h"
#include "tests/support/tools.h"

namespace switchgate::reporters {
namespace {

std::string metrics(const RunReport& report) {
  return find_format("openmetrics")->render(report, {});
}

std::vector<RunReport> reports() {
  return {support::rich_report(),
          support::open_report(),
          support::empty_report(),
          support::accepted_report(),
          support::hostile_report("a\"b\\c#d\ne,f={}'$`"),
          support::hostile_report(std::string(500, 'x'))};
}

TEST(OpenMetrics, HasEachSeriesOnceAndNoNumberSignInAny) {
  for (const RunReport& report : reports()) {
    const std::string text = metrics(report);
    EXPECT_TRUE(text.ends_with("# EOF\n"));
    std::set<std::string> seen;
    for (const std::string_view line : split(text, '\n')) {
      if (line.empty() || line.starts_with("# ")) {
        continue;
      }
      EXPECT_TRUE(seen.insert(std::string(line.substr(0, line.rfind(' ')))).second) << line;
      EXPECT_EQ(line.find('#'), std::string_view::npos) << line;
      EXPECT_EQ(line.find("\", "), std::string_view::npos) << line;
    }
  }
}

TEST(OpenMetrics, IsTakenByPrometheus) {
  if (support::run_tool({"promtool", "--version"}).exit_code != 0) {
    GTEST_SKIP() << "promtool is not installed (Debian: prometheus)";
  }
  for (const RunReport& report : reports()) {
    const support::TemporaryFile file(metrics(report));
    const support::ToolResult result =
        support::run_tool({"sh", "-c", "promtool check metrics < \"$0\"", file.path()});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_EQ(result.output, "");
  }
}

TEST(OpenMetrics, SaysNothingOfWhatWasNotMeasured) {
  RunReport report = support::open_report();
  EXPECT_EQ(metrics(report).find("baseline_age"), std::string::npos);
  latency::Judgement& judged = *report.checks[1].comparisons[0].latency;
  judged.lower = -std::numeric_limits<double>::infinity();
  judged.theta = std::nan("");
  EXPECT_EQ(metrics(report).find("switchgate_latency_ratio{"), std::string::npos);
  EXPECT_NE(metrics(report).find("switchgate_latency_ratio_upper{"), std::string::npos);
  judged.kept = 0;
  EXPECT_EQ(metrics(report).find("switchgate_latency_ratio"), std::string::npos);
  EXPECT_EQ(metrics(report).find("switchgate_latency_median"), std::string::npos);
  EXPECT_NE(metrics(report).find("switchgate_latency_verdict{"), std::string::npos);
}

TEST(OpenMetrics, KnowsHowOldTheBaselineWas) {
  EXPECT_NE(metrics(support::rich_report()).find("\nswitchgate_baseline_age_seconds 1044930.25\n"),
            std::string::npos);
}

}  // namespace
}  // namespace switchgate::reporters
