// Which checks of a plan a run is asked for.

#ifndef SWITCHGATE_RUNNER_EXEC_SELECT_H_
#define SWITCHGATE_RUNNER_EXEC_SELECT_H_

#include <cstddef>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/suite.h"
#include "runner/exec/options.h"

namespace switchgate::exec {

// Indices into plan.checks, in suite order. Nothing selected is an error that says
// what there is to select.
Result<std::vector<std::size_t>> select(const Plan& plan, const Selection& selection);

// A stretch of the selected checks that is done by one worker: a single check, or those
// rows of one check that compare, whose answers pool.
struct Batch {
  std::size_t first = 0;  // index into the selected
  std::size_t count = 1;
  bool pools = false;  // has a result of its own, apart from those of its rows
};

// All selected checks in order. `comparing`: does the run compare, or record, at all?
std::vector<Batch> batches(const Plan& plan, const std::vector<std::size_t>& selected,
                           bool comparing);

// What falls to one shard: batches by turns, so that a comparison keeps all of its rows.
// Where latency is compared, the batch goes to the first shard: shards that measure at
// the same time would disturb each other.
std::vector<std::size_t> shard_of(const Plan& plan, const std::vector<std::size_t>& selected,
                                  const Asks& asks, const ShardOption& shard);

// Those of the selected checks that compare latencies.
std::vector<std::size_t> measured(const Plan& plan, std::vector<std::size_t> selected);

// How many comparisons of latency the whole plan asks for: each step, of all rows together,
// and of each instance of the candidate.
std::size_t latency_endpoints(const Plan& plan);

// May all of them go to live?
bool all_safe(const std::vector<Step>& steps);

// Does the suite have a request or a question for live by name?
bool names_live(const Plan& plan, std::size_t suite);

// How many requests live may get from these checks, at most.
std::size_t live_requests(const Plan& plan, const std::vector<std::size_t>& selected,
                          const Asks& asks);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SELECT_H_
