// What a run says of its baseline as a whole: what it covers and how old it is, whether it is
// another suite's, whether it is too old, which of its checks the suites lost or renamed.

#ifndef SWITCHGATE_RUNNER_EXEC_ABOUT_BASELINE_H_
#define SWITCHGATE_RUNNER_EXEC_ABOUT_BASELINE_H_

#include <string>
#include <vector>

#include "checks/baseline/renames.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/exec/run.h"

namespace switchgate::exec {

// "recorded 12 days ago (2026-11-01, from live, label ci): 14 checks, 16 requests …".
std::string about_baseline(const Reference& reference, Instant started);

// What is wrong with the baseline for the checks that are compared with it.
void judge_baseline(const Prepared& prepared, const RunOptions& options, const Reference* reference,
                    const std::vector<CheckRun>& slots, Instant started,
                    std::vector<Finding>& findings);

// Checks that the baseline does not know and that are probably old ones of it under a new name.
// The note of each says so, and how to have it compared again.
std::vector<baseline::Rename> name_renamed(const Plan& plan, const Prepared& prepared,
                                           const RunOptions& options, const Reference* reference,
                                           std::vector<CheckRun>& slots);

// Names, in the notes of a whole run, the checks that the baseline knows and no suite has.
void note_orphans(const Plan& plan, const RunOptions& options, const Reference* reference,
                  const std::vector<baseline::Rename>& renames, RunReport& report);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_ABOUT_BASELINE_H_
