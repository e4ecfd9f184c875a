// The tables of kinds hold together: every row can be written, judged, asked and explained.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "checks/kinds/facts.h"
#include "checks/kinds/kinds.h"
#include "checks/rules/rules.h"
#include "checks/yaml/parser.h"
#include "runner/probe/kinds/prober.h"
#include "tests/support/expect_testing.h"
#include "tests/support/gate_run.h"

namespace switchgate::kinds {
namespace {

using expect_testing::parse_yaml;

TEST(Kinds, HaveAProberEachAndNoProberIsWithoutAKind) {
  ASSERT_EQ(kinds().size(), probe::probers().size());
  for (std::size_t i = 0; i < kinds().size(); ++i) {
    EXPECT_EQ(kinds()[i].name, probe::probers()[i].kind);
    EXPECT_EQ(find_kind(kinds()[i].name), &kinds()[i]);
  }
  EXPECT_EQ(find_kind("telepathy"), nullptr);
  EXPECT_EQ(probe::find_prober("telepathy"), nullptr);
}

TEST(Kinds, HaveRulesWithPages) {
  for (const KindRow& kind : kinds()) {
    EXPECT_NE(find_rule(kind.value_rule), nullptr) << kind.name;
    if (!kind.failed_rule.empty()) {
      EXPECT_NE(find_rule(kind.failed_rule), nullptr) << kind.name;
    }
  }
}

TEST(Kinds, DefaultsAreAboutFactsOfTheirOwnAndCanBeRead) {
  for (const KindRow& kind : kinds()) {
    Expectations into;
    add_defaults(kind, {}, Level::kError, into);
    ASSERT_EQ(into.list.size(), kind.defaults.size()) << kind.name;
    for (const Expectation& expectation : into.list) {
      ASSERT_NE(expectation.fact, nullptr) << kind.name;
      EXPECT_NE(expectation.matcher, nullptr) << kind.name << ' ' << expectation.fact->name;
      EXPECT_TRUE(expectation.by_default);
    }
  }
}

TEST(Kinds, ExamplesAreYamlWithTheKindsOwnKeyAndKnownFacts) {
  for (const KindRow& kind : kinds()) {
    const tree::Node node = parse_yaml(std::string(kind.example));
    EXPECT_NE(node.find(kind.name), nullptr) << kind.example;
    if (const tree::Node* expected = node.find("expect")) {
      tree::Problems problems;
      Expectations into;
      compile(kind, *expected, Level::kError, problems, into);
      EXPECT_TRUE(problems.empty()) << problems.to_text({});
    }
  }
}

std::string read_page() {
  std::ifstream in(std::string(SWITCHGATE_SOURCE_DIR) + "/checks/kinds/README.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

// "`a` (…) `b`" without what stands in brackets.
std::string names_only(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : 0;
    out += depth == 0 ? std::string(1, c) : "";
    depth -= c == ')' ? 1 : 0;
  }
  return out;
}

TEST(Kinds, AndTheirFactsStandOnThePageInTheirOrder) {
  const std::string page = read_page();
  const std::string facts = page.substr(page.find("\n## Facts"));
  for (const KindRow& kind : kinds()) {
    const std::string row = "\n| `" + std::string(kind.name) + "` | ";
    EXPECT_NE(page.find(row), std::string::npos) << kind.name;
    const std::size_t at = facts.find(row) + row.size();
    ASSERT_NE(facts.find(row), std::string::npos) << kind.name;
    std::string expected;
    for (const FactRow& fact : kind.facts) {
      expected += '`' + std::string(fact.name) + '`';
    }
    std::string told = names_only(facts.substr(at, facts.find(" |\n", at) - at));
    std::erase(told, ' ');
    EXPECT_EQ(told, expected) << kind.name;
  }
}

TEST(Kinds, TheExampleOfThePageHasNoMistakes) {
  const std::string page = read_page();
  const std::size_t begin = page.find("```yaml\n") + 8;
  const testing::GateRun gate("checks: []\n");
  gate.write("suite.yaml", page.substr(begin, page.find("```", begin) - begin));
  const testing::GateRan ran = gate.command({"lint", gate.suite()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

// What judging by `expect` finds in `facts`, a JSON object, as "path: message".
std::vector<std::string> judged(const std::string& kind_name, const std::string& expected,
                                const std::string& facts_json) {
  const KindRow& kind = *find_kind(kind_name);
  tree::Problems problems;
  const tree::Node node = expected.empty() ? tree::Node() : parse_yaml(expected);
  const Expectations expectations =
      compile_all(kind, expected.empty() ? nullptr : &node, nullptr, {}, Level::kError,
                  expect::Stage::kFilledIn, problems);
  EXPECT_TRUE(problems.empty()) << problems.to_text({});
  Facts facts;
  const json::Document document = *json::read(facts_json);
  for (const auto& [name, value] : *document.root.object()) {
    facts.emplace_back(name, value);
  }
  std::vector<std::string> lines;
  for (const Finding& finding : judge(kind, expectations, facts, "it", {}, {}).findings) {
    lines.push_back(finding.path + ": " + finding.message);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Facts, AreJudgedByTheDefaultsWhenNothingIsSaid) {
  EXPECT_EQ(judged("command", "", R"({"exit": 0, "stdout": ""})"), Lines());
  EXPECT_EQ(judged("command", "", R"({"exit": 3, "stdout": ""})"),
            Lines{"exit: expected exit of it to equal 0, found 3"});
  EXPECT_EQ(judged("dns", "", R"({"addresses": []})"),
            Lines{"addresses: expected the length of addresses of it to be at least 1, found 0"});
}

TEST(Facts, KeepTheDefaultsBesideOtherExpectations) {
  EXPECT_EQ(judged("command", "{stdout: done}", R"({"exit": 1, "stdout": "done"})"),
            Lines{"exit: expected exit of it to equal 0, found 1"});
}

TEST(Facts, FollowWhatIsSaidInsteadOfADefault) {
  EXPECT_EQ(judged("command", "{exit: 3}", R"({"exit": 3})"), Lines());
  EXPECT_EQ(judged("websocket", "{message: pong}",
                   R"({"status": 101, "message": "pong", "echo": false})"),
            Lines());
  EXPECT_EQ(judged("dns", "{addresses: {empty: true}}", R"({"addresses": []})"), Lines());
}

TEST(Facts, ThatAreMissingBehindAnErrorAreNotToldAgain) {
  EXPECT_EQ(judged("websocket", "{message: pong}", R"({"status": 403})"),
            Lines{"status: expected status of it to equal 101, found 403"});
}

TEST(Facts, ThatAreAskedForAndMissingAreToldWithoutAnErrorBefore) {
  EXPECT_EQ(judged("websocket", "{status: 403, message: pong}", R"({"status": 403})"),
            Lines{"message: expected message of it to equal \"pong\", found nothing"});
  EXPECT_EQ(judged("websocket", "{status: 403}", R"({"status": 403})"), Lines());
}

TEST(Facts, AnswerToTheSameMatchersAsHttp) {
  const std::string facts =
      R"({"days_left": 20, "protocol": "TLSv1.3", "names": ["a.example", "b.example"],
          "not_after": "2026-12-12T00:00:00Z", "time": 30000})";
  EXPECT_EQ(judged("certificate",
                   "{days_left: {at_least: 14}, protocol: {one_of: [TLSv1.2, TLSv1.3]}, names: "
                   "{includes: a.example}, not_after: {after: 2026-12-01}, time: {at_most: 1s}}",
                   facts),
            Lines());
  EXPECT_EQ(judged("certificate", "{names: {includes: c.example}, time: {at_most: 10ms}}", facts),
            (Lines{"names: expected some element of names of it to equal \"c.example\", found none "
                   "in 2 elements",
                   "time: expected time of it to be at most 10.0ms, found 30.0ms"}));
}

TEST(Facts, ThatNobodyKnowsAreToldWithTheNearestName) {
  tree::Problems problems;
  Expectations into;
  compile(*find_kind("certificate"), parse_yaml("{dayz_left: 3, colour: red}"), Level::kError,
          problems, into);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems.errors()[0].message,
            "'certificate' tells nothing called 'dayz_left'; did you mean 'days_left'?");
  EXPECT_EQ(problems.errors()[1].message,
            "'certificate' tells nothing called 'colour'; its facts are days_left, protocol, "
            "cipher, subject, issuer, names, not_before, not_after, chain, address, time");
}

TEST(Facts, GoAlongAsEvidenceWithSecretsMasked) {
  Masker masker;
  masker.add("TOKEN", "hunter22");
  const Facts facts = {{"exit", 3}, {"stdout", "it is hunter22"}, {"stderr", ""}};
  const std::vector<Evidence> expected = {{"exit", "3"}, {"stdout", "it is ***TOKEN***"}};
  EXPECT_EQ(telling(*find_kind("command"), facts, masker), expected);
}

}  // namespace
}  // namespace switchgate::kinds
