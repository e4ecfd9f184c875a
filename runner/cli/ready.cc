#include "runner/cli/ready.h"

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/run.h"
#include "runner/exec/signals.h"
#include "runner/probe/probe.h"

namespace switchgate::cli {
namespace {

Instant now() { return std::chrono::floor<Micros>(std::chrono::system_clock::now()); }

}  // namespace

int complain(std::ostream& err, const std::string& message) {
  err << harmless("switchgate: " + message) << '\n';
  return kUsage;
}

std::string harmless(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) {
    lines.push_back(reporters::break_commands(std::string(line)));
  }
  return join(lines, "\n");
}

int complain(std::ostream& err, const Error& error, const SourceFiles& files) {
  const std::string place = to_string(error.pos, files);
  return complain(err, place.empty() ? error.message : place + ": " + error.message);
}

std::variant<Ready, int> get_ready(const LoadOptions& load_options, const exec::RunOptions& options,
                                   std::ostream& err) {
  SourceFiles files;
  tree::Problems problems;
  std::optional<Loaded> loaded = load(load_options, files, problems);
  err << harmless(problems.warnings_to_text(files));
  if (!loaded) {
    err << harmless(problems.to_text(files));
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

}  // namespace switchgate::cli
