#include "runner/exec/live_answer.h"

#include <algorithm>
#include <string>

namespace switchgate::exec {
namespace {

// Was it another build, or another place after a redirect, that answered?
bool from_elsewhere(const Asked& asked) {
  return std::any_of(asked.findings.begin(), asked.findings.end(), [](const Finding& finding) {
    return finding.rule.starts_with("target/") || finding.rule.starts_with("redirect/");
  });
}

// A miss that does not fail its check: accepted, or of a check that only warns.
bool is_forgiven(const Finding& finding, const Check& check) {
  return finding.accepted || (check.level == Level::kWarning && finding.level == Level::kWarning);
}

std::string why(const Asked& asked) {
  return asked.findings.empty() ? std::string("it was given up before.")
                                : asked.findings.front().message;
}

std::string status_of(const Asked& asked) {
  return "(status " + std::to_string(asked.response->status) + ')';
}

}  // namespace

bool is_reference(const Asked& live, const CheckRun& row) {
  const std::vector<Finding>& found = row.result.findings;
  // A waiver of the candidate's defect is none of live's: a broken answer is nothing to compare
  // a good one with.
  const auto shared = [&](const Finding& miss) {
    return std::any_of(found.begin(), found.end(), [&](const Finding& other) {
      return is_forgiven(other, *row.check) && other.rule == miss.rule && other.step == miss.step &&
             other.path == miss.path;
    });
  };
  return live.good() &&
         std::all_of(live.findings.begin(), live.findings.end(), [&](const Finding& miss) {
           return !is_forgiven(miss, *row.check) || shared(miss);
         });
}

bool lacks_endpoint(const Asked& live) {
  if (!live.response || from_elsewhere(live)) {
    return false;
  }
  const int status = live.response->status;
  return status == 404 || status == 405 || status == 410 || status == 501;
}

Finding endpoint_added(const Asked& live) {
  Finding finding;
  finding.rule = "compare/endpoint-added";
  finding.level = Level::kNote;
  finding.message = "live has no such endpoint yet " + status_of(live) +
                    "; the candidate adds it and meets its expectations.";
  return finding;
}

Finding endpoint_lost(const Asked& live) {
  Finding finding;
  finding.rule = "compare/live-failed";
  finding.undecided = true;
  finding.message = "live has no such endpoint " + status_of(live) +
                    ", but the baseline knows it, so it is none that the candidate adds: is this "
                    "the right address and base path of live?";
  return finding;
}

Finding no_reference_in(const Asked& live, const Health& health) {
  Finding finding;
  finding.undecided = true;
  if (live.given_up && health.degraded()) {
    finding.rule = "live/degraded";
    finding.message = health.why();
  } else if (live.throttled) {
    finding.rule = "target/throttled";
    finding.message = why(live);
  } else if (!live.response) {
    finding.rule = "compare/live-unreachable";
    finding.message = "live did not answer, so there is nothing to compare with: " + why(live);
  } else {
    finding.rule = "compare/live-failed";
    finding.message =
        "live does not meet this check's own expectations, so comparing with it proves nothing: " +
        why(live);
  }
  return finding;
}

}  // namespace switchgate::exec
