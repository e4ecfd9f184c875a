// A whole run: readiness, the parallel lane, the measured lane, cleaning up, and the
// report that all of it adds up to.

#ifndef SWITCHGATE_RUNNER_EXEC_RUN_H_
#define SWITCHGATE_RUNNER_EXEC_RUN_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/run_report.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/probe/probe.h"
#include "runner/suite/load.h"

namespace switchgate::exec {

// A run that may begin: everything that can be wrong without asking a target was told.
struct Prepared {
  std::vector<SuiteRun> suites;
  std::vector<std::size_t> selected;  // indices into the plan's checks; of a shard, its own
  std::optional<Shard> shard;
  std::size_t live_requests = 0;  // at most
  bool candidate_asked = false;   // by a selected check, of whatever shard, or by `ready`
  Masker masker;                  // the suites', with what filters made for the targets
};

// Errors are usage mistakes: exit 2, nothing sent.
Result<Prepared> prepare(const Loaded& loaded, const RunOptions& options);

// How a run is told to stop, and why it did.
struct Control {
  std::stop_source stop;  // requested by a signal, the deadline or --fail-fast
  std::atomic<int> signal{0};
};

using ProbeFactory = std::function<std::unique_ptr<probe::Probe>()>;

struct Finished {
  RunReport report;
  std::vector<Recorded> recorded;  // of `record`, in suite order
};

// Blocks until the run has ended; progress is reported on the calling thread.
// `reference` may be null. `recording`: collect entries instead of comparing.
Finished execute(const Loaded& loaded, Prepared& prepared, const RunOptions& options,
                 const Reference* reference, bool recording, const ProbeFactory& make_probe,
                 Instant started, Control& control);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_RUN_H_
