// One run from the shards of a split one: one verdict over all ballots.

#ifndef SWITCHGATE_CHECKS_MERGE_H_
#define SWITCHGATE_CHECKS_MERGE_H_

#include <vector>

#include "checks/base/result.h"
#include "checks/model/run_report.h"

namespace switchgate {

// The whole run that `shards`, in any order, are parts of. Checks stand in the order of the
// suites. A shard that is not there makes the gate undecided, with a finding that names it.
// The error says why reports are no parts of one run: a shard that is there twice, other
// suites, variables, targets, waivers or policies. Requires at least one.
Result<RunReport> merge(std::vector<RunReport> shards);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MERGE_H_
