// A stored run read back: every format shows it as it showed the original, and nothing but a
// sound report is taken for one.

#include "reporters/json_reader.h"

#include <limits>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/facts.h"
#include "reporters/reporter.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

std::string rendered(const RunReport& report, std::string_view format = "json") {
  return find_format(format)->render(report, {});
}

// As it is stored: no absolute path.
RunReport portable(RunReport report) {
  for (SourceFile& file : report.files) {
    file.path = portable_path(file.path);
  }
  report.baseline = portable_path(report.baseline);
  return report;
}

RunReport unusual_report() {
  RunReport report = support::rich_report();
  report.timer_lateness_p95.reset();
  report.verdict = {Gate::kUndecided, 143, "terminated before every check had ended", false};
  report.policy = {Level::kNote, OnUndecided::kOpen};
  latency::Judgement& judged = *report.checks[2].comparisons[0].latency;
  judged.lower = -std::numeric_limits<double>::infinity();
  judged.upper = std::numeric_limits<double>::infinity();
  judged.mde80 = std::numeric_limits<double>::quiet_NaN();
  judged.theta = 0.1 + 0.2;
  report.files[0].text = "ü😀: [x]\n  😀😀 y\n";
  report.checks[2].findings[0].pos = {0, 1, 9};
  report.checks[2].findings[1].pos = {0, 2, 11};
  report.checks[2].findings[2].pos = {0, 2, 0};
  report.findings.front().pos = {0, 400, 3};  // beyond the file's end
  return report;
}

std::vector<RunReport> samples() {
  std::vector<RunReport> all = {support::rich_report(), support::open_report(),
                                support::empty_report(), support::accepted_report(),
                                unusual_report()};
  for (const char* hostile :
       {"\x1b[2J ::error::x ##[error] \xE2\x80\xAE", "]]> <&\"' \xEF\xBF\xBE", "a\n\nb\tc", ""}) {
    all.push_back(support::hostile_report(hostile));
  }
  return all;
}

TEST(ReadReport, GivesARunThatEveryFormatShowsAsBefore) {
  for (const RunReport& sample : samples()) {
    const RunReport original = portable(sample);
    const Result<RunReport> read = read_report(rendered(sample));
    ASSERT_TRUE(read) << read.error().message;
    for (const Format& format : formats()) {
      for (const Style& style :
           {Style{}, Style{.quiet = true}, Style{.colour = true, .width = 60, .verbose = true}}) {
        EXPECT_EQ(format.render(*read, style), format.render(original, style)) << format.name;
      }
    }
  }
}

TEST(ReadReport, KeepsWhatAVerdictAndAMergeNeed) {
  const RunReport original = support::accepted_report();
  const Result<RunReport> read = read_report(rendered(original));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->selected, original.selected);
  EXPECT_EQ(read->whole, false);
  EXPECT_EQ(read->started, original.started);
  ASSERT_TRUE(read->shard);
  EXPECT_EQ(read->shard->index, 2);
  EXPECT_EQ(read->shard->count, 3);
  EXPECT_EQ(read->shard->digest, "5d41402abc4b2a76");
  EXPECT_EQ(read->shard->total, 9U);
  EXPECT_EQ(read->checks.back().order, 7U);
  EXPECT_EQ(read->checks.back().findings[2].accepted, original.checks.back().findings[2].accepted);
  ASSERT_EQ(read->waivers.size(), 2U);
  EXPECT_EQ(read->waivers[0].waiver.expires, parse_date("2026-12-31"));
  EXPECT_EQ(read->waivers[0].used, 1U);
  EXPECT_EQ(verdict_of(*read, {}).gate, verdict_of(original, {}).gate);
}

TEST(ReadReport, IgnoresNamesThatItDoesNotKnow) {
  const std::string text = rendered(support::open_report());
  const std::string more =
      replace_all(text, "\"notes\":", "\"later\": {\"x\": [1]},\n  \"notes\":");
  ASSERT_NE(more, text);
  EXPECT_TRUE(read_report(more).ok());
}

TEST(ReadReport, KnowsNoPeriodsWhereAnOlderProgramWroteNone) {
  std::string text = rendered(support::open_report());
  for (int i = 0; i < 2; ++i) {  // of its two checks
    const std::size_t from = text.find("\"worked\"");
    ASSERT_NE(from, std::string::npos);
    text.erase(from, text.find("\"findings\"", from) - from);
  }
  const Result<RunReport> read = read_report(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->checks[0].worked.empty());
}

struct Spoiled {
  std::string from;
  std::string to;
  std::string message;
};

TEST(ReadReport, TakesNothingElseForAReport) {
  const std::string text = rendered(support::accepted_report());
  const std::vector<Spoiled> cases = {
      {"\"format\": \"switchgate-report\"", "\"format\": \"other\"",
       "not a report of switchgate: `run --report json=FILE` writes one"},
      {"\"version\": 1", "\"version\": 2",
       "a report of version 2, and this switchgate reads version 1: use the one that wrote it"},
      {"\"exit_code\": 0", "\"exit_code\": 1",
       "not a sound report: /verdict: gate and exit_code say different things"},
      {"\"gate\": \"open\"", "\"gate\": \"ajar\"",
       "not a sound report: /verdict/gate: expected one of open, closed, undecided"},
      {"\"from_us\": 12000", "\"from_us\": 60000",
       "not a sound report: /checks/0/worked/0: ends before it begins"},
      {"\"requests\": 214", "\"requests\": -1",
       "not a sound report: /requests: expected an integer from 0 to 1000000000, found -1"},
      {"\"whole\": false", "\"whole\": \"no\"",
       "not a sound report: /whole: expected true or false, found \"no\""},
      {"\"whole\": false", "\"wholly\": false",
       "not a sound report: the document: the member 'whole' is missing"},
      {"\"whole\": false", "\"notes\": []",
       "not a sound report: the member /notes stands there twice"},
      {"\"index\": 2", "\"index\": 4",
       "not a sound report: /shard/index: expected an integer from 1 to 3, found 4"},
      {"\"rule\": \"http/header\",\n          \"level\"",
       "\"rule\": \"target/refused\",\n          \"level\"",
       "not a sound report: /checks/2/findings/2/accepted: such a finding cannot be accepted"},
      {"\"expires\": \"2026-12-31\",\n      \"place\"", "\"expires\": \"soon\",\n      \"place\"",
       "not a sound report: /waivers/0/expires: expected a day such as 2026-12-31"},
      {"\"named\": \"shop.yaml\"", "\"named\": 1",
       "not a sound report: /files/0/named: expected a string, found 1"},
      {"\"hash\": ", "\"hush\": ",
       "not a sound report: /files/0/lines/0: the member 'hash' is missing"},
  };
  for (const Spoiled& spoiled : cases) {
    std::string bad = text;
    const std::size_t at = bad.find(spoiled.from);
    ASSERT_NE(at, std::string::npos) << spoiled.from;
    bad.replace(at, spoiled.from.size(), spoiled.to);
    const Result<RunReport> read = read_report(bad);
    ASSERT_FALSE(read) << spoiled.from;
    EXPECT_EQ(read.error().message, spoiled.message);
  }
}

TEST(ReadReport, TellsAReportThatWasCutShort) {
  const std::string text = rendered(support::rich_report());
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 3}) {
    EXPECT_FALSE(read_report(text.substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace switchgate::reporters
