// Which step of expand and contract a change is.

#include "checks/shape/phase.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/rules/rules.h"
#include "checks/shape/rules.h"
#include "tests/shape/change_cases.h"
#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

// A page as one line.
std::string unwrapped(std::string_view page) {
  std::string text(page);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(Phase, IsKnownOfEachRuleOfAChange) {
  for (std::size_t i = 0; i < kChangeRules.size(); ++i) {
    EXPECT_EQ(phase_hints()[i].rule, kChangeRules[i].id);
    EXPECT_EQ(phase_hints()[i].phase == Phase::kNone, phase_hints()[i].order.empty());
  }
  EXPECT_EQ(phase_of("http/status").phase, Phase::kNone);
}

TEST(Phase, IsToldInTheWordsOfThePages) {
  for (const PhaseHint& hint : phase_hints()) {
    const Rule* rule = find_rule(hint.rule);
    ASSERT_NE(rule, nullptr) << hint.rule;
    const std::string page = unwrapped(rule->page);
    EXPECT_EQ(page.find("## Order of deployments") == std::string::npos, hint.order.empty())
        << hint.rule;
    EXPECT_NE(page.find(in_words(hint)), std::string::npos) << hint.rule << ": " << page;
  }
}

TEST(Phase, IsPartOfEachChange) {
  for (const ChangeCase& c : load_change_cases()) {
    for (const Change& change : c.changes) {
      EXPECT_EQ(change.hint, phase_of(change.rule)) << c.name;
    }
  }
}

TEST(Phase, OfARemovedMemberIsTheContractStep) {
  const auto changes = diff(shape_of({R"({"a": 1})"}), shape_of({R"({"b": 1})"}));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(in_words(changes[0].hint),
            "contract step: safe only after no reader uses it; readers first");
  EXPECT_EQ(in_words(changes[1].hint),
            "expand step: safe at once; readers rely on it after the last old instance is gone");
}

// What breaks readers is never safe at once, and what is only a note may go out.
TEST(Phase, AgreesWithTheLevelOfTheRule) {
  for (const ChangeRule& rule : kChangeRules) {
    const PhaseHint& hint = phase_of(rule.id);
    const bool at_once = hint.order.starts_with("safe at once");
    if (rule.level == Level::kError) {
      EXPECT_FALSE(at_once) << rule.id;
    }
    if (hint.effect == Effect::kAddition) {
      EXPECT_EQ(rule.level, Level::kNote) << rule.id;
    }
  }
}

TEST(Phase, CountsWhatChangesDoToReaders) {
  const std::array<std::string_view, 6> rules = {"shape/property-added",   "shape/property-added",
                                                 "shape/property-removed", "shape/evidence-grew",
                                                 "shape/became-nullable",  "http/status"};
  EXPECT_EQ(count_effects(rules), "2 additions, 1 removal, 1 widening");
  EXPECT_EQ(count_effects({}), "");
}

TEST(Phase, CountsStandInTheNotesOfARunOnce) {
  RunReport report;
  report.notes = {"seed 7", "changes of shape: 9 removals"};
  note_effects(report);
  EXPECT_EQ(report.notes, (std::vector<std::string>{"seed 7"}));
  report.checks.resize(2);
  for (CheckResult& check : report.checks) {
    check.findings.emplace_back();
    check.findings.back().rule = "shape/property-removed";
  }
  note_effects(report);
  note_effects(report);
  EXPECT_EQ(report.notes, (std::vector<std::string>{"seed 7", "changes of shape: 2 removals"}));
}

}  // namespace
}  // namespace switchgate::shape
