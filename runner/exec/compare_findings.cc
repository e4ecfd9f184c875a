#include "runner/exec/compare_findings.h"

namespace switchgate::exec {

std::string step_label(const Check& check, const Step& step) {
  if (!check.is_flow) {
    return {};
  }
  return step.name.empty() ? step.request.title() : step.name;
}

std::string step_label(const CheckRun& slot, const Step& step) {
  return step_label(*slot.check, step);
}

void complete(Finding& finding, const Step& step, const HttpRequest* request,
              const Session& session, const CheckRun& group) {
  session.complete(finding, step, request);
  finding.check = group.check->id;
  finding.fingerprint = fingerprint_of(finding);
}

Finding finding_of(const shape::Change& change, SourcePos pos, const std::string& against) {
  Finding finding;
  finding.rule = change.rule;
  finding.level = change.level;
  finding.message = change.message;
  finding.path = change.path;
  finding.pos = pos;
  if (!change.before.empty()) {
    finding.evidence.push_back({against, change.before});
  }
  if (!change.after.empty()) {
    finding.evidence.push_back({"candidate", change.after});
  }
  if (const std::string step = shape::in_words(change.hint); !step.empty()) {
    finding.evidence.push_back({"phase", step});
  }
  return finding;
}

Finding not_json_finding(const Step& step, const std::string& why) {
  Finding finding;
  finding.rule = "shape/not-json";
  finding.message = "the candidate's answer is no JSON any more: " + why + '.';
  finding.pos = step.compare->pos;
  finding.path = "$";
  return finding;
}

}  // namespace switchgate::exec
