// A stored baseline with its history, read, checked against each other, and replaced: what all
// commands that touch baselines have in common.

#ifndef SWITCHGATE_RUNNER_CLI_STORED_BASELINE_H_
#define SWITCHGATE_RUNNER_CLI_STORED_BASELINE_H_

#include <functional>
#include <optional>
#include <string>

#include "checks/base/result.h"
#include "checks/baseline/baseline.h"

namespace switchgate::cli {

struct StoredBaseline {
  baseline::Baseline baseline;
  baseline::History history;
  // Why the history that belongs to it cannot be used; then `history` is empty.
  std::string history_problem;
};

// The error names the place. One that is not there is an error that says how to make one.
Result<StoredBaseline> read_baseline(const std::string& name);

// Fails where something of it would be lost by going on from it: the baseline or its history
// cannot be used.
Status require_usable(const Result<StoredBaseline>& stored);

// What is there before an edit: nothing, a baseline, or what cannot be used.
using BaselineBefore = std::optional<Result<StoredBaseline>>;
using BaselineEdit = std::function<Result<StoredBaseline>(BaselineBefore before)>;

// Replaces both parts at once by what `edit` makes of them; the digest is put in here.
Status edit_baseline(const std::string& name, const BaselineEdit& edit);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_STORED_BASELINE_H_
