// Waiting until the candidate answers, before anything is judged.

#ifndef SWITCHGATE_RUNNER_EXEC_READY_H_
#define SWITCHGATE_RUNNER_EXEC_READY_H_

#include <optional>
#include <stop_token>

#include "checks/model/finding.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// Asks until `consecutive` answers in a row are as expected. The finding says why the
// candidate is not ready (target/not-ready, target/known-bad); nothing when it is, or
// when `stop` asked.
std::optional<Finding> wait_until_ready(const RunContext& context, SuiteRun& suite,
                                        probe::Probe& probe, std::stop_token stop);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_READY_H_
