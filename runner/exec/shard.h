// What a shard says of the whole run that it is a part of.

#ifndef SWITCHGATE_RUNNER_EXEC_SHARD_H_
#define SWITCHGATE_RUNNER_EXEC_SHARD_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"
#include "runner/exec/check_run.h"
#include "runner/exec/options.h"
#include "runner/suite/load.h"

namespace switchgate::exec {

// "2/5"; nothing for what is no shard of at most 10,000.
std::optional<ShardOption> parse_shard(std::string_view text);

// `selected` are all checks of the run, before it was split. The digest is the same for
// all shards of one run, and another one when suites, data, variables, targets, what is
// compared or the selection differ. No secret goes into it.
Shard describe_shard(const Loaded& loaded, const std::vector<SuiteRun>& suites,
                     const std::vector<std::size_t>& selected, const RunOptions& options);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SHARD_H_
