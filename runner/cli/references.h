// Baselines as files: baseline.json for review, baseline.history.json beside it.

#ifndef SWITCHGATE_RUNNER_CLI_REFERENCES_H_
#define SWITCHGATE_RUNNER_CLI_REFERENCES_H_

#include <ostream>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/suite.h"
#include "runner/cli/run.h"
#include "runner/exec/reference.h"
#include "runner/exec/run.h"

namespace switchgate::cli {

// Both files, checked against each other. A missing file is an error that says how to
// make one.
Result<exec::Reference> read_reference(const std::string& path);

// The baseline at `path` and its history beside it.
std::vector<std::string> baseline_files(const std::string& path);

// Fails when recording at `path` would replace one of `inputs`, or a file that is no
// baseline: with a word left out, `--baseline` takes the name of a suite.
Status may_record(const std::string& path, const std::vector<std::string>& inputs);

// Writes what a good run saw, and tells what changed since the file was written last.
int store_recorded(const RecordCommand& command, const Plan& plan, exec::Finished finished,
                   std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_REFERENCES_H_
