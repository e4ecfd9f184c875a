// Small slowdowns, each of them accepted, that have added up.

#ifndef SWITCHGATE_RUNNER_EXEC_DRIFT_H_
#define SWITCHGATE_RUNNER_EXEC_DRIFT_H_

#include <span>

#include "checks/model/finding.h"
#include "runner/exec/measure.h"

namespace switchgate::exec {

// Compares what was measured with the oldest kept run, where the candidate did not fail anyway.
// All endpoints share a chance of 1 % of a false alarm. Fills Endpoint::drift.
void judge_drift(std::span<Endpoint* const> endpoints);

// A warning. Requires a drift.
Finding drift_finding(const Endpoint& endpoint);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_DRIFT_H_
