// `switchgate lint`: are the suites free of mistakes? Without network and
// secrets.

#ifndef SWITCHGATE_RUNNER_CLI_LINT_H_
#define SWITCHGATE_RUNNER_CLI_LINT_H_

#include <ostream>

#include "runner/suite/load.h"

namespace switchgate::cli {

// Mistakes, warnings and advice to `err`, "3 files, 41 checks: no mistakes" to `out`.
// Returns an ExitStatus: kOpen; kUsage when there are mistakes; kClosed when there are warnings
// and `fail_on` is "warning" (else "error"). options.need_secrets does not matter.
int lint(const LoadOptions& options, std::ostream& out, std::ostream& err,
         const std::string& fail_on = "error");

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_LINT_H_
