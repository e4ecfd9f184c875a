// The sides of a suite as a run needs them: the candidate with all its instances, live, and
// what else the suite asks.

#ifndef SWITCHGATE_RUNNER_EXEC_SIDES_H_
#define SWITCHGATE_RUNNER_EXEC_SIDES_H_

#include <cstddef>

#include "checks/base/result.h"
#include "checks/model/masker.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/suite/load.h"

namespace switchgate::exec {

// Every ${…} of the targets is filled in, once for the run; what filters make of secrets
// there goes to `masker`. Errors are usage mistakes.
Result<SuiteRun> fill_in_suite(const Loaded& loaded, std::size_t suite, const RunOptions& options,
                               Masker& masker);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SIDES_H_
