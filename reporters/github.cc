#include "reporters/github.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/told.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kMostOfEach = 9;      // and one that counts the others
constexpr std::size_t kMostMessage = 3900;  // of 4,096 characters, the cut's mark included
constexpr std::size_t kMostProperty = 300;

std::string escape_data(std::string_view text) {
  std::string out = replace_all(std::string(text), "%", "%25");
  out = replace_all(std::move(out), "\r", "%0D");
  return replace_all(std::move(out), "\n", "%0A");
}

std::string escape_property(std::string_view text) {
  std::string out = escape_data(inert_line(text, kMostProperty));
  out = replace_all(std::move(out), ":", "%3A");
  return replace_all(std::move(out), ",", "%2C");
}

std::string_view command_of(Loudness loudness) {
  switch (loudness) {
    case Loudness::kError:
      return "error";
    case Loudness::kWarning:
      return "warning";
    case Loudness::kNotice:
      return "notice";
  }
  return "error";
}

// Message, evidence and command, as far as there is room for whole lines.
std::string message_of(const Finding& finding) {
  std::vector<std::string> lines = inert_lines(finding.message, 2000);
  if (lines.empty()) {
    lines.emplace_back("no message");
  }
  if (finding.accepted) {
    lines.push_back(inert_line(acceptance_of(finding), 600));
  }
  for (const Evidence& fact : finding.evidence) {
    lines.push_back(inert_line(fact.label, 60) + ": " + inert_line(fact.value, 400));
  }
  const std::string advice = finding.undecided ? advice_for(finding.rule) : "";
  if (!advice.empty()) {
    lines.push_back("→ " + inert_line(advice, 600));
  }
  if (!finding.curl.empty()) {
    lines.push_back("$ " + inert_line(finding.curl, kMostMessage));
  }
  std::string out;
  for (const std::string& line : lines) {
    if (out.size() + line.size() + 1 > kMostMessage) {
      break;
    }
    out += (out.empty() ? "" : "\n") + line;
  }
  return out;
}

std::string annotation(const Finding& finding, Loudness loudness, const SourceFiles& files) {
  std::string out = "::" + std::string(command_of(loudness)) + ' ';
  if (in_repository(finding.pos, files)) {
    out += "file=" + escape_property(file_of(finding.pos, files)->repo_path) +
           ",line=" + std::to_string(std::max(finding.pos.line, 1)) + ',';
  }
  const std::string title = (finding.check.empty() ? "switchgate" : finding.check) + ": " +
                            (finding.accepted ? std::string(word_of(finding)) + ' ' : "") +
                            finding.rule;
  return out + "title=" + escape_property(title) + "::" + escape_data(message_of(finding)) + '\n';
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._/-+").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string github_annotations(const RunReport& report) {
  std::string out;
  std::array<std::size_t, 3> told{};
  for (const Finding& finding : told_findings(report)) {
    const Loudness loudness = loudness_of(finding, report);
    if (++told.at(static_cast<std::size_t>(loudness)) <= kMostOfEach) {
      out += annotation(finding, loudness, report.files);
    }
  }
  for (const Loudness loudness : {Loudness::kError, Loudness::kWarning, Loudness::kNotice}) {
    const std::size_t all = told.at(static_cast<std::size_t>(loudness));
    if (all > kMostOfEach) {
      out += "::" + std::string(command_of(loudness)) +
             " title=switchgate::" + std::to_string(all - kMostOfEach) +
             " more: see the summary of this step\n";
    }
  }
  return out;
}

std::vector<Output> github_outputs(const RunReport& report, const std::vector<Output>& files,
                                   bool lost) {
  const Counts counts = count(report);
  const bool withdrawn = lost && report.verdict.gate == Gate::kOpen;
  std::vector<Output> outputs = {
      {"verdict", std::string(name_of(withdrawn ? Gate::kUndecided : report.verdict.gate))},
      {"exit-code", std::to_string(withdrawn ? 3 : report.verdict.exit_code)},
      {"errors", std::to_string(count_by_word(report)["error"])},
      {"warnings", std::to_string(counts.warnings)},
      {"undecided", std::to_string(counts.undecided)},
      {"checks", std::to_string(report.checks.size())},
      {"passed", std::to_string(counts.passed)},
      {"failed", std::to_string(counts.failed)},
      {"skipped", std::to_string(counts.skipped)}};
  for (const auto& [format, path] : files) {
    outputs.emplace_back("report-" + format, path);
  }
  return outputs;
}

std::string github_output_lines(const std::vector<Output>& outputs, std::string_view delimiter) {
  std::string out;
  for (const auto& [name, value] : outputs) {
    out += name;
    if (is_plain(value)) {
      out.append("=").append(value);
    } else {
      out.append("<<").append(delimiter).append("\n").append(value).append("\n").append(delimiter);
    }
    out += '\n';
  }
  return out;
}

std::string render_github(const RunReport& report, const Style&) {
  return github_annotations(report);
}

}  // namespace switchgate::reporters
