// `switchgate lint`.

#include "runner/cli/lint.h"

#include <string>

#include "runner/cli/exit_status.h"

namespace switchgate::cli {
namespace {

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace

int lint(const LoadOptions& options, std::ostream& out, std::ostream& err) {
  LoadOptions without_secrets = options;
  without_secrets.need_secrets = false;
  without_secrets.all_profiles = true;
  SourceFiles files;
  tree::Problems problems;
  const auto loaded = load(without_secrets, files, problems);
  err << problems.warnings_to_text(files);
  if (!loaded) {
    err << problems.to_text(files) << counted(files.size(), "file", "files") << ": "
        << counted(problems.size(), "mistake", "mistakes") << '\n';
    return kUsage;
  }
  out << counted(files.size(), "file", "files") << ", "
      << counted(loaded->plan.checks.size(), "check", "checks") << ": no mistakes\n";
  return kOpen;
}

}  // namespace switchgate::cli
