// Comparing one request of a check: with the live side in the same run, or with
// what was recorded earlier. Findings and results go into the check's slot.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARE_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARE_H_

#include <stop_token>

#include "runner/exec/check_run.h"

namespace switchgate::exec {

// `first` is the candidate's good answer; live is asked here, and both sides as often
// as the comparison needs. Latency is left to the measured lane, as an endpoint.
void compare_with_live(const JobContext& context, const Step& step, const Asked& first,
                       std::stop_token stop, CheckRun& slot);
void compare_with_baseline(const JobContext& context, const Step& step, const Asked& first,
                           std::stop_token stop, CheckRun& slot);
// `record`: samples one side and notes what was seen.
void record_step(const JobContext& context, const Step& step, const Asked& first,
                 std::stop_token stop, CheckRun& slot);

// After the measured lane: what its samples say, as findings and results.
void judge_endpoint(const JobContext& context, std::size_t endpoint, CheckRun& slot);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARE_H_
