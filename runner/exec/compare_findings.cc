#include "runner/exec/compare_findings.h"

namespace switchgate::exec {

std::string step_label(const CheckRun& slot, const Step& step) {
  if (!slot.check->is_flow) {
    return {};
  }
  return step.name.empty() ? step.request.title() : step.name;
}

void add_changes(std::span<const shape::Change> changes, const Step& step, SourcePos pos,
                 CheckRun& slot, const HttpRequest* request, const std::string& against) {
  for (const shape::Change& change : changes) {
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
    slot.candidate->complete(finding, step, request);
    slot.add(std::move(finding));
  }
}

Finding not_json_finding(const Step& step, const std::string& why, const CheckRun& slot,
                         const HttpRequest* request) {
  Finding finding;
  finding.rule = "shape/not-json";
  finding.message = "the candidate's answer is no JSON any more: " + why + '.';
  finding.pos = step.compare->pos;
  finding.path = "$";
  slot.candidate->complete(finding, step, request);
  return finding;
}

}  // namespace switchgate::exec
