// The table of report formats: one row each.

#include "reporters/formats.h"

#include <array>

namespace switchgate::reporters {
namespace {

constexpr std::array<Format, 11> kFormats = {{
    {"console", "text for people, worst first", render_console},
    {"json", "everything, versioned; what render and merge read", render_json},
    {"junit", "JUnit XML with file and line, for GitLab, Jenkins and others", render_junit},
    {"junit-jenkins-xunit", "JUnit XML for the strict schema of Jenkins' xUnit plugin",
     render_junit_jenkins_xunit},
    {"sarif", "SARIF 2.1.0, for GitHub code scanning", render_sarif},
    {"sarif-with-suppressions", "the same with what is waived or expected, for other readers",
     render_sarif_with_suppressions},
    {"gitlab", "GitLab's code quality report", render_gitlab},
    {"openmetrics", "counts, durations and latency ratios, for GitLab and Prometheus",
     render_openmetrics},
    {"markdown", "for the comment of a pull request", render_markdown},
    {"tap", "TAP 14 with diagnostics", render_tap},
    {"github", "annotations, step summary and outputs of GitHub Actions", render_github},
}};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  for (const Format& format : formats()) {
    if (format.name == name) {
      return &format;
    }
  }
  return nullptr;
}

}  // namespace switchgate::reporters
