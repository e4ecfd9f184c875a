#include "checks/waivers.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "checks/base/text.h"

namespace switchgate {
namespace {

// Rules whose every finding is undecided; accept() looks at the findings themselves.
constexpr std::array<std::string_view, 10> kUndecidedRules = {"compare/live-failed",
                                                              "compare/live-unreachable",
                                                              "compare/no-reference",
                                                              "compare/no-values",
                                                              "latency/noisy",
                                                              "latency/not-calibrated",
                                                              "latency/other-environment",
                                                              "latency/too-few-samples",
                                                              "live/degraded",
                                                              "shape/no-evidence"};

bool covers(const Waiver& waiver, const Finding& finding) {
  return !finding.undecided && finding.rule == waiver.rule &&
         why_not_acceptable(finding.rule).empty() &&
         (waiver.path.empty() || glob_match(waiver.path, finding.path));
}

std::string last_day(const Waiver& waiver) {
  return waiver.expires ? format_date(*waiver.expires) : "";
}

// "http/status of 'cart*' at $.id": the same in every run, for people and for fingerprints.
std::string title_of(const Waiver& waiver) {
  std::string title = waiver.rule;
  if (!waiver.check.empty()) {
    title += " of '" + excerpt(waiver.check, 80) + '\'';
  }
  return waiver.path.empty() ? title : title + " at " + excerpt(waiver.path, 80);
}

Finding finding_about(const Waiver& waiver, std::string rule, std::string message) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.level = Level::kWarning;
  finding.message = std::move(message);
  finding.pos = waiver.pos;
  finding.path = title_of(waiver);
  if (!waiver.reason.empty()) {
    finding.evidence.push_back({"reason", excerpt(waiver.reason)});
  }
  if (!waiver.owner.empty()) {
    finding.evidence.push_back({"owner", excerpt(waiver.owner)});
  }
  finding.fingerprint = fingerprint_of(finding);
  return finding;
}

}  // namespace

std::string_view why_not_acceptable(std::string_view rule) {
  if (rule.starts_with("target/") || rule == "retry/known-bad") {
    return "a target that does not answer as it should is never ready for traffic";
  }
  for (const std::string_view group : {"run/", "baseline/", "waiver/"}) {
    if (rule.starts_with(group)) {
      return "it is about the run, not about what the target answers";
    }
  }
  if (std::find(kUndecidedRules.begin(), kUndecidedRules.end(), rule) != kUndecidedRules.end()) {
    return "it says that something could not be told, and nobody can accept what is not known";
  }
  return {};
}

bool is_expired(const Waiver& waiver, Instant started) {
  return waiver.expires && started >= *waiver.expires + std::chrono::days(1);
}

bool is_about(const Waiver& waiver, const CheckResult& check) {
  if (waiver.check.empty()) {
    return true;
  }
  // Of a row also by the id without it, and either with or without the suite's name.
  for (const std::string& id : {check.id, check.group}) {
    const bool prefixed = !check.suite.empty() && id.starts_with(check.suite + '/');
    const std::string own = prefixed ? id.substr(check.suite.size() + 1) : id;
    const std::string full = check.suite.empty() ? own : check.suite + '/' + own;
    if (!id.empty() && (glob_match(waiver.check, own) || glob_match(waiver.check, full))) {
      return true;
    }
  }
  return glob_match(waiver.check, check.name);
}

std::vector<const Waiver*> in_force(std::span<const Waiver> waivers, const CheckResult& check,
                                    Instant started) {
  std::vector<const Waiver*> out;
  for (const Waiver& waiver : waivers) {
    if (!is_expired(waiver, started) && is_about(waiver, check)) {
      out.push_back(&waiver);
    }
  }
  return out;
}

std::vector<const Waiver*> in_force_for_all(std::span<const Waiver> waivers, Instant started) {
  std::vector<const Waiver*> out;
  for (const Waiver& waiver : waivers) {
    if (!is_expired(waiver, started) && waiver.check.empty()) {
      out.push_back(&waiver);
    }
  }
  return out;
}

void accept(std::span<const Waiver* const> waivers, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    const auto covering = std::find_if(waivers.begin(), waivers.end(), [&](const Waiver* waiver) {
      return covers(*waiver, finding);
    });
    if (finding.accepted || covering == waivers.end()) {
      continue;
    }
    const Waiver& waiver = **covering;
    finding.accepted =
        Acceptance{waiver.planned, finding.level, waiver.reason, waiver.owner, last_day(waiver)};
    finding.level = Level::kNote;
  }
}

std::vector<WaiverUse> uses_of(std::span<const Waiver> waivers, std::span<const CheckResult> checks,
                               std::span<const Finding> together, Instant started) {
  std::vector<WaiverUse> uses;
  uses.reserve(waivers.size());
  for (const Waiver& waiver : waivers) {
    WaiverUse& use = uses.emplace_back(WaiverUse{waiver, 0});
    if (is_expired(waiver, started)) {
      continue;
    }
    const auto add = [&](std::span<const Finding> findings, bool all) {
      use.used += static_cast<std::size_t>(
          std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
            return (all || finding.accepted) && covers(waiver, finding);
          }));
    };
    for (const CheckResult& check : checks) {
      if (!check.findings.empty() && is_about(waiver, check)) {
        add(check.findings, true);
      }
    }
    if (waiver.check.empty()) {
      add(together, false);
    }
  }
  return uses;
}

Finding expired_finding(const Waiver& waiver) {
  const std::string what = waiver.planned ? "the planned change " : "the waiver of ";
  return finding_about(waiver, "waiver/expired",
                       what + title_of(waiver) + " expired after " + last_day(waiver) +
                           ": it covers nothing any more. Remove it, or decide again and give it "
                           "another day.");
}

Finding nameless_finding(const Waiver& waiver) {
  return finding_about(waiver, "waiver/unused",
                       "the planned change " + title_of(waiver) +
                           " covers nothing: no check is called so. Expected the name or id of a "
                           "check, or a glob of some; findings of a flow that runs once belong to "
                           "no check and cannot be accepted.");
}

std::vector<Finding> unused_waivers(const RunReport& report) {
  std::vector<Finding> findings;
  if (!report.whole || report.shard) {
    return findings;
  }
  for (const WaiverUse& use : report.waivers) {
    // A check that failed may have ended before it came to what is waived.
    const bool all_passed =
        std::all_of(report.checks.begin(), report.checks.end(), [&](const CheckResult& check) {
          return check.outcome == Outcome::kPassed || !is_about(use.waiver, check);
        });
    if (use.used == 0 && all_passed && !is_expired(use.waiver, report.started)) {
      findings.push_back(finding_about(
          use.waiver, "waiver/unused",
          "the waiver of " + title_of(use.waiver) +
              " covers nothing. Remove it: the defect is gone, or the waiver never named it."));
    }
  }
  return findings;
}

}  // namespace switchgate
