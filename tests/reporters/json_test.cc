// The stored run: read back with our own reader, so that it is JSON and says
// what it should.

#include <limits>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

std::string rendered(const RunReport& report) { return find_format("json")->render(report, {}); }

json::Value parsed(const RunReport& report) {
  auto document = json::read(rendered(report));
  EXPECT_TRUE(document.ok()) << document.error().message;
  return std::move(document).value().root;
}

const json::Value& at(const json::Value& value, std::string_view name) {
  static const json::Value missing("missing");
  const json::Value* found = value.object() == nullptr ? nullptr : value.object()->find(name);
  return found == nullptr ? missing : *found;
}

TEST(Json, HoldsTheWholeRun) {
  EXPECT_TRUE(support::matches_golden("reporters/report.json", rendered(support::rich_report())));
}

TEST(Json, NamesItsFormatAndVersionFirst) {
  const json::Value value = parsed(support::rich_report());
  ASSERT_NE(value.object(), nullptr);
  EXPECT_EQ(value.object()->begin()->first, "format");
  EXPECT_EQ(at(value, "format"), json::Value("switchgate-report"));
  EXPECT_EQ(at(value, "version"), json::Value(1));
}

TEST(Json, CarriesTheVerdict) {
  const json::Value value = parsed(support::rich_report());
  EXPECT_EQ(at(at(value, "verdict"), "gate"), json::Value("closed"));
  EXPECT_EQ(at(at(value, "verdict"), "exit_code"), json::Value(1));
}

TEST(Json, WritesUnknownNumbersAsNull) {
  RunReport report = support::rich_report();
  report.checks[2].comparisons[0].latency->theta = std::numeric_limits<double>::quiet_NaN();
  report.checks[2].comparisons[0].latency->mde80 = std::numeric_limits<double>::infinity();
  const std::string text = rendered(report);
  EXPECT_NE(text.find("\"theta\": null"), std::string::npos);
  EXPECT_NE(text.find("\"mde80\": null"), std::string::npos);
  EXPECT_TRUE(json::read(text).ok());
}

TEST(Json, NamesNoAbsolutePath) {
  RunReport report = support::rich_report();
  report.baseline = "/home/me/baseline.json";
  EXPECT_EQ(rendered(report).find("/home/me"), std::string::npos);
}

TEST(Json, RoundTripsHostileTextExactly) {
  const std::string text = "\x1b[31m\xC2\x9B ##[error] ###x ::error:: \xE2\x80\xAE\" \\ \n";
  const std::string written = rendered(support::hostile_report(text));
  for (const char* harmful : {"\x1b", "\xC2\x9B", "##", "\xE2\x80\xAE"}) {
    EXPECT_EQ(written.find(harmful), std::string::npos) << harmful;
  }
  const auto document = json::read(written);
  ASSERT_TRUE(document.ok()) << document.error().message;
  EXPECT_EQ(at(document->root, "notes"), json::Value(json::Array{text}));
}

}  // namespace
}  // namespace switchgate::reporters
