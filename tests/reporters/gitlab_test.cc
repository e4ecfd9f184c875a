// GitLab's code quality report: every entry complete, its fingerprint alone and stable.

#include <set>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "reporters/reporter.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

json::Array entries_of(const RunReport& report) {
  const auto document = json::read(find_format("gitlab")->render(report, {}));
  EXPECT_TRUE(document.ok());
  return *document->root.array();
}

std::string text_at(const json::Value& entry, std::string_view name) {
  const json::Value* member = entry.object()->find(name);
  return member == nullptr || member->string() == nullptr ? "(none)" : *member->string();
}

// What GitLab's reader asks of an entry; it ends at the first that lacks it.
void expect_complete(const json::Value& entry) {
  const std::set<std::string> severities = {"info", "minor", "major", "critical", "blocker"};
  for (const char* name : {"description", "check_name", "fingerprint"}) {
    EXPECT_NE(text_at(entry, name), "(none)") << name;
    EXPECT_NE(text_at(entry, name), "") << name;
  }
  EXPECT_TRUE(severities.contains(text_at(entry, "severity")));
  const json::Value& location = *entry.object()->find("location");
  const std::string path = text_at(location, "path");
  EXPECT_FALSE(path.empty() || path.starts_with("/") || path.starts_with("./")) << path;
  EXPECT_GE(location.object()->find("lines")->object()->find("begin")->number()->as_double(), 1);
}

TEST(CodeQuality, HasOnlyCompleteEntriesWithFingerprintsOfTheirOwn) {
  RunReport twice = support::rich_report();
  twice.checks[2].findings.push_back(twice.checks[2].findings[1]);
  twice.checks[2].findings.back().fingerprint.clear();
  for (const RunReport& report :
       {support::rich_report(), support::empty_report(), support::accepted_report(), twice,
        support::hostile_report("\x1b[31m\xff ##[x"), support::hostile_report("")}) {
    std::set<std::string> seen;
    for (const json::Value& entry : entries_of(report)) {
      expect_complete(entry);
      EXPECT_TRUE(seen.insert(text_at(entry, "fingerprint")).second);
    }
  }
}

TEST(CodeQuality, IsAnEmptyListWhenAllIsWell) {
  EXPECT_EQ(find_format("gitlab")->render(support::open_report(), {}), "[]\n");
}

TEST(CodeQuality, KeepsTheFingerprintWhenWhatWasMeasuredChanges) {
  RunReport next = support::rich_report();
  for (Finding& finding : next.checks[2].findings) {
    finding.message += " once more, in 7 samples";
    finding.pos.line += 4;
  }
  const json::Array before = entries_of(support::rich_report());
  const json::Array after = entries_of(next);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(text_at(before[i], "fingerprint"), text_at(after[i], "fingerprint"));
  }
}

TEST(CodeQuality, LeavesOutWhatIsAccepted) {
  for (const json::Value& entry : entries_of(support::accepted_report())) {
    EXPECT_EQ(text_at(entry, "severity"), "info");
    EXPECT_NE(text_at(entry, "check_name"), "http/header");
  }
}

TEST(CodeQuality, CountsWhatLiesOutsideOfTheRepositoryAsGravelyAsItIs) {
  const json::Value last = entries_of(support::rich_report()).back();
  EXPECT_EQ(text_at(last, "description"),
            "1 finding is left out: the suite lies outside of the repository");
  EXPECT_EQ(text_at(last, "severity"), "critical");
}

TEST(CodeQuality, KeepsTheWorstWhenThereAreTooMany) {
  RunReport report = support::open_report();
  for (int i = 0; i < 6000; ++i) {
    Finding finding;
    finding.rule = "http/status";
    finding.level = i == 5999 ? Level::kError : Level::kWarning;
    finding.message = "m";
    finding.path = std::to_string(i);
    finding.pos = {0, 12, 1};
    report.checks[0].findings.push_back(finding);
  }
  const json::Array entries = entries_of(report);
  ASSERT_EQ(entries.size(), 5001U);
  EXPECT_EQ(text_at(entries.front(), "severity"), "critical");
  EXPECT_EQ(text_at(entries.back(), "description"),
            "1000 findings are left out: there are more than 5000");
}

}  // namespace
}  // namespace switchgate::reporters
