// Which checks of a plan a run is asked for.

#ifndef SWITCHGATE_RUNNER_EXEC_SELECT_H_
#define SWITCHGATE_RUNNER_EXEC_SELECT_H_

#include <cstddef>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/suite.h"
#include "runner/exec/options.h"

namespace switchgate::exec {

// Indices into plan.checks, in suite order. Nothing selected is an error that says
// what there is to select.
Result<std::vector<std::size_t>> select(const Plan& plan, const Selection& selection);

// May all of them go to live?
bool all_safe(const std::vector<Step>& steps);

// How many requests live may get from these checks, at most.
std::size_t live_requests(const Plan& plan, const std::vector<std::size_t>& selected,
                          const Asks& asks);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SELECT_H_
