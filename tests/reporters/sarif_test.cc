// SARIF, judged by the schema of OASIS and by what GitHub's uploader insists
// on.

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/tools.h"

namespace switchgate::reporters {
namespace {

std::string sarif(const RunReport& report) { return find_format("sarif")->render(report, {}); }

// The only run of the file, parsed.
json::Value run_of(const RunReport& report) {
  auto document = json::read(sarif(report));
  EXPECT_TRUE(document.ok()) << document.error().message;
  return *document->root.object()->find("runs")->array()->begin();
}

const json::Value& at(const json::Value& value, std::initializer_list<std::string_view> names) {
  static const json::Value missing;
  const json::Value* here = &value;
  for (const std::string_view name : names) {
    if (here->array() != nullptr) {
      here = here->array()->empty() ? nullptr : &here->array()->front();
    }
    here = here == nullptr || here->object() == nullptr ? nullptr : here->object()->find(name);
    if (here == nullptr) {
      return missing;
    }
  }
  return *here;
}

std::string text_at(const json::Value& value, std::initializer_list<std::string_view> names) {
  const std::string* text = at(value, names).string();
  return text == nullptr ? "(none)" : *text;
}

std::string schema_complaint(const std::string& sarif_text) {
  const support::TemporaryFile file(sarif_text);
  const support::ToolResult result =
      support::run_tool({"/usr/bin/python3", "-c",
                         "import json, sys, jsonschema\n"
                         "schema = json.load(open(sys.argv[1]))\n"
                         "errors = "
                         "list(jsonschema.validators.validator_for(schema)(schema).iter_errors("
                         "json.load(open(sys.argv[2]))))\n"
                         "print('\\n'.join(str(list(e.absolute_path)) + ' ' + e.message[:200] "
                         "for e in errors))\n"
                         "sys.exit(1 if errors else 0)\n",
                         support::schema_path("sarif-schema-2.1.0.json"), file.path()});
  return result.exit_code == 0 ? ""
                               : "exit " + std::to_string(result.exit_code) + ' ' + result.output;
}

class SarifSchema : public ::testing::Test {
 protected:
  void SetUp() override {
    if (support::run_tool({"/usr/bin/python3", "-c", "import jsonschema"}).exit_code != 0) {
      GTEST_SKIP() << "Python's jsonschema is not installed (Debian: "
                      "python3-jsonschema)";
    }
    if (support::schema_path("sarif-schema-2.1.0.json").empty()) {
      GTEST_SKIP() << "../shared/schemas/sarif-schema-2.1.0.json is not there";
    }
  }
};

TEST(Sarif, TellsARichRun) {
  EXPECT_TRUE(support::matches_golden("reporters/report.sarif", sarif(support::rich_report())));
}

TEST_F(SarifSchema, TakesEachReport) {
  for (const RunReport& report :
       {support::rich_report(), support::open_report(), support::empty_report(),
        support::hostile_report("\x1b[31m]]> \xff\xfe ::error:: ##[x](1) \xE2\x80\xAE {0} \x01")}) {
    EXPECT_EQ(schema_complaint(sarif(report)), "");
  }
}

TEST_F(SarifSchema, IsReallyAsked) { EXPECT_NE(schema_complaint("{\"version\": \"2.1.0\"}"), ""); }

TEST(Sarif, HasAnEmptyListOfResultsWhenAllIsWell) {
  const json::Value run = run_of(support::open_report());
  ASSERT_NE(at(run, {"results"}).array(), nullptr);
  EXPECT_TRUE(at(run, {"results"}).array()->empty());
  EXPECT_EQ(at(run, {"invocations", "executionSuccessful"}), json::Value(true));
}

TEST(Sarif, PlacesEveryResultInTheRepository) {
  RunReport report = support::rich_report();
  report.findings[0].pos = {};                   // the run's: the beginning of its suite
  report.checks[2].findings[1].pos = {};         // the check's place
  report.checks[2].findings[2].pos = {0, 0, 0};  // the file as a whole
  const json::Value run = run_of(report);
  ASSERT_EQ(at(run, {"results"}).array()->size(), 6U);
  for (const json::Value& result : *at(run, {"results"}).array()) {
    EXPECT_EQ(text_at(result, {"locations", "physicalLocation", "artifactLocation", "uri"}),
              "deploy/smoke%20tests/shop.yaml");
    const json::Value& line = at(result, {"locations", "physicalLocation", "region", "startLine"});
    ASSERT_NE(line.number(), nullptr);
    EXPECT_GE(line.number()->as_double(), 1);
    EXPECT_NE(text_at(result, {"partialFingerprints", "primaryLocationLineHash"}), "(none)");
  }
}

TEST(Sarif, LeavesOutAndCountsWhatLiesOutsideOfTheRepository) {
  const std::string text = sarif(support::rich_report());
  EXPECT_EQ(text.find("private.yaml"), std::string::npos);
  EXPECT_EQ(text.find("/home/me"), std::string::npos);
  EXPECT_NE(text.find("1 finding is left out: the suite lies outside of the repository"),
            std::string::npos);
}

TEST(Sarif, MergesFindingsOfOneRuleAtOneLine) {
  RunReport report = support::open_report();
  for (int row = 0; row < 3; ++row) {
    Finding finding;
    finding.rule = "http/status";
    finding.message = "expected status 200, got 50" + std::to_string(row) + ". Look at the log.";
    finding.pos = {0, 12, 7};
    report.checks[0].findings.push_back(finding);
  }
  const json::Value run = run_of(report);
  ASSERT_EQ(at(run, {"results"}).array()->size(), 1U);
  EXPECT_EQ(text_at(run, {"results", "message", "text"}),
            "expected status 200, got 500. (and 2 more findings of this rule "
            "at this line)");
  EXPECT_EQ(at(run, {"results", "occurrenceCount"}), json::Value(3));
}

TEST(Sarif, SaysThatItCouldNotTell) {
  RunReport report = support::open_report();
  report.checks[0].outcome = Outcome::kUndecided;
  report.checks[0].reason = "live did not answer";
  report.verdict = verdict_of(report, {});
  const json::Value run = run_of(report);
  EXPECT_EQ(at(run, {"invocations", "executionSuccessful"}), json::Value(false));
  EXPECT_EQ(text_at(run, {"invocations", "toolExecutionNotifications", "message", "text"}),
            "shop/home page: live did not answer");
}

TEST(Sarif, CountsColumnsInUtf16Units) {
  RunReport report = support::open_report();
  report.files[0].text = "a: '\xF0\x9F\x98\x80\xC3\xA9' # x\n";
  Finding finding;
  finding.rule = "http/status";
  finding.message = "m";
  finding.pos = {0, 1, 12};  // the quote's successor: 4 + 4 + 2 + 1 bytes before it
  report.checks[0].findings.push_back(finding);
  EXPECT_EQ(
      at(run_of(report), {"results", "locations", "physicalLocation", "region", "startColumn"}),
      json::Value(9));
}

TEST(Sarif, GivesEachRuleItsHelp) {
  const json::Value run = run_of(support::rich_report());
  const json::Value& rules = at(run, {"tool", "driver", "rules"});
  ASSERT_EQ(rules.array()->size(), 6U);
  for (const json::Value& rule : *rules.array()) {
    EXPECT_NE(text_at(rule, {"help", "markdown"}).find("## What to do"), std::string::npos)
        << text_at(rule, {"id"});
    EXPECT_LE(text_at(rule, {"shortDescription", "text"}).size(), 1024U);
  }
}

TEST(Sarif, HasARuleWithoutAPageToo) {
  RunReport report = support::open_report();
  Finding finding;
  finding.rule = "novel/rule";
  finding.message = "m";
  finding.pos = {0, 1, 1};
  report.checks[0].findings.push_back(finding);
  EXPECT_EQ(text_at(run_of(report), {"tool", "driver", "rules", "help", "text"}),
            "There is no page for this rule.");
}

TEST(Sarif, KeepsTheWorstWhenThereAreTooMany) {
  RunReport report = support::open_report();
  report.files[0].text.assign(20'000, '\n');
  for (int i = 0; i < 6000; ++i) {
    Finding finding;
    finding.rule = "http/status";
    finding.level = i == 5999 ? Level::kError : Level::kWarning;
    finding.message = "m";
    finding.pos = {0, i + 1, 1};
    report.checks[0].findings.push_back(finding);
  }
  const std::string text = sarif(report);
  std::size_t results = 0;
  for (std::size_t found = text.find("\"ruleId\""); found != std::string::npos;
       found = text.find("\"ruleId\"", found + 1)) {
    ++results;
  }
  EXPECT_EQ(results, 5000U);
  EXPECT_LT(text.find("\"level\": \"error\"", text.find("\"results\"")),
            text.find("\"level\": \"warning\""));
  EXPECT_NE(text.find("1000 results are left out"), std::string::npos);
}

}  // namespace
}  // namespace switchgate::reporters
