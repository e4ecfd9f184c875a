// Where the reports of a run go: files claimed before it starts, standard output.

#ifndef SWITCHGATE_RUNNER_CLI_OUTPUTS_H_
#define SWITCHGATE_RUNNER_CLI_OUTPUTS_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/run_report.h"
#include "reporters/reporter.h"
#include "runner/cli/github.h"
#include "runner/cli/terminal.h"
#include "runner/store/files.h"

namespace switchgate::cli {

// The report for people: in every run, or only where nothing else takes standard output.
enum class ConsoleReport : std::uint8_t { kAlways, kUnlessOthers };

class Outputs {
 public:
  // "FORMAT" or "FORMAT=PATH", each. At most one may lack a path: it takes standard
  // output, and the console report moves to standard error. Old files are removed
  // here: a failed run leaves no report of yesterday. None of `inputs`, the files that the
  // command reads, is replaced: that is an error, before any file is touched.
  //
  // `github` without a path takes no standard output: its annotations go to standard error,
  // beside whatever is there, its summary and outputs to the files that GitHub names. Under
  // GITHUB_ACTIONS=true it is always there.
  static Result<Outputs> open(const std::vector<std::string>& reports,
                              const std::vector<std::string>& inputs,
                              const Environment& environment,
                              ConsoleReport console = ConsoleReport::kAlways);

  // Renders and writes all. Errors of single files do not keep the others from being
  // written; the last one is returned.
  Status write(const RunReport& report, const reporters::Style& console_style, std::ostream& out,
               std::ostream& err);

  // The descriptor that the console report will go to: for colours and width.
  int console_descriptor() const;

 private:
  struct File {
    const reporters::Format* format;
    store::PendingFile file;
  };
  struct Wanted {
    const reporters::Format* format;
    std::string path;
  };
  // One word of --report: standard output, a file for `wanted`, or GitHub.
  Status take(const std::string& report, const std::vector<std::string>& inputs,
              std::vector<Wanted>& wanted, bool& github);
  Status write_console(const RunReport& report, const reporters::Style& style, std::ostream& out,
                       std::ostream& err) const;

  std::vector<File> files_;
  std::optional<GithubStep> github_;
  const reporters::Format* on_stdout_ = nullptr;  // null: the console
  bool silent_ = false;                           // nothing for people: kUnlessOthers
};

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_OUTPUTS_H_
