// What a finished run that compared with live teaches the history beside a baseline.

#ifndef SWITCHGATE_RUNNER_CLI_ACCEPTED_H_
#define SWITCHGATE_RUNNER_CLI_ACCEPTED_H_

#include <cstddef>
#include <ostream>
#include <string>

#include "checks/base/result.h"
#include "checks/baseline/baseline.h"
#include "checks/model/run_report.h"
#include "runner/cli/run.h"

namespace switchgate::cli {

// How every request compared with live. Unless both sides were known to be `equal` builds, those
// that failed are left out: an accepted defect says nothing about equal builds. Of several
// instances the first. Empty shifts: no latency was compared.
baseline::HistoryRun taught_by(const RunReport& report, bool equal);

// Adds the run to the history at `path`, under the label of the baseline there unless `label`
// says another; a file that is not there is made, and knows the report's checks. A run that is in
// it already is an error. How many runs are kept now.
Result<std::size_t> add_to_history(const std::string& path, const RunReport& report,
                                   const std::string& label, baseline::HistoryRun run);

// `record --append --accepted REPORT`: asks nobody.
int record_accepted(const RecordCommand& command, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_ACCEPTED_H_
