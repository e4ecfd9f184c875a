// One run of a gate: the program switchgate as a child process, and what its exit code and
// its report say together. Whatever is missing or does not fit makes it undecided.

#ifndef SWITCHGATE_RUNNER_SERVE_GATE_RUN_H_
#define SWITCHGATE_RUNNER_SERVE_GATE_RUN_H_

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/base/units.h"
#include "checks/model/run_report.h"
#include "runner/serve/gate_config.h"
#include "runner/serve/ledger.h"

namespace switchgate::serve {

struct RunSetup {
  std::string program;                   // switchgate, by its absolute path
  std::vector<std::string> environment;  // "NAME=value"
  Micros timeout = std::chrono::minutes(20);
  Micros grace = std::chrono::seconds(10);  // after SIGTERM, for `finally`
};

enum class Ending : std::uint8_t { kExited, kTimedOut, kStopped, kNotStarted };

struct ProgramEnd {
  Ending how = Ending::kExited;
  int exit = 0;       // kExited; 128 + N when signal N ended it
  std::string words;  // the last line that it wrote to standard error, or why it did not start
};

// The verdict of a run: what the report says, when it is there, is of this version and says the
// same as the exit code.
Conclusion conclude(const ProgramEnd& end, const Result<RunReport>& report);

// Runs `gate` of `config` for `key` and waits; to be told to stop ends it early. The program
// learns of the request the variables SWITCHGATE_NAME, SWITCHGATE_NAMESPACE and
// SWITCHGATE_REVISION, which a suite may use as ${env.SWITCHGATE_REVISION}.
Conclusion run_gate(const RunSetup& setup, const Config& config, const GateConfig& gate,
                    const Key& key, std::stop_token stop);

// The version that the program says it is ("0.1.0"); the error says why there is none.
Result<std::string> program_version(const RunSetup& setup);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_GATE_RUN_H_
