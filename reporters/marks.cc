#include "reporters/marks.h"

#include <algorithm>

#include "reporters/facts.h"

namespace switchgate::reporters {

bool any_closes(const std::vector<Finding>& findings, const Policy& policy) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return closes(finding, policy); });
}

bool any_undecided(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.undecided; });
}

TestMark mark_of(const CheckResult& check, const RunReport& report) {
  if (check.outcome == Outcome::kFailed || any_closes(check.findings, report.policy)) {
    return TestMark::kFailure;
  }
  if (check.outcome == Outcome::kUndecided || any_undecided(check.findings)) {
    // --on-undecided=open let it pass: told, but not in the way of an open
    // gate.
    return report.verdict.gate == Gate::kOpen ? TestMark::kSkipped : TestMark::kError;
  }
  return check.outcome == Outcome::kSkipped ? TestMark::kSkipped : TestMark::kPassed;
}

std::optional<TestMark> mark_of_run(const RunReport& report, bool any_bad) {
  const bool shut = report.verdict.gate != Gate::kOpen;
  if (report.findings.empty() && !report.checks.empty() && (any_bad || !shut)) {
    return std::nullopt;
  }
  if (any_closes(report.findings, report.policy)) {
    return TestMark::kFailure;
  }
  if (shut && (any_undecided(report.findings) || !any_bad)) {
    return report.verdict.gate == Gate::kClosed ? TestMark::kFailure : TestMark::kError;
  }
  return TestMark::kPassed;
}

}  // namespace switchgate::reporters
