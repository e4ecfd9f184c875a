// What every command that asks deployments does first and in the middle: load the suites, prepare
// the sides, run until it is done or a signal ends it.

#ifndef SWITCHGATE_RUNNER_CLI_READY_H_
#define SWITCHGATE_RUNNER_CLI_READY_H_

#include <ostream>
#include <string>
#include <string_view>
#include <variant>

#include "checks/base/result.h"
#include "runner/exec/run.h"
#include "runner/suite/load.h"

namespace switchgate::cli {

// Tells what is wrong with the command line or a suite: an exit status.
int complain(std::ostream& err, const std::string& message);
int complain(std::ostream& err, const Error& error, const SourceFiles& files);
// The same lines, but what they quote of arguments and suites is no command to a CI system.
std::string harmless(std::string_view text);

struct Ready {
  Loaded loaded;
  exec::Prepared prepared;
};

// Loads and prepares; an exit status when that is all there is to do.
std::variant<Ready, int> get_ready(const LoadOptions& load_options, const exec::RunOptions& options,
                                   std::ostream& err);

// Runs while SIGINT and SIGTERM are taken as requests to stop.
exec::Finished execute(Ready& ready, const exec::RunOptions& options,
                       const exec::Reference* reference, bool recording);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_READY_H_
