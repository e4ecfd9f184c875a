// `switchgate render`: a stored run in other formats. It is shown as it was, never judged
// again.

#include "runner/cli/exit_status.h"
#include "runner/cli/stored.h"

namespace switchgate::cli {

int render(const StoredOptions& options, const Environment& environment, std::ostream& out,
           std::ostream& err) {
  const Result<RunReport> report = read_stored(options.files.front());
  if (!report) {
    err << "switchgate: " << report.error().message << '\n';
    return kUsage;
  }
  const int status =
      show_stored(*report, options, ConsoleReport::kUnlessOthers, environment, out, err);
  return status == kOpen && options.gate ? report->verdict.exit_code : status;
}

}  // namespace switchgate::cli
