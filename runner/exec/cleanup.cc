#include "runner/exec/cleanup.h"

#include <string>
#include <utility>

namespace switchgate::exec {
namespace {

// The first thing that went wrong in a step of `finally`, whose misses are warnings.
std::string why_not_clean(const Asked& asked) {
  for (const Finding& finding : asked.findings) {
    if (finding.level != Level::kNote) {
      return finding.message;
    }
  }
  return asked.given_up ? "its target could not be reached and was given up."
                        : "it was interrupted.";
}

}  // namespace

Cleaned clean_up(Session& session, const std::vector<Step>& steps, std::string_view whose,
                 std::stop_token stop) {
  Cleaned cleaned;
  for (const Step& step : steps) {
    Finding finding;
    finding.pos = step.pos;
    if (const auto missing = session.missing_variable(step)) {
      finding.rule = "cleanup/skipped";
      finding.level = Level::kNote;
      finding.message = "`" + step.request.title() + "` was not needed: " + *missing;
      session.complete(finding, step, nullptr);
      cleaned.findings.push_back(std::move(finding));
      continue;
    }
    const Asked asked = session.ask(step, stop);
    cleaned.requests += asked.requests;
    if (asked.good() && !asked.missed()) {
      continue;
    }
    finding.rule = "cleanup/failed";
    finding.level = Level::kWarning;
    finding.message = "`" + step.request.title() + "` failed, so " + std::string(whose) +
                      " may have left something behind: " + why_not_clean(asked);
    session.complete(finding, step, asked.request ? &*asked.request : nullptr);
    cleaned.findings.push_back(std::move(finding));
  }
  return cleaned;
}

}  // namespace switchgate::exec
