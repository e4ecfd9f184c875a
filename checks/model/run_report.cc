#include "checks/model/run_report.h"

#include <algorithm>

namespace switchgate {
namespace {

void count_findings(const std::vector<Finding>& findings, Counts& counts) {
  for (const Finding& finding : findings) {
    if (finding.accepted) {
      ++(finding.accepted->planned ? counts.expected : counts.waived);
      continue;
    }
    switch (finding.level) {
      case Level::kError:
        ++counts.errors;
        break;
      case Level::kWarning:
        ++counts.warnings;
        break;
      case Level::kNote:
        ++counts.notes;
        break;
    }
  }
}

std::vector<Mark> marks_of(const std::vector<Finding>& findings) {
  std::vector<Mark> marks;
  marks.reserve(findings.size());
  for (const Finding& finding : findings) {
    if (finding.accepted) {
      continue;  // a person has answered for it
    }
    marks.push_back({finding.rule, finding.level, finding.undecided});
  }
  return marks;
}

bool tells(const CheckResult& check, std::string_view rule) {
  return std::any_of(check.findings.begin(), check.findings.end(),
                     [rule](const Finding& finding) { return finding.rule == rule; });
}

}  // namespace

bool is_new(const CheckResult& check) { return tells(check, "baseline/unknown-check"); }

bool is_added(const CheckResult& check) { return tells(check, "compare/endpoint-added"); }

Counts count(const RunReport& report) {
  Counts counts;
  count_findings(report.findings, counts);
  for (const CheckResult& check : report.checks) {
    count_findings(check.findings, counts);
    counts.unknown += is_new(check) ? 1 : 0;
    counts.added += is_added(check) ? 1 : 0;
    switch (check.outcome) {
      case Outcome::kPassed:
        ++counts.passed;
        break;
      case Outcome::kFailed:
        ++counts.failed;
        break;
      case Outcome::kUndecided:
        ++counts.undecided;
        break;
      case Outcome::kSkipped:
        ++counts.skipped;
        break;
    }
  }
  return counts;
}

Verdict verdict_of(const RunReport& report, RunFacts facts) {
  facts.marks = marks_of(report.findings);
  facts.selected = report.selected;
  std::vector<Ballot> ballots;
  ballots.reserve(report.checks.size());
  for (const CheckResult& check : report.checks) {
    ballots.push_back({check.outcome, check.judged, marks_of(check.findings), check.id});
  }
  return decide(ballots, facts, report.policy);
}

}  // namespace switchgate
