#include "runner/cli/run.h"

#include <chrono>

#include "checks/base/text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/limits.h"
#include "runner/cli/outputs.h"
#include "runner/cli/preview.h"
#include "runner/cli/references.h"
#include "runner/exec/run.h"
#include "runner/exec/signals.h"
#include "runner/probe/probe.h"

namespace switchgate::cli {
namespace {

int complain(std::ostream& err, const std::string& message) {
  err << "switchgate: " << message << '\n';
  return kUsage;
}

int complain(std::ostream& err, const Error& error, const SourceFiles& files) {
  const std::string place = to_string(error.pos, files);
  return complain(err, place.empty() ? error.message : place + ": " + error.message);
}

Instant now() { return std::chrono::floor<Micros>(std::chrono::system_clock::now()); }

struct Ready {
  Loaded loaded;
  exec::Prepared prepared;
};

// Loads and prepares; an exit status when that is all there is to do.
std::variant<Ready, int> get_ready(const LoadOptions& load_options, const exec::RunOptions& options,
                                   std::ostream& err) {
  SourceFiles files;
  tree::Problems problems;
  std::optional<Loaded> loaded = load(load_options, files, problems);
  err << problems.warnings_to_text(files);
  if (!loaded) {
    err << problems.to_text(files);
    const std::size_t n = problems.size();
    return complain(err,
                    std::to_string(n) + (n == 1 ? " mistake" : " mistakes") + "; nothing was sent");
  }
  if (const Status status = require_candidate(loaded->plan);
      options.judged == "candidate" && !status) {
    return complain(err, status.error(), loaded->plan.files);
  }
  Ready ready{*std::move(loaded), {}};
  Result<exec::Prepared> prepared = exec::prepare(ready.loaded, options);
  if (!prepared) {
    const Error& error = prepared.error();
    return complain(err, {ready.loaded.masker.mask(error.message), error.pos},
                    ready.loaded.plan.files);
  }
  ready.prepared = *std::move(prepared);
  return ready;
}

// Runs while SIGINT and SIGTERM are taken as requests to stop.
exec::Finished execute(Ready& ready, const exec::RunOptions& options,
                       const exec::Reference* reference, bool recording) {
  exec::Control control;
  const exec::SignalWatch watch([&control](int signal) {
    control.signal.store(signal);
    control.stop.request_stop();
  });
  probe::init_network();
  exec::Finished finished = exec::execute(ready.loaded, ready.prepared, options, reference,
                                          recording, probe::make_http_probe, now(), control);
  finished.report.tool_version = version();
  return finished;
}

}  // namespace

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
  Result<Outputs> outputs = Outputs::open(command.reports, inputs);
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
