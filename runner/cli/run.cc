#include "runner/cli/run.h"

#include <utility>
#include <variant>

#include "runner/cli/accepted.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/limits.h"
#include "runner/cli/outputs.h"
#include "runner/cli/preview.h"
#include "runner/cli/ready.h"
#include "runner/cli/references.h"

namespace switchgate::cli {
std::string version() { return SWITCHGATE_VERSION; }

int run(RunCommand command, const Environment& environment, std::ostream& out, std::ostream& err) {
  if (command.limits) {
    print_limits(command.run, out);
    return kOpen;
  }
  const bool preview = command.list || command.dry_run;
  command.load.need_secrets = !preview;
  command.run.allow_commands = command.run.allow_commands || preview;  // which runs none
  // Preview and baseline first: neither removes yesterday's reports.
  if (command.list) {
    return list_checks(command, out, err);
  }
  std::variant<Ready, int> got = get_ready(command.load, command.run, err);
  if (const int* status = std::get_if<int>(&got)) {
    return *status;
  }
  Ready ready = std::get<Ready>(std::move(got));
  if (command.dry_run) {
    return preview_run(ready.loaded, ready.prepared, command, out);
  }

  std::optional<exec::Reference> reference;
  if (!command.baseline.empty()) {
    Result<exec::Reference> read = read_reference(command.baseline);
    if (!read) {
      return complain(err, read.error(), {});
    }
    reference = *std::move(read);
    reference->label = command.label.value_or(reference->baseline.label);
  }
  command.run.baseline_path = command.baseline;
  std::vector<std::string> inputs = ready.loaded.inputs;
  if (reference) {
    const std::vector<std::string> recorded = baseline_files(command.baseline);
    inputs.insert(inputs.end(), recorded.begin(), recorded.end());
  }
  Result<Outputs> outputs = Outputs::open(command.reports, inputs, environment);
  if (!outputs) {
    return complain(err, outputs.error(), {});
  }

  Progress progress(environment, command.quiet);
  command.run.progress = [&](std::size_t done, std::size_t of, const std::string& stage) {
    progress.show(done, of, stage);
  };
  const exec::Finished finished =
      execute(ready, command.run, reference ? &*reference : nullptr, false);
  progress.clear();

  const int console = outputs->console_descriptor();
  const reporters::Style style{use_colour(command.colour, environment, console),
                               terminal_width(console), command.quiet, command.verbose};
  if (const Status status = outputs->write(finished.report, style, out, err); !status) {
    complain(err, status.error(), {});
    // A gate whose evidence is lost does not open.
    return finished.report.verdict.exit_code == kOpen ? int{kUndecided}
                                                      : finished.report.verdict.exit_code;
  }
  const int status = finished.report.verdict.exit_code;
  const bool stopped = status == kInterrupted || status == kTerminated;
  return command.exit_zero && !stopped ? int{kOpen} : status;
}

int record(RecordCommand command, const Environment& environment, std::ostream& out,
           std::ostream& err) {
  if (command.baseline.empty()) {
    return complain(err, "record: say where to write with --baseline FILE");
  }
  if (!command.accepted.empty()) {
    return record_accepted(command, out, err);
  }
  command.run.judged = command.from;
  command.load.need_secrets = true;
  std::variant<Ready, int> got = get_ready(command.load, command.run, err);
  if (const int* status = std::get_if<int>(&got)) {
    return *status;
  }
  Ready ready = std::get<Ready>(std::move(got));
  if (const Status status = may_record(command.baseline, ready.loaded.inputs); !status) {
    return complain(err, status.error(), {});
  }

  Progress progress(environment, command.quiet);
  command.run.progress = [&](std::size_t done, std::size_t of, const std::string& stage) {
    progress.show(done, of, stage);
  };
  exec::Finished finished = execute(ready, command.run, nullptr, true);
  progress.clear();
  if (finished.report.verdict.exit_code != kOpen) {
    const reporters::Style style{use_colour(command.colour, environment, 1), terminal_width(1),
                                 command.quiet, false};
    out << reporters::find_format("console")->render(finished.report, style);
    err << "switchgate: nothing was recorded: a baseline is what passes, and this run did not\n";
    return finished.report.verdict.exit_code;
  }
  return store_recorded(command, ready.loaded.plan, std::move(finished), out, err);
}

}  // namespace switchgate::cli
