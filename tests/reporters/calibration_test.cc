// What `calibrate` says. The golden files are the specification: read their diffs.

#include "reporters/calibration.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/golden.h"

namespace switchgate::reporters {
namespace {

using support::matches_golden;

CheckResult endpoint(const std::string& id, double median_ms, double theta, double mde80,
                     latency::Verdict verdict = latency::Verdict::kPass) {
  CheckResult check;
  check.id = id;
  ComparisonResult comparison;
  comparison.against = "live";
  latency::Judgement judged;
  judged.verdict = verdict;
  judged.live_median_ms = median_ms;
  judged.theta = theta;
  judged.mde80 = mde80;
  judged.detect = 0.2;
  judged.kept = judged.given = 100;
  judged.reason =
      "cannot exclude +20 %: the smallest slowdown visible here is +34 %; about 700 pairs would do";
  comparison.latency = judged;
  check.comparisons = {comparison};
  return check;
}

RunReport report_of(std::vector<CheckResult> checks) {
  RunReport report;
  report.targets = {{"shop", "live", "https://www.example.com", "192.0.2.7:443", "--live"}};
  report.checks = std::move(checks);
  report.requests = 9600;
  report.duration = Micros{130'000'000};
  return report;
}

RunReport mixed() {
  RunReport report =
      report_of({endpoint("shop/product list", 12.4, 0.004, 0.17),
                 endpoint("shop/search[q=lamp]", 31, -0.021, 0.34, latency::Verdict::kUndecided),
                 endpoint("shop/cart", 0.8, 0.001, 0.11)});
  CheckResult broken;
  broken.id = "shop/report";
  Finding finding;
  finding.rule = "http/status";
  finding.check = broken.id;
  finding.message = "expected status 2xx, found 500 Internal Server Error.";
  broken.findings = {finding};
  report.checks.push_back(broken);
  return report;
}

TEST(Calibration, TellsTheNoisiestFirstAndWhatCouldNotBeMeasured) {
  EXPECT_TRUE(matches_golden("reporters/calibration.txt", calibration(mixed(), {})));
  EXPECT_FALSE(all_measured(mixed()));
}

TEST(Calibration, TellsOnlyWhatARunWouldNotSeeWhenQuiet) {
  EXPECT_TRUE(
      matches_golden("reporters/calibration-quiet.txt", calibration(mixed(), {.quiet = true})));
}

TEST(Calibration, IsShortWhereEverythingIsSeen) {
  const RunReport report = report_of({endpoint("cart", 0.8, 0.001, 0.11)});
  EXPECT_TRUE(matches_golden("reporters/calibration-good.txt", calibration(report, {})));
  EXPECT_TRUE(all_measured(report));
}

// An A/A comparison that found a slowdown was measured: that is what it found.
TEST(Calibration, ASlowdownIsNoObstacle) {
  RunReport report =
      report_of({endpoint("cart", 0.8, std::log(1.3), 0.11, latency::Verdict::kFail)});
  Finding finding;
  finding.rule = "latency/body";
  report.checks[0].findings = {finding};
  EXPECT_TRUE(all_measured(report));
  EXPECT_NE(calibration(report, {}).find("at most by +30 % (cart)"), std::string::npos);
}

TEST(Calibration, OfNothingSaysNothing) {
  EXPECT_EQ(calibration(report_of({}), {.quiet = true}), "");
}

}  // namespace
}  // namespace switchgate::reporters
