// Stored runs: read from their files, shown in other formats.

#ifndef SWITCHGATE_RUNNER_CLI_STORED_H_
#define SWITCHGATE_RUNNER_CLI_STORED_H_

#include <ostream>
#include <string>

#include "checks/base/result.h"
#include "checks/model/run_report.h"
#include "runner/cli/commands.h"
#include "runner/cli/outputs.h"

namespace switchgate::cli {

// The report in `file`; the error names the file.
Result<RunReport> read_stored(const std::string& file);

// Writes what options.reports ask for. An exit status when that is not possible, else 0.
int show_stored(const RunReport& report, const StoredOptions& options, ConsoleReport console,
                const Environment& environment, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_STORED_H_
