#include "runner/cli/stored.h"

#include "checks/base/text.h"
#include "reporters/json_reader.h"
#include "runner/cli/exit_status.h"
#include "runner/store/files.h"

namespace switchgate::cli {

Result<RunReport> read_stored(const std::string& file) {
  const Result<std::string> bytes = store::read_file(file);
  if (!bytes) {
    return bytes.error();
  }
  Result<RunReport> report = reporters::read_report(*bytes);
  if (report) {
    return report;
  }
  const std::string name = file == "-" ? "standard input" : '\'' + excerpt(file) + '\'';
  return Error{name + " is " + report.error().message, {}};
}

int show_stored(const RunReport& report, const StoredOptions& options, ConsoleReport console,
                const Environment& environment, std::ostream& out, std::ostream& err) {
  Result<Outputs> outputs = Outputs::open(options.reports, options.files, environment, console);
  if (!outputs) {
    err << "switchgate: " << outputs.error().message << '\n';
    return kUsage;
  }
  const int descriptor = outputs->console_descriptor();
  const reporters::Style style{use_colour(options.colour, environment, descriptor),
                               terminal_width(descriptor), options.quiet, options.verbose};
  if (const Status status = outputs->write(report, style, out, err); !status) {
    err << "switchgate: " << status.error().message << '\n';
    return kUndecided;  // what nobody can read proves nothing
  }
  return kOpen;
}

}  // namespace switchgate::cli
