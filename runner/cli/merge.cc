// `switchgate merge`: one verdict from the shards of a CI matrix.

#include "checks/merge.h"

#include "runner/cli/exit_status.h"
#include "runner/cli/stored.h"

namespace switchgate::cli {

int merge(const StoredOptions& options, const Environment& environment, std::ostream& out,
          std::ostream& err) {
  std::vector<RunReport> shards;
  bool sound = true;
  for (const std::string& file : options.files) {
    Result<RunReport> report = read_stored(file);
    if (report) {
      shards.push_back(*std::move(report));
    } else {
      err << "switchgate: " << report.error().message << '\n';
      sound = false;
    }
  }
  if (!sound) {
    return kUsage;
  }
  const Result<RunReport> whole = switchgate::merge(std::move(shards));
  if (!whole) {
    err << "switchgate: " << whole.error().message << '\n';
    return kUsage;
  }
  const int status = show_stored(*whole, options, ConsoleReport::kAlways, environment, out, err);
  // A gate whose evidence is lost does not open; a closed one stays closed.
  return whole->verdict.exit_code == kOpen || status == kUsage ? status : whole->verdict.exit_code;
}

}  // namespace switchgate::cli
