// A check that is no HTTP request: filled in, asked, judged.

#ifndef SWITCHGATE_RUNNER_EXEC_QUESTION_H_
#define SWITCHGATE_RUNNER_EXEC_QUESTION_H_

#include <stop_token>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/suite.h"
#include "runner/exec/check_run.h"
#include "runner/probe/probe.h"

namespace switchgate::exec {

// Asks the check's question once and leaves what came of it in the slot. `probe` fetches the
// token of a target that takes one.
void run_question(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
                  std::stop_token stop, CheckRun& slot);

// May these checks (indices into the plan's) run? The error says which flag a command takes.
Status check_permissions(const Plan& plan, const std::vector<std::size_t>& selected,
                         bool allow_commands);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_QUESTION_H_
