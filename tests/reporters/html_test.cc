// The html report: what it tells (golden files, without its style and script), that answers
// cannot change what it is made of, and that it stays small.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "checks/base/text.h"
#include "reporters/html/assets.h"
#include "reporters/json_reader.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

std::string whole_page(const RunReport& report) { return find_format("html")->render(report, {}); }

// Without style, script and its digest: what would hide what a golden file is about.
std::string page(const RunReport& report) {
  std::string text = whole_page(report);
  text = replace_all(std::move(text), html::style(), "");
  text = replace_all(std::move(text), html::script(), "");
  constexpr std::string_view kDigest = "sha256-";
  constexpr std::size_t kBase64 = 44;
  return text.replace(text.find(kDigest) + kDigest.size(), kBase64, "DIGEST");
}

// The rich run, with samples behind its judgement of latency.
RunReport measured_report(std::size_t samples = 12) {
  RunReport report = support::rich_report();
  ComparisonResult& comparison = report.checks[2].comparisons[0];
  for (std::size_t i = 0; i < samples; ++i) {
    const double spread = 1 + 0.1 * static_cast<double>((i * 7) % 12) / 12;
    comparison.live_ms.push_back(12 * spread);
    comparison.candidate_ms.push_back(13 * spread * (i % 10 == 9 ? 2 : 1));
  }
  return report;
}

const std::string& hostile_text() {
  static const std::string text =
      "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`&amp;"
      "\x1b[31m\xE2\x80\xAE\xFF::error::x\n##[error]y";
  return text;
}

pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_string(text.c_str());
  EXPECT_TRUE(result) << result.description() << " at "
                      << text.substr(static_cast<std::size_t>(result.offset), 200);
  return document;
}

// Names of elements, in order: what a page is made of.
std::vector<std::string> elements_of(const std::string& text) {
  const pugi::xml_document document = parsed(text);
  std::vector<std::string> names;
  for (const pugi::xpath_node node : document.select_nodes("//*")) {
    names.emplace_back(node.node().name());
  }
  return names;
}

TEST(Html, TellsARichRun) {
  EXPECT_TRUE(support::matches_golden("reporters/html.html", page(measured_report())));
}

TEST(Html, TellsAnOpenRun) {
  EXPECT_TRUE(support::matches_golden("reporters/html-open.html", page(support::open_report())));
}

TEST(Html, TellsWhatIsAccepted) {
  EXPECT_TRUE(
      support::matches_golden("reporters/html-accepted.html", page(support::accepted_report())));
}

TEST(Html, TellsARunWithoutChecks) {
  EXPECT_TRUE(support::matches_golden("reporters/html-empty.html", page(support::empty_report())));
}

TEST(Html, TellsHostileTextAsText) {
  EXPECT_TRUE(support::matches_golden("reporters/html-hostile.html",
                                      page(support::hostile_report(hostile_text()))));
}

TEST(Html, HostileTextChangesNoElement) {
  EXPECT_EQ(elements_of(page(support::hostile_report(hostile_text()))),
            elements_of(page(support::hostile_report("a harmless sentence\nin two lines"))));
}

TEST(Html, LoadsAndRunsNothingFromOutside) {
  const std::set<std::string> forbidden = {"img",   "iframe", "object", "embed", "link",
                                           "audio", "video",  "base",   "use",   "foreignObject"};
  for (const RunReport& report :
       {measured_report(), support::accepted_report(), support::hostile_report(hostile_text())}) {
    const pugi::xml_document document = parsed(page(report));
    for (const pugi::xpath_node node : document.select_nodes("//*")) {
      EXPECT_FALSE(forbidden.contains(node.node().name())) << node.node().name();
      for (const pugi::xml_attribute attribute : node.node().attributes()) {
        const std::string_view name = attribute.name();
        EXPECT_FALSE(name.starts_with("on") || name == "src" || name == "style") << name;
        EXPECT_TRUE(name != "href" || attribute.value()[0] == '#') << attribute.value();
      }
    }
    EXPECT_EQ(document.select_nodes("//script").size(), 1U);
  }
}

TEST(Html, ThePolicyAllowsItsOwnScriptAlone) {
  const pugi::xml_document document = parsed(page(support::open_report()));
  const std::string policy =
      document.select_node("//meta[@http-equiv]").node().attribute("content").value();
  EXPECT_EQ(policy,
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-DIGEST'; "
            "base-uri 'none'; form-action 'none'");
  EXPECT_EQ(html::script().find("</"), std::string_view::npos);
  EXPECT_EQ(html::style().find("</"), std::string_view::npos);
}

TEST(Html, EachIdStandsOnceAndEachLinkLeadsSomewhere) {
  for (const RunReport& report :
       {measured_report(), support::accepted_report(), support::empty_report()}) {
    const pugi::xml_document document = parsed(page(report));
    std::set<std::string> ids;
    for (const pugi::xpath_node node : document.select_nodes("//*[@id]")) {
      EXPECT_TRUE(ids.insert(node.node().attribute("id").value()).second)
          << node.node().attribute("id").value();
    }
    for (const pugi::xpath_node node : document.select_nodes("//a")) {
      EXPECT_TRUE(ids.contains(node.node().attribute("href").value() + 1))
          << node.node().attribute("href").value();
    }
    for (const char* attribute : {"aria-labelledby", "for"}) {
      const std::string query = std::string("//*[@") + attribute + "]";
      for (const pugi::xpath_node node : document.select_nodes(query.c_str())) {
        const std::string_view named = node.node().attribute(attribute).value();
        for (const std::string_view id : split(named, ' ')) {
          EXPECT_TRUE(ids.contains(std::string(id))) << id;
        }
      }
    }
  }
}

TEST(Html, WhatKeepsTheGateShutIsOpenAndThereFirst) {
  const pugi::xml_document document = parsed(page(support::rich_report()));
  std::vector<std::string> outcomes;
  for (const pugi::xpath_node node : document.select_nodes("//details")) {
    const std::string outcome = node.node().attribute("data-outcome").value();
    outcomes.push_back(outcome);
    EXPECT_EQ(!node.node().attribute("open").empty(),
              outcome == "failed" || outcome == "undecided");
  }
  EXPECT_EQ(outcomes, (std::vector<std::string>{"failed", "failed", "undecided", "passed", "passed",
                                                "passed", "skipped"}));
}

TEST(Html, ThinsOutThousandsOfSamplesAndSaysSo) {
  const std::string few = page(measured_report(400));
  const std::string many = page(measured_report(20'000));
  EXPECT_LT(many.size(), few.size() + 2'000);
  EXPECT_EQ(few.find("evenly by rank"), std::string::npos);
  EXPECT_NE(many.find("Of 20000 answers a side, 400 are drawn, evenly by rank"), std::string::npos);
}

TEST(Html, DrawsTheWorstOfManyEndpoints) {
  RunReport report = measured_report();
  const CheckResult slow = report.checks[2];
  for (int i = 0; i < 150; ++i) {
    report.checks.push_back(slow);
    report.checks.back().comparisons[0].latency->verdict = latency::Verdict::kPass;
  }
  const pugi::xml_document document = parsed(page(report));
  EXPECT_EQ(document.select_nodes("//svg[@class='plot']").size(),
            98U);  // two of them hold no samples
  EXPECT_EQ(document.select_nodes("//*[@id='latency']//tbody/tr").size(), 153U);
  EXPECT_NE(page(report).find("Distributions are drawn of the first 100 rows"), std::string::npos);
}

TEST(Html, DrawsWhenTheChecksRanThatTookLongest) {
  RunReport report = support::open_report();
  CheckResult check = report.checks[0];
  for (int i = 0; i < 70; ++i) {
    check.worked = {{Micros(1000), Micros(2000 + i)}};
    check.id = "n" + std::to_string(i) + ".";
    report.checks.push_back(check);
  }
  const std::string text = page(report);
  const std::string timeline = text.substr(text.find("id=\"timeline\""));
  EXPECT_NE(timeline.find("A row for each of 60 checks, over the 1.23s of the run."),
            std::string::npos);
  EXPECT_NE(timeline.find("n69."), std::string::npos);
  EXPECT_EQ(timeline.find("n11."), std::string::npos);  // with 58 others and the two longest: out
  EXPECT_LT(timeline.find("n12."), timeline.find("n69."));
  for (CheckResult& one : report.checks) {
    one.worked.clear();
  }
  EXPECT_EQ(page(report).find("timeline"), std::string::npos);
}

TEST(Html, ShowsAStoredRunAsTheRunItself) {
  RunReport report = measured_report();
  const auto stored = read_report(find_format("json")->render(report, {}));
  ASSERT_TRUE(stored.ok()) << stored.error().message;
  EXPECT_EQ(whole_page(*stored), whole_page(report));
}

}  // namespace
}  // namespace switchgate::reporters
