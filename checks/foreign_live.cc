#include "checks/foreign_live.h"

#include <algorithm>
#include <map>
#include <string>

namespace switchgate {
namespace {

struct Known {
  std::size_t added = 0;     // checks of which live has no endpoint
  std::size_t compared = 0;  // checks that it gave an answer to compare with
};

std::string live_of(const RunReport& report, const std::string& suite) {
  for (const TargetInfo& target : report.targets) {
    if (target.suite == suite && target.name == "live") {
      return target.url;
    }
  }
  return {};
}

bool was_compared(const CheckResult& check) {
  return std::any_of(check.comparisons.begin(), check.comparisons.end(),
                     [](const ComparisonResult& comparison) {
                       return comparison.against == "live" && comparison.shape_live_samples > 0;
                     });
}

}  // namespace

std::vector<Finding> foreign_lives(const RunReport& report) {
  std::vector<Finding> findings;
  if (report.shard && report.shard->count > 1) {
    return findings;
  }
  std::map<std::string, Known> lives;
  for (const CheckResult& check : report.checks) {
    if (was_compared(check)) {
      ++lives[live_of(report, check.suite)].compared;
    } else if (is_added(check)) {
      ++lives[live_of(report, check.suite)].added;
    }
  }
  for (const auto& [url, known] : lives) {
    if (known.compared > 0 || known.added == 0) {
      continue;
    }
    Finding finding;
    finding.rule = "compare/no-reference";
    finding.undecided = true;
    finding.path = url;
    finding.message =
        "live at " + url + " has none of the endpoints that are compared with it (" +
        std::to_string(known.added) + (known.added == 1 ? " check" : " checks") +
        "): that is probably another service, or another base path. If all of it is new indeed, "
        "say `--compare none` until live has it too.";
    finding.fingerprint = fingerprint_of(finding);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace switchgate
