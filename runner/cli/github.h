// GitHub Actions: which of its places this process is told of, and writing to them.

#ifndef SWITCHGATE_RUNNER_CLI_GITHUB_H_
#define SWITCHGATE_RUNNER_CLI_GITHUB_H_

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/run_report.h"
#include "runner/cli/terminal.h"
#include "runner/store/files.h"

namespace switchgate::cli {

// Does a step of GitHub Actions run this?
bool in_github_actions(const Environment& environment);

class GithubStep {
 public:
  // Opens the files that $GITHUB_STEP_SUMMARY and $GITHUB_OUTPUT name, where they are set, to
  // write behind what stands there.
  static Result<GithubStep> open(const Environment& environment);

  // The annotations to `log`, then summary and outputs. `files` are format and path of the
  // reports that were written; `lost`: one could not be. The last thing that could not be
  // written is returned; outputs never say open then.
  Status write(const RunReport& report,
               const std::vector<std::pair<std::string, std::string>>& files, bool lost,
               std::ostream& log);

 private:
  struct Place {
    std::string variable;  // that names the file: "GITHUB_OUTPUT"
    store::AppendedFile file;
  };
  static Result<std::optional<Place>> place(const Environment& environment,
                                            const std::string& variable);
  Status write_summary(const RunReport& report);

  std::optional<Place> summary_;
  std::optional<Place> outputs_;
};

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_GITHUB_H_
