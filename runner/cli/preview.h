// `run --list` and `run --dry-run`: what there is and what would be sent.

#ifndef SWITCHGATE_RUNNER_CLI_PREVIEW_H_
#define SWITCHGATE_RUNNER_CLI_PREVIEW_H_

#include <ostream>

#include "runner/cli/run.h"
#include "runner/exec/run.h"

namespace switchgate::cli {

// One check a line: its id, its tags, where it stands. Needs no secrets and no candidate.
int list_checks(const RunCommand& command, std::ostream& out, std::ostream& err);

// Each request in order, with what cannot be known before the run left as ${…}.
int preview_run(const Loaded& loaded, const exec::Prepared& prepared, const RunCommand& command,
                std::ostream& out);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_PREVIEW_H_
