#include "runner/cli/github.h"

#include <array>
#include <cstdio>
#include <random>

#include "reporters/github.h"
#include "reporters/markdown.h"

namespace switchgate::cli {
namespace {

// Less than this holds no verdict.
constexpr std::size_t kLeastSummaryBytes = 16'384;

// What no text from outside can have foreseen.
std::string random_delimiter() {
  std::random_device source;
  std::string out = "switchgate-";
  for (int i = 0; i < 4; ++i) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", source());
    out += digits.data();
  }
  return out;
}

Error about(const std::string& variable, const Error& error) {
  return {"$" + variable + ": " + error.message, {}};
}

}  // namespace

bool in_github_actions(const Environment& environment) {
  const auto it = environment.find("GITHUB_ACTIONS");
  return it != environment.end() && it->second == "true";
}

Result<std::optional<GithubStep::Place>> GithubStep::place(const Environment& environment,
                                                           const std::string& variable) {
  const auto it = environment.find(variable);
  if (it == environment.end() || it->second.empty()) {
    return std::optional<Place>();
  }
  Result<store::AppendedFile> file = store::AppendedFile::open(it->second);
  if (!file) {
    return about(variable, file.error());
  }
  return std::optional<Place>(Place{variable, *std::move(file)});
}

Result<GithubStep> GithubStep::open(const Environment& environment) {
  GithubStep step;
  for (const auto& [variable, into] : {std::pair("GITHUB_STEP_SUMMARY", &step.summary_),
                                       std::pair("GITHUB_OUTPUT", &step.outputs_)}) {
    Result<std::optional<Place>> found = place(environment, variable);
    if (!found) {
      return found.error();
    }
    *into = *std::move(found);
  }
  return step;
}

Status GithubStep::write_summary(const RunReport& report) {
  const std::size_t there = summary_->file.size();
  if (there + kLeastSummaryBytes > reporters::kMostSummaryBytes) {
    return Error{"$GITHUB_STEP_SUMMARY: " + summary_->file.path() + " holds " +
                     std::to_string(there) + " bytes, and GitHub drops a summary beyond 1 MiB: " +
                     "let an earlier command of this step write less",
                 {}};
  }
  const Status status =
      summary_->file.append(reporters::markdown(report, reporters::kMostSummaryBytes - there));
  return status ? status : Status(about(summary_->variable, status.error()));
}

Status GithubStep::write(const RunReport& report,
                         const std::vector<std::pair<std::string, std::string>>& files, bool lost,
                         std::ostream& log) {
  log << reporters::github_annotations(report) << std::flush;
  Status status = log.good() ? Status(Ok{}) : Status(Error{"cannot write annotations", {}});
  if (summary_) {
    if (Status written = write_summary(report); !written) {
      status = written;
    }
  }
  if (outputs_) {
    const Status written = outputs_->file.append(reporters::github_output_lines(
        reporters::github_outputs(report, files, lost || !status), random_delimiter()));
    if (!written) {
      status = about(outputs_->variable, written.error());
    }
  }
  return status;
}

}  // namespace switchgate::cli
