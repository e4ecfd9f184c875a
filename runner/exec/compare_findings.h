// What comparisons found, in the words and form of findings.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_

#include <span>
#include <string>

#include "checks/shape/diff.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// What the step is called in results and findings; empty for a check of one request.
std::string step_label(const CheckRun& slot, const Step& step);

// One finding for each change, at `pos`.
void add_changes(std::span<const shape::Change> changes, const Step& step, SourcePos pos,
                 CheckRun& slot, const HttpRequest* request, const std::string& against = "live");

// The candidate answers something that is no JSON where JSON was before.
Finding not_json_finding(const Step& step, const std::string& why, const CheckRun& slot,
                         const HttpRequest* request);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_
