// JUnit XML, judged by pugixml, by the schema of Jenkins' xUnit plugin, and by
// its law: a failure or an error stands in it if and only if the gate is not
// open.

#include <csignal>
#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "reporters/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/tools.h"

namespace switchgate::reporters {
namespace {

std::string junit(const RunReport& report) { return find_format("junit")->render(report, {}); }

std::string xunit(const RunReport& report) {
  return find_format("junit-jenkins-xunit")->render(report, {});
}

// xmllint's complaint about `xml`, empty when the schema takes it.
std::string schema_complaint(const std::string& xml) {
  const support::TemporaryFile file(xml);
  const support::ToolResult result =
      support::run_tool({"xmllint", "--noout", "--nonet", "--schema",
                         support::schema_path("jenkins-junit-10.xsd"), file.path()});
  return result.exit_code == 0 ? "" : result.output;
}

class JUnitSchema : public ::testing::Test {
 protected:
  void SetUp() override {
    if (support::run_tool({"xmllint", "--version"}).exit_code != 0) {
      GTEST_SKIP() << "xmllint is not installed (Debian: libxml2-utils)";
    }
    if (support::schema_path("jenkins-junit-10.xsd").empty()) {
      GTEST_SKIP() << "../shared/schemas/jenkins-junit-10.xsd is not there";
    }
  }
};

TEST(JUnit, TellsARichRun) {
  EXPECT_TRUE(support::matches_golden("reporters/junit.xml", junit(support::rich_report())));
}

TEST(JUnit, TellsARunWithoutChecks) {
  EXPECT_TRUE(support::matches_golden("reporters/junit-empty.xml", junit(support::empty_report())));
}

TEST_F(JUnitSchema, TakesTheStrictDialect) {
  for (const RunReport& report :
       {support::rich_report(), support::open_report(), support::empty_report()}) {
    EXPECT_EQ(schema_complaint(xunit(report)), "");
  }
}

TEST_F(JUnitSchema, RefusesOfTheDefaultDialectOnlyFileAndLine) {
  const std::string text = junit(support::rich_report());
  EXPECT_NE(schema_complaint(text), "");
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str()));
  std::size_t removed = 0;
  for (const pugi::xpath_node node : document.select_nodes("//testcase")) {
    removed += node.node().remove_attribute("file") ? 1 : 0;
    removed += node.node().remove_attribute("line") ? 1 : 0;
  }
  EXPECT_GT(removed, 0U);
  std::ostringstream out;
  document.save(out);
  EXPECT_EQ(schema_complaint(out.str()), "");
}

TEST_F(JUnitSchema, TakesHostileText) {
  for (const std::string text :
       {"\x01\x1b[31mred\x1b[0m\x7f", "]]> <a/> &amp; <!-- -->", "\xff\xfe\xc0\x80",
        "\xEF\xBF\xBF\xEF\xBF\xBE\xED\xA0\x80", "::error::x\n##[error]y\r\n"}) {
    EXPECT_EQ(schema_complaint(xunit(support::hostile_report(text))), "") << text;
  }
}

TEST_F(JUnitSchema, TakesTimesOfAnyLength) {
  RunReport report = support::open_report();
  report.checks[0].duration = Micros(3'600'000'000'000);
  report.checks[1].duration = Micros(1);
  report.duration = Micros(-5);
  EXPECT_EQ(schema_complaint(xunit(report)), "");
}

struct Marks {
  std::size_t bad = 0;
  std::size_t cases = 0;
};

Marks marks_in(const std::string& xml) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(xml.c_str()));
  return {document.select_nodes("//failure | //error").size(),
          document.select_nodes("/testsuites/testsuite/testcase").size()};
}

// Every combination of an outcome, a finding and a policy, judged by the
// verdict itself.
TEST(JUnit, IsGreenIfAndOnlyIfTheGateIsOpen) {
  std::size_t open = 0;
  std::size_t shut = 0;
  for (const Outcome outcome :
       {Outcome::kPassed, Outcome::kFailed, Outcome::kUndecided, Outcome::kSkipped}) {
    for (const Level level : {Level::kNote, Level::kWarning, Level::kError}) {
      for (const bool undecided : {false, true}) {
        for (const bool on_the_run : {false, true}) {
          for (const Level fail_on : {Level::kNote, Level::kWarning, Level::kError}) {
            for (const OnUndecided policy :
                 {OnUndecided::kUndecided, OnUndecided::kClosed, OnUndecided::kOpen}) {
              for (const int signal : {0, SIGTERM}) {
                RunReport report = support::open_report();
                report.policy = {fail_on, policy};
                report.checks[0].outcome = outcome;
                Finding finding;
                finding.rule = "latency/noisy";
                finding.level = level;
                finding.undecided = undecided;
                finding.message = "something";
                (on_the_run ? report.findings : report.checks[0].findings).push_back(finding);
                RunFacts facts;
                facts.signal = signal;
                report.verdict = verdict_of(report, facts);
                const Marks marks = marks_in(junit(report));
                const bool is_open = report.verdict.gate == Gate::kOpen;
                ++(is_open ? open : shut);
                EXPECT_EQ(marks.bad == 0, is_open)
                    << name_of(report.verdict.gate) << ": " << report.verdict.reason << "\n"
                    << junit(report);
              }
            }
          }
        }
      }
    }
  }
  EXPECT_GT(open, 20U);
  EXPECT_GT(shut, 20U);
}

TEST(JUnit, NeverHasZeroTestcases) {
  EXPECT_EQ(marks_in(junit(support::empty_report())).cases, 1U);
}

TEST(JUnit, NamesEachCaseOnce) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit(support::rich_report()).c_str()));
  std::set<std::string> seen;
  for (const pugi::xpath_node found : document.select_nodes("//testcase")) {
    const pugi::xml_node node = found.node();
    EXPECT_TRUE(seen.insert(std::string(node.attribute("classname").value()) + '\n' +
                            node.attribute("name").value())
                    .second);
    EXPECT_NE(std::string(node.attribute("time").value()), "");
  }
  EXPECT_EQ(seen.size(), 8U);
}

TEST(JUnit, HasTextInEveryFailureErrorAndSkip) {
  for (const RunReport& report : {support::rich_report(), support::hostile_report(""),
                                  support::hostile_report("\x1b[0m"), support::empty_report()}) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(junit(report).c_str()));
    const auto marks = document.select_nodes("//failure | //error | //skipped");
    EXPECT_GT(marks.size(), 0U);
    for (const pugi::xpath_node found : marks) {
      EXPECT_NE(std::string(found.node().child_value()), "");
      EXPECT_NE(std::string(found.node().attribute("message").value()), "");
    }
  }
}

TEST(JUnit, CapsTheTextOfACase) {
  const std::string text = junit(support::hostile_report(std::string(1'000'000, 'x')));
  EXPECT_LT(text.size(), 1'000'000U);
}

}  // namespace
}  // namespace switchgate::reporters
