#include "reporters/told.h"

#include <algorithm>
#include <utility>

#include "reporters/facts.h"
#include "reporters/marks.h"

namespace switchgate::reporters {
namespace {

int rank_of(const Finding& finding, const Policy& policy) {
  if (finding.accepted) {
    return 4;
  }
  if (closes(finding, policy)) {
    return 0;
  }
  if (finding.undecided) {
    return 1;
  }
  return finding.level == Level::kNote ? 3 : 2;
}

Finding made_of(std::string_view rule, std::string message, bool undecided) {
  Finding finding;
  finding.rule = rule;
  finding.message = std::move(message);
  finding.undecided = undecided;
  return finding;
}

// A check's outcome that none of its findings tells.
void add_reason(const CheckResult& check, const RunReport& report, std::vector<Finding>& told) {
  const bool untold =
      (check.outcome == Outcome::kFailed && !any_closes(check.findings, report.policy)) ||
      (check.outcome == Outcome::kUndecided && !any_undecided(check.findings));
  if (!untold) {
    return;
  }
  const std::string outcome(name_of(check.outcome));
  Finding finding =
      made_of(outcome, check.reason.empty() ? "the check is " + outcome : check.reason,
              check.outcome == Outcome::kUndecided);
  finding.check = check.id;
  finding.fingerprint = fingerprint_of(finding);
  finding.pos = place_of(finding, check.pos, report);
  told.push_back(std::move(finding));
}

void add_verdict(const RunReport& report, std::vector<Finding>& told) {
  const bool any_error = std::any_of(told.begin(), told.end(), [&](const Finding& finding) {
    return loudness_of(finding, report) == Loudness::kError;
  });
  if (report.verdict.gate == Gate::kOpen || any_error) {
    return;
  }
  const std::string gate(name_of(report.verdict.gate));
  Finding finding = made_of(gate, "gate " + gate + ": " + report.verdict.reason,
                            report.verdict.gate == Gate::kUndecided);
  finding.fingerprint = fingerprint_of(finding);
  finding.pos = place_of(finding, {}, report);
  told.push_back(std::move(finding));
}

}  // namespace

Loudness loudness_of(const Finding& finding, const RunReport& report) {
  if (closes(finding, report.policy)) {
    return Loudness::kError;
  }
  if (finding.undecided) {
    return report.verdict.gate == Gate::kOpen ? Loudness::kWarning : Loudness::kError;
  }
  return finding.level == Level::kNote || finding.accepted ? Loudness::kNotice : Loudness::kWarning;
}

std::vector<Finding> told_findings(const RunReport& report) {
  std::vector<Finding> told;
  const auto add = [&](const std::vector<Finding>& findings, const SourcePos& check) {
    for (const Finding& finding : findings) {
      told.push_back(finding);
      told.back().pos = place_of(finding, check, report);
      if (finding.fingerprint.empty()) {
        told.back().fingerprint = fingerprint_of(finding);
      }
    }
  };
  add(report.findings, {});
  for (const CheckResult& check : report.checks) {
    add(check.findings, check.pos);
    add_reason(check, report, told);
  }
  add_verdict(report, told);
  std::stable_sort(told.begin(), told.end(), [&](const Finding& a, const Finding& b) {
    return rank_of(a, report.policy) < rank_of(b, report.policy);
  });
  return told;
}

}  // namespace switchgate::reporters
