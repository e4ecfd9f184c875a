// `switchgate calibrate`: an A/A comparison, and what it says about the suite.

#include <utility>
#include <variant>

#include "reporters/calibration.h"
#include "runner/cli/accepted.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/ready.h"
#include "runner/cli/references.h"
#include "runner/cli/run.h"

namespace switchgate::cli {

int calibrate(CalibrateCommand command, const Environment& environment, std::ostream& out,
              std::ostream& err) {
  const bool itself = command.load.candidate.empty();
  command.run.judged = itself ? "live" : "candidate";
  command.run.calibrating = true;
  command.run.allow_same = itself;  // one process is no second one, whatever it is called
  command.run.asks = {.shape = false, .values = false, .headers = false};
  command.load.need_secrets = true;
  std::variant<Ready, int> got = get_ready(command.load, command.run, err);
  if (const int* status = std::get_if<int>(&got)) {
    return *status;
  }
  Ready ready = std::get<Ready>(std::move(got));
  if (!command.baseline.empty()) {
    if (const Status status = may_record(command.baseline, ready.loaded.inputs); !status) {
      return complain(err, status.error(), {});
    }
  }
  Progress progress(environment, command.quiet);
  command.run.progress = [&](std::size_t done, std::size_t of, const std::string& stage) {
    progress.show(done, of, stage);
  };
  const RunReport report = execute(ready, command.run, nullptr, false).report;
  progress.clear();
  const reporters::Style style{use_colour(command.colour, environment, 1), terminal_width(1),
                               command.quiet, false};
  out << reporters::calibration(report, style);
  if (report.verdict.exit_code >= kInterrupted) {
    return report.verdict.exit_code;
  }
  baseline::HistoryRun run = taught_by(report, true);
  if (run.shifts.empty()) {
    complain(err, "no endpoint could be measured; nothing was stored");
    return kUndecided;
  }
  if (!command.baseline.empty()) {
    run.calibration = itself;
    run.samples_ms.clear();
    const Result<std::size_t> kept =
        add_to_history(command.baseline, report, command.label, std::move(run));
    if (!kept) {
      return complain(err, kept.error(), {});
    }
    out << "stored in " << command.baseline << ": give it to runs with --baseline\n";
  }
  return reporters::all_measured(report) ? int{kOpen} : int{kUndecided};
}

}  // namespace switchgate::cli
