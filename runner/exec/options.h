// What a run was asked to do, beyond the suites themselves.

#ifndef SWITCHGATE_RUNNER_EXEC_OPTIONS_H_
#define SWITCHGATE_RUNNER_EXEC_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/units.h"
#include "checks/model/exchange.h"
#include "checks/verdict.h"

namespace switchgate::exec {

// --compare: what is asked; the rest is reported as not asked.
struct Asks {
  bool shape = true;
  bool values = true;
  bool headers = true;
  bool latency = true;
  bool any() const { return shape || values || headers || latency; }
};

struct Selection {
  std::vector<std::string> only;       // globs over check ids
  std::vector<std::string> tags;       // any of them
  std::vector<std::string> skip_tags;  // none of them
};

// --shard I/N: this run is one of N that share the checks between them.
struct ShardOption {
  int index = 1;  // 1 to count
  int count = 1;
};

// --latency-budget: for measuring latencies, at most. Seeing a slowdown again is not part of it.
struct LatencyBudget {
  std::optional<Micros> time;
  std::optional<std::size_t> requests;
};

struct RunOptions {
  std::string judged = "candidate";  // the target that is judged; `record --from live` names live
  Selection selection;
  std::optional<ShardOption> shard;
  Asks asks;
  Policy policy;
  int jobs = 8;
  bool fail_fast = false;
  bool allow_same = false;
  // What `calibrate` does: only what measures latency runs, and where live is judged it is compared
  // with itself.
  bool calibrating = false;
  bool allow_commands = false;  // --allow-commands: checks may run programs
  std::uint64_t seed = 0;       // of ${uuid}
  std::size_t budget = 20'000;  // requests to live, at most
  LatencyBudget latency_budget;
  std::optional<Micros> timeout;  // of each request, over the suite's
  ExchangeLimits limits;          // of each answer
  Micros deadline{15LL * 60 * 1'000'000};
  std::string baseline_path;
  // Called on the main thread, at most ten times a second, and once at the end.
  std::function<void(std::size_t done, std::size_t of, const std::string& now)> progress;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_OPTIONS_H_
