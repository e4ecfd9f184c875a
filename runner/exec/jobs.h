// The slots of a run, and who fills which of them.

#ifndef SWITCHGATE_RUNNER_EXEC_JOBS_H_
#define SWITCHGATE_RUNNER_EXEC_JOBS_H_

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "checks/model/suite.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// What one worker does: a check, or the rows of one and, in the slot behind them, the
// comparison that they share. For each instance of the candidate in turn, so that a check
// never meets itself; the slots of one instance stand behind those of the other.
struct Job {
  std::size_t first = 0;  // index into Jobs::slots
  std::size_t rows = 1;
  bool pools = false;
  std::size_t instances = 1;

  std::size_t slots_of_one() const { return rows + (pools ? 1 : 0); }
};

struct Jobs {
  std::vector<CheckRun> slots;  // in suite order
  std::vector<Job> jobs;
  std::deque<Check> groups;  // the checks of shared comparisons: slots point to them

  std::span<CheckRun> rows_of(const Job& job, std::size_t instance) {
    return {&slots[job.first + instance * job.slots_of_one()], job.rows};
  }
  // Where the job's comparisons go: its own slot when it has one, else that of its check.
  CheckRun& group_of(const Job& job, std::size_t instance) {
    return slots[job.first + instance * job.slots_of_one() + (job.pools ? job.rows : 0)];
  }
};

// `comparing`: does the run compare, or record, at all? The plan must outlive the jobs.
Jobs lay_out(const Plan& plan, const std::vector<SuiteRun>& suites,
             const std::vector<std::size_t>& selected, bool comparing);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_JOBS_H_
