// What the run's notes say of the values that were compared.

#include "checks/values/note.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace switchgate::values {
namespace {

CheckResult check_of(const std::string& values, std::size_t quiet, std::size_t noisy) {
  ComparisonResult comparison;
  comparison.values = values;
  comparison.values_quiet = quiet;
  comparison.values_noisy = noisy;
  CheckResult check;
  check.comparisons.push_back(comparison);
  return check;
}

TEST(Note, CountsWhatWasComparedAndReplacesAnEarlierOne) {
  RunReport report;
  report.notes = {"a remark"};
  note_compared(report);
  EXPECT_EQ(report.notes, std::vector<std::string>{"a remark"});
  report.checks.push_back(check_of("same", 4, 0));
  note_compared(report);
  EXPECT_EQ(report.notes.back(), "values compared with live: 4 of 4 in 1 comparison");
  report.checks.push_back(check_of("changed", 5, 1));
  report.checks.push_back(check_of("undecided", 0, 9));
  report.checks.push_back(check_of("", 0, 0));
  note_compared(report);
  EXPECT_EQ(report.notes,
            (std::vector<std::string>{"a remark",
                                      "values compared with live: 9 of 10 in 2 comparisons; the "
                                      "other 1 differs in live's own answers"}));
}

}  // namespace
}  // namespace switchgate::values
