// What comparisons found, in the words and form of findings.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_

#include <span>
#include <string>

#include "checks/shape/diff.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// What the step is called in results and findings; empty for a check of one request.
std::string step_label(const Check& check, const Step& step);
std::string step_label(const CheckRun& slot, const Step& step);

// Completes the finding by the session that it was found with, under the id of
// the group that it is about.
void complete(Finding& finding, const Step& step, const HttpRequest* request,
              const Session& session, const CheckRun& group);

// The change as a finding, not completed yet. `against` is what it was compared with.
Finding finding_of(const shape::Change& change, SourcePos pos, const std::string& against);

// The candidate answers something that is no JSON where JSON was before.
Finding not_json_finding(const Step& step, const std::string& why);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARE_FINDINGS_H_
