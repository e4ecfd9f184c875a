// `switchgate lint`: are the suites free of mistakes? Without network and
// secrets.

#ifndef SWITCHGATE_RUNNER_CLI_LINT_H_
#define SWITCHGATE_RUNNER_CLI_LINT_H_

#include <ostream>

#include "runner/suite/load.h"

namespace switchgate::cli {

// Mistakes and warnings to `err`, "3 files, 41 checks: no mistakes" to `out`.
// Returns an ExitStatus: kOpen, or kUsage when there are mistakes.
// options.need_secrets does not matter.
int lint(const LoadOptions& options, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_LINT_H_
