// Comparing one request of a check, or that of all its rows: with the live side in the
// same run, or with what was recorded earlier.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARE_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARE_H_

#include <memory>
#include <stop_token>

#include "runner/exec/check_run.h"
#include "runner/exec/comparison.h"

namespace switchgate::exec {

// Live is asked here, and both sides as often as the comparison needs. Latency is left to
// the measured lane, as an endpoint. `step` is the index of the compared one.
std::unique_ptr<Comparison> compare_with_live(const JobContext& context, std::size_t step,
                                              std::stop_token stop, CheckRun& group);
std::unique_ptr<Comparison> compare_with_baseline(const JobContext& context, std::size_t step,
                                                  std::stop_token stop, CheckRun& group);
// `record`: samples one side and notes what was seen.
std::unique_ptr<Comparison> record_step(const JobContext& context, std::size_t step,
                                        std::stop_token stop, CheckRun& group);

// After the measured lane: what its samples say, as findings and results.
void judge_endpoint(const JobContext& context, std::size_t endpoint, CheckRun& slot);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARE_H_
