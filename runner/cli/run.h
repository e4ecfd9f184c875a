// `switchgate run` and `switchgate record`: from options to an exit status.

#ifndef SWITCHGATE_RUNNER_CLI_RUN_H_
#define SWITCHGATE_RUNNER_CLI_RUN_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "runner/cli/terminal.h"
#include "runner/exec/options.h"
#include "runner/suite/load.h"

namespace switchgate::cli {

struct RunCommand {
  LoadOptions load;
  exec::RunOptions run;
  std::vector<std::string> reports;  // "junit=out.xml"
  std::string baseline;              // --baseline FILE
  std::optional<std::string> label;  // this environment; default: the baseline's own
  bool dry_run = false;
  bool list = false;
  bool limits = false;
  bool exit_zero = false;
  bool quiet = false;
  bool verbose = false;
  std::string colour = "auto";
};
int run(RunCommand command, const Environment& environment, std::ostream& out, std::ostream& err);

struct RecordCommand {
  LoadOptions load;
  exec::RunOptions run;
  std::string baseline;       // where to write
  std::string from = "live";  // which side is recorded
  std::string label;          // the environment, e.g. "ci-eu"
  bool append = false;        // only add and update: keep what is there, latency runs too
  std::string accepted;       // a report: record that run's latencies, ask nobody
  bool quiet = false;
  std::string colour = "auto";
};
int record(RecordCommand command, const Environment& environment, std::ostream& out,
           std::ostream& err);

// `switchgate calibrate`: live against itself, or against another process of the same build.
struct CalibrateCommand {
  LoadOptions load;
  exec::RunOptions run;
  std::string baseline;  // where to store what was learned; empty: it is only told
  std::string label;
  bool quiet = false;
  std::string colour = "auto";
};
int calibrate(CalibrateCommand command, const Environment& environment, std::ostream& out,
              std::ostream& err);

// "0.1.0"
std::string version();

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_RUN_H_
