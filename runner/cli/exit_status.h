// What the program's exit codes mean: the contract with pipelines.

#ifndef SWITCHGATE_RUNNER_CLI_EXIT_STATUS_H_
#define SWITCHGATE_RUNNER_CLI_EXIT_STATUS_H_

namespace switchgate::cli {

enum ExitStatus : int {
  kOpen = 0,       // every selected check passed
  kClosed = 1,     // something regressed or is broken
  kUsage = 2,      // the command line or a suite is wrong; nothing was sent
  kUndecided = 3,  // we could not tell
  kInterrupted = 130,
  kTerminated = 143,
};

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_EXIT_STATUS_H_
