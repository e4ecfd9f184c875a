// `switchgate baseline show|diff|prune|rename`: how people look after what `record` stored.

#ifndef SWITCHGATE_RUNNER_CLI_BASELINE_H_
#define SWITCHGATE_RUNNER_CLI_BASELINE_H_

#include <ostream>
#include <string>

#include "checks/base/calendar.h"
#include "runner/cli/limits.h"
#include "runner/cli/terminal.h"
#include "runner/suite/load.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
}  // namespace CLI

namespace switchgate::cli {

struct BaselineCommand {
  std::string action;  // "show", "diff", "prune", "rename"
  std::string file;    // where the baseline is; of `diff`: the old one
  std::string after;   // diff: the new one
  LoadOptions load;    // prune: the suites that are kept
  bool dry_run = false;
  std::string old_id;  // rename
  std::string new_id;
  std::string format = "text";  // or "json"
  std::string colour = "auto";  // diff
};

// Declares the commands; the one that is given fills `command`, which outlives the parsing.
CLI::App* add_baseline(CLI::App& app, BaselineCommand& command, LimitWords& limits);

// Does what `command` says. `now` is what ages are told against.
int baseline(const BaselineCommand& command, const Environment& environment, Instant now,
             std::ostream& out, std::ostream& err);

// The parts of it, one file each.
int show_baseline(const BaselineCommand& command, Instant now, std::ostream& out,
                  std::ostream& err);
int diff_baselines(const BaselineCommand& command, bool colour, std::ostream& out,
                   std::ostream& err);
int prune_baseline(const BaselineCommand& command, std::ostream& out, std::ostream& err);
int rename_check(const BaselineCommand& command, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_BASELINE_H_
