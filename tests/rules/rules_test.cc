// The pages of the rules: complete, in order, and readable by `explain`.

#include "checks/rules/rules.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/model/exchange.h"
#include "checks/verdict.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "tests/support/golden.h"

namespace switchgate {
namespace {

TEST(Rules, AreSortedAndUnique) {
  for (std::size_t i = 1; i < rules().size(); ++i) {
    EXPECT_LT(rules()[i - 1].id, rules()[i].id);
  }
}

TEST(Rules, AreFoundByTheirId) {
  for (const Rule& rule : rules()) {
    EXPECT_EQ(find_rule(rule.id), &rule);
  }
  for (const std::string_view id : {"", "http", "http/statu", "http/statuss", "zzz"}) {
    EXPECT_EQ(find_rule(id), nullptr) << id;
  }
}

TEST(Rules, HaveACompletePage) {
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(rule.summary.ends_with('.')) << rule.id;
    EXPECT_LE(rule.summary.size(), 120U) << rule.id;
    for (const std::string_view heading :
         {"## Meaning\n\n", "\n## Why it matters\n\n", "\n## What to do\n\n"}) {
      EXPECT_NE(rule.page.find(heading), std::string_view::npos) << rule.id << heading;
    }
    for (const std::string_view line : split(rule.page, '\n')) {
      EXPECT_LE(count_code_points(line), 100U) << rule.id;
    }
  }
}

TEST(Rules, HaveAPageForEachFailureOfATarget) {
  for (int kind = 0; kind <= static_cast<int>(FailureKind::kRequest); ++kind) {
    const auto failure = static_cast<FailureKind>(kind);
    if (failure != FailureKind::kCancelled) {  // says nothing about the target:
                                               // run/cancelled
      const std::string id = "target/" + std::string(name_of(failure));
      EXPECT_NE(find_rule(id), nullptr) << id;
    }
  }
}

TEST(Rules, SayWhichOfThemAPolicyMayPassOver) {
  std::set<std::string_view> openable_rules;
  for (const Rule& rule : rules()) {
    if (openable(rule.id)) {
      openable_rules.insert(rule.id);
    }
  }
  EXPECT_EQ(openable_rules.size(), 5U);
}

struct Told {
  int status;
  std::string out;
  std::string err;
};

Told explain(const std::string& rule) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = cli::explain(rule, out, err);
  return {status, out.str(), err.str()};
}

// Rule ids in quotes: groups of our own before the slash.
std::set<std::string> ids_in_sources() {
  std::set<std::string> groups;
  for (const Rule& rule : rules()) {
    groups.insert(std::string(rule.id.substr(0, rule.id.find('/'))));
  }
  std::string any;
  for (const std::string& group : groups) {
    any += (any.empty() ? "" : "|") + group;
  }
  const std::regex id_in_quotes("\"((?:" + any + ")/[a-z0-9-]+)\"");
  std::set<std::string> ids;
  for (const char* folder : {"checks", "runner"}) {
    const auto root = std::filesystem::path(SWITCHGATE_SOURCE_DIR) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") {
        continue;
      }
      std::ifstream in(entry.path());
      const std::string text((std::istreambuf_iterator<char>(in)), {});
      for (std::sregex_iterator it(text.begin(), text.end(), id_in_quotes), end; it != end; ++it) {
        if ((*it)[1] != "text/json" && (*it)[1] != "text/css") {  // media types
          ids.insert((*it)[1]);
        }
      }
    }
  }
  return ids;
}

TEST(Rules, EachIdThatTheSourcesNameHasAPage) {
  const std::set<std::string> ids = ids_in_sources();
  EXPECT_GT(ids.size(), 40U);
  for (const std::string& id : ids) {
    EXPECT_NE(find_rule(id), nullptr) << id;
  }
}

TEST(Rules, NoPageIsAboutARuleThatNothingReports) {
  std::set<std::string> ids = ids_in_sources();
  for (int kind = 0; kind <= static_cast<int>(FailureKind::kRequest); ++kind) {
    ids.insert("target/" + std::string(name_of(static_cast<FailureKind>(kind))));
  }
  for (const char* refusal : {"too-many", "other-origin", "bad-location"}) {
    ids.insert("redirect/" + std::string(refusal));
  }
  for (const Rule& rule : rules()) {
    EXPECT_EQ(ids.count(std::string(rule.id)), 1U) << rule.id;
  }
}

TEST(Explain, ShowsAPageAsText) {
  const Told told = explain("shape/property-removed");
  EXPECT_EQ(told.status, cli::kOpen);
  EXPECT_EQ(told.err, "");
  EXPECT_TRUE(support::matches_golden("rules/explain.txt", told.out));
}

TEST(Explain, ListsEveryRuleWithoutAnArgument) {
  const Told told = explain("");
  EXPECT_EQ(told.status, cli::kOpen);
  for (const Rule& rule : rules()) {
    EXPECT_NE(told.out.find(std::string(rule.id) + ' '), std::string::npos) << rule.id;
  }
}

TEST(Explain, NamesTheNearestRule) {
  const Told told = explain("http/statsu");
  EXPECT_EQ(told.status, cli::kUsage);
  EXPECT_EQ(told.out, "");
  EXPECT_EQ(told.err,
            "there is no rule 'http/statsu'; did you mean http/status?\n  "
            "http/bytes\n  http/header\n  http/redirects\n  http/sha256\n  http/size\n  "
            "http/url\n  http/version\n"
            "'switchgate explain' lists all of them\n");
}

TEST(Explain, FindsARuleByItsSecondHalf) {
  EXPECT_EQ(explain("property-removed").err,
            "there is no rule 'property-removed'; did you mean "
            "shape/property-removed?\n"
            "'switchgate explain' lists all of them\n");
}

TEST(Explain, ShowsAnUnknownNameHarmlessly) {
  EXPECT_EQ(explain("\x1b[31m").err,
            "there is no rule '\\u001b[31m'\n'switchgate explain' lists all of "
            "them\n");
}

}  // namespace
}  // namespace switchgate
