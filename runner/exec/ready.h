// Waiting until the candidate answers, before anything is judged.

#ifndef SWITCHGATE_RUNNER_EXEC_READY_H_
#define SWITCHGATE_RUNNER_EXEC_READY_H_

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "checks/model/finding.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// Asks until `consecutive` answers in a row are as expected, on every instance of the
// candidate at once, each on a thread of its own: they start together. The findings say why
// one is not ready (target/not-ready, target/known-bad); there are none when all are, or when
// `stop` asked. Throws what a thread threw.
std::vector<Finding> wait_until_ready(
    const RunContext& context, const SuiteRun& suite,
    const std::function<std::unique_ptr<probe::Probe>()>& make_probe, const std::stop_token& stop);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_READY_H_
