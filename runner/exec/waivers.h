// The waivers and planned changes of a run: which are about a check, and what is said of them
// at the end.

#ifndef SWITCHGATE_RUNNER_EXEC_WAIVERS_H_
#define SWITCHGATE_RUNNER_EXEC_WAIVERS_H_

#include <vector>

#include "checks/model/run_report.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/suite/load.h"

namespace switchgate::exec {

// What may cover a finding of this check: its own `expected:`, its suite's, then the waivers.
// The slot names its check; the plan must outlive the answer.
std::vector<const Waiver*> waivers_of(const Plan& plan, const CheckRun& slot, Instant started);

// What may cover a finding of all checks together: the waivers that name no check, and such entries
// of `expected:` when the plan is of one suite. The plan must outlive the answer.
std::vector<const Waiver*> waivers_of_all(const Plan& plan, Instant started);

// What the waivers did, and findings about those that are expired or that cover nothing.
// Call when the report has its checks; the slots still name theirs.
void add_waivers(const Loaded& loaded, const RunOptions& options,
                 const std::vector<CheckRun>& slots, RunReport& report);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_WAIVERS_H_
