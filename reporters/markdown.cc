// Verdict first, then what broke, each with its place and a folded command, then what a person
// has accepted.

#include "reporters/markdown.h"

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/latency_table.h"
#include "reporters/markup.h"
#include "reporters/told.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kMostFacts = 12;  // of one finding
constexpr std::size_t kMostTargets = 10;
constexpr std::size_t kMostRows = 30;       // of compared latencies
constexpr std::size_t kMostCommand = 4000;  // bytes; a longer one is in the other reports
constexpr std::size_t kRoomForNote = 200;   // for how many more there are

std::string heading(const RunReport& report) {
  switch (report.verdict.gate) {
    case Gate::kOpen:
      return "## ✅ Gate open\n";
    case Gate::kClosed:
      return "## ❌ Gate closed\n";
    case Gate::kUndecided:
      return "## ❔ Gate undecided\n";
  }
  return {};
}

std::string counts_line(const RunReport& report) {
  const std::size_t errors = count_by_word(report)["error"];
  const Counts counts = count(report);
  std::string out = "**" + counted(errors, "error", "errors") + "**";
  const auto add = [&](std::size_t n, std::string_view word) {
    out += n == 0 ? "" : ", " + std::to_string(n) + ' ' + std::string(word);
  };
  add(counts.warnings, counts.warnings == 1 ? "warning" : "warnings");
  add(counts.notes, counts.notes == 1 ? "note" : "notes");
  add(counts.waived, "waived");
  add(counts.expected, "expected");
  out += " · " + counted(report.checks.size(), "check", "checks");
  for (const auto& [n, word] :
       {std::pair(counts.passed, "passed"), std::pair(counts.failed, "failed"),
        std::pair(counts.undecided, "undecided"), std::pair(counts.skipped, "skipped")}) {
    add(n, word);
  }
  return out + " · " + counted(report.requests, "request", "requests") + " · " +
         format_duration(report.duration) + '\n';
}

std::string head(const RunReport& report) {
  std::string out = heading(report) + '\n';
  if (report.verdict.opened_by_policy) {
    out += "**Opened by policy, not by evidence:** ";
  }
  if (!report.verdict.reason.empty()) {
    out += "Reason: " + markup_text(report.verdict.reason, 500) + "\n\n";
  }
  out += counts_line(report) + '\n';
  for (std::size_t i = 0; i < report.targets.size() && i < kMostTargets; ++i) {
    const TargetInfo& target = report.targets[i];
    out +=
        "- " +
        markup_text(report.suites.size() > 1 ? target.suite + '/' + target.name : target.name, 60) +
        " " + markup_code(target.url, 200) + '\n';
  }
  if (report.targets.size() > kMostTargets) {
    out += "- " + std::to_string(report.targets.size() - kMostTargets) + " targets more\n";
  }
  if (!report.baseline.empty()) {
    out += "- baseline " + markup_code(portable_path(report.baseline), 200) + ' ' +
           markup_text(report.baseline_about, 300) + '\n';
  }
  return out + '\n';
}

// Where, by which rule, at which step and path: on a line of their own.
std::string place_line(const Finding& finding, const SourceFiles& files) {
  std::vector<std::string> parts;
  if (const SourceFile* file = file_of(finding.pos, files)) {
    parts.push_back(
        markup_code(portable_path(*file) + ':' + std::to_string(finding.pos.line), 300));
  }
  for (const std::string& part : {finding.rule, finding.step, finding.path}) {
    if (!part.empty()) {
      parts.push_back(markup_code(part, 200));
    }
  }
  return join(parts, " · ");
}

std::string details(const Finding& finding) {
  std::string out;
  for (std::size_t i = 0; i < finding.evidence.size() && i < kMostFacts; ++i) {
    out += "  - " + markup_text(finding.evidence[i].label, 60) + ": " +
           markup_code(finding.evidence[i].value, 300) + '\n';
  }
  if (finding.curl.empty()) {
    return out;
  }
  out += "\n  <details><summary>See it again</summary>\n\n  ";
  out += finding.curl.size() > kMostCommand
             ? "The command is too long for this place; the other reports hold it."
             : markup_block({finding.curl}, kMostCommand);
  return out + "\n\n  </details>\n";
}

std::string item(const Finding& finding, const SourceFiles& files) {
  std::string out = "- **" + std::string(word_of(finding)) + "** ";
  out += finding.check.empty() ? "" : markup_code(finding.check, 200) + ": ";
  out += markup_text(finding.message, 600) + "<br>\n  " + place_line(finding, files) + '\n';
  if (finding.accepted) {
    return out + "  <br>" + markup_text(acceptance_of(finding), 400) + '\n';
  }
  const std::string advice = finding.undecided ? advice_for(finding.rule) : "";
  out += advice.empty() ? "" : "  <br>→ " + markup_text(advice, 400) + '\n';
  const std::string more = details(finding);
  return out + (more.empty() ? "" : '\n' + more) + '\n';
}

std::string latencies(const RunReport& report) {
  const std::vector<std::string> lines = latency_table(report, Paint(false), 0, kMostRows);
  if (lines.empty()) {
    return {};
  }
  return "<details><summary>Latencies</summary>\n\n" + markup_block(lines, 600) +
         "\n\n</details>\n";
}

// Which section a finding stands in; findings come in the order of the sections.
std::string_view section_of(const Finding& finding, const RunReport& report) {
  if (finding.accepted) {
    return "Accepted";
  }
  if (closes(finding, report.policy)) {
    return "What broke";
  }
  if (finding.undecided) {
    return "What could not be told";
  }
  return finding.level == Level::kNote ? "Notes" : "Warnings";
}

}  // namespace

std::string markdown(const RunReport& report, std::size_t max_bytes) {
  const std::vector<Finding> told = told_findings(report);
  std::string out = head(report);
  std::string tail = latencies(report);
  if (out.size() + tail.size() + kRoomForNote > max_bytes / 2) {
    tail.clear();  // findings first
  }
  std::string_view section;
  std::size_t shown = 0;
  for (const Finding& finding : told) {
    std::string next;
    if (const std::string_view name = section_of(finding, report); name != section) {
      next = "### " + std::string(name) + "\n\n";
      section = name;
    }
    next += item(finding, report.files);
    if (out.size() + next.size() + tail.size() + kRoomForNote > max_bytes) {
      break;
    }
    out += next;
    ++shown;
  }
  if (shown < told.size()) {
    out += "**" + counted(told.size() - shown, "finding", "findings") +
           " more** had no room here; the other reports hold them.\n\n";
  }
  return out + tail;
}

std::string render_markdown(const RunReport& report, const Style&) {
  return markdown(report, kMostCommentBytes);
}

}  // namespace switchgate::reporters
