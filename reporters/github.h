// What GitHub Actions takes from a step: annotations (workflow commands in its log), a summary
// in markdown, outputs. Where they are written is the runner's affair (runner/cli/github.h).

#ifndef SWITCHGATE_REPORTERS_GITHUB_H_
#define SWITCHGATE_REPORTERS_GITHUB_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

// Of the summaries of one step; beyond 1 MiB GitHub drops them all.
constexpr std::size_t kMostSummaryBytes = 921'600;

// At most ten lines of each of `::error`, `::warning`, `::notice`: GitHub shows no more of a
// step. An `::error` is there if and only if the gate is not open.
std::string github_annotations(const RunReport& report);

using Output = std::pair<std::string, std::string>;

// `files` are the reports that were written: format and path. `lost`: something could not be
// written, so that an open gate is told as undecided.
std::vector<Output> github_outputs(const RunReport& report, const std::vector<Output>& files,
                                   bool lost);

// As $GITHUB_OUTPUT takes them. `delimiter` ends a value that is more than a plain word; nobody
// outside may know it beforehand.
std::string github_output_lines(const std::vector<Output>& outputs, std::string_view delimiter);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_GITHUB_H_
