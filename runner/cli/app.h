// The command line: which command, with which options.

#ifndef SWITCHGATE_RUNNER_CLI_APP_H_
#define SWITCHGATE_RUNNER_CLI_APP_H_

#include <ostream>

#include "runner/cli/terminal.h"

namespace switchgate::cli {

// The whole program but for the process around it. Returns an exit status.
int app(int argc, const char* const* argv, const Environment& environment, std::ostream& out,
        std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_APP_H_
