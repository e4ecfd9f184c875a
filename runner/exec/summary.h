// From the slots of a run to its report and verdict.

#ifndef SWITCHGATE_RUNNER_EXEC_SUMMARY_H_
#define SWITCHGATE_RUNNER_EXEC_SUMMARY_H_

#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/exec/run.h"

namespace switchgate::exec {

// Fills in what names a check.
void name_result(const Plan& plan, const Check& check, CheckResult& result);

// "a, b, c and 4 more".
std::string first_names(const std::vector<std::string>& names);

// Judges what spans checks (mixed builds, a target given up) and decides. `findings`
// are those that belong to no check; `masker` knows every secret that the run learned.
RunReport summarise(const Loaded& loaded, const Prepared& prepared, const RunOptions& options,
                    std::vector<CheckRun>& slots, std::vector<Finding> findings,
                    const Reference* reference, const RunFacts& facts, Instant started,
                    const Masker& masker);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SUMMARY_H_
