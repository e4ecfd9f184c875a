// `switchgate lint`.

#include "runner/cli/lint.h"

#include <string>

#include "runner/cli/exit_status.h"
#include "runner/cli/ready.h"
#include "runner/suite/advice.h"

namespace switchgate::cli {
namespace {

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace

int lint(const LoadOptions& options, std::ostream& out, std::ostream& err,
         const std::string& fail_on) {
  LoadOptions without_secrets = options;
  without_secrets.need_secrets = false;
  without_secrets.all_profiles = true;
  SourceFiles files;
  tree::Problems problems;
  const auto loaded = load(without_secrets, files, problems);
  if (loaded) {
    advise(loaded->plan, problems);
  }
  err << harmless(problems.warnings_to_text(files));
  if (!loaded) {
    err << harmless(problems.to_text(files)) << counted(files.size(), "file", "files") << ": "
        << counted(problems.size(), "mistake", "mistakes") << '\n';
    return kUsage;
  }
  const std::size_t warnings = problems.warnings().size();
  out << counted(files.size(), "file", "files") << ", "
      << counted(loaded->plan.checks.size(), "check", "checks") << ": no mistakes"
      << (warnings == 0 ? "" : ", " + counted(warnings, "warning", "warnings")) << '\n';
  return warnings > 0 && fail_on == "warning" ? kClosed : kOpen;
}

}  // namespace switchgate::cli
