// The report for people. Worst first, grouped by check, and the verdict in the
// last line, because that is where a terminal and a CI log leave the reader.

#include <algorithm>
#include <map>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/accepted_list.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/finding_text.h"
#include "reporters/formats.h"
#include "reporters/latency_table.h"
#include "reporters/layout.h"

namespace switchgate::reporters {
namespace {

// Without --verbose, a run that fails everywhere shows this many checks.
constexpr std::size_t kMostGroups = 50;
constexpr std::size_t kMostRows = 30;  // of compared latencies
constexpr std::size_t kMostNames = 3;  // of checks skipped for one reason
constexpr std::size_t kMostAccepted = 20;

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

Tint tint_of(Gate gate) {
  switch (gate) {
    case Gate::kOpen:
      return Tint::kGreen;
    case Gate::kClosed:
      return Tint::kRed;
    case Gate::kUndecided:
      return Tint::kYellow;
  }
  return Tint::kYellow;
}

class Console {
 public:
  Console(const RunReport& report, const Style& style)
      : report_(report),
        style_(style),
        paint_(style.colour),
        width_(style.width > 0 ? static_cast<std::size_t>(std::max(style.width, 40)) : 0) {}

  std::string text() {
    if (!style_.quiet) {
      heading();
      targets();
    }
    // A note or a warning on the run does not stand before the errors of
    // checks.
    const bool run_first =
        std::any_of(report_.findings.begin(), report_.findings.end(),
                    [](const Finding& f) { return gravity_of(f) <= Gravity::kUndecided; });
    if (run_first) {
      run_findings();
    }
    check_groups();
    if (!run_first) {
      run_findings();
    }
    if (!style_.quiet) {
      skipped();
      accepted();
      latencies();
      passes();
      notes();
    }
    verdict();
    return std::move(out_);
  }

 private:
  void line(std::string_view text = {}) {
    out_ += text;
    out_ += '\n';
  }

  // `text` wrapped behind `first`; further lines are indented as far.
  void paragraph(std::string_view first, std::string_view text, Tint tint = Tint::kPlain) {
    const std::size_t indent = count_code_points(first);
    bool at_first = true;
    for (const std::string& part : wrap(text, width_ > indent + 20 ? width_ - indent : 0)) {
      line((at_first ? std::string(first) : std::string(indent, ' ')) +
           paint_(tint, break_commands(part)));
      at_first = false;
    }
  }

  std::string gate_word() const {
    return paint_(tint_of(report_.verdict.gate), "gate " + upper(name_of(report_.verdict.gate)));
  }

  std::string shard() const {
    return report_.shard ? "  shard " + std::to_string(report_.shard->index) + " of " +
                               std::to_string(report_.shard->count)
                         : "";
  }

  void heading() {
    std::vector<std::string> suites;
    for (const std::string& suite : report_.suites) {
      suites.push_back(inert_line(suite, 80));
    }
    line(paint_(Tint::kBold, "switchgate " + inert_line(report_.tool_version, 40)) + "  " +
         gate_word() + (suites.empty() ? "" : "  " + join(suites, ", ")) + shard());
  }

  // A comparison is worth what it is compared with.
  std::string baseline() const {
    return inert_line(report_.baseline, 500) +
           (report_.baseline_about.empty() ? "" : ", " + inert_line(report_.baseline_about, 300));
  }

  void targets() {
    std::size_t widest = 0;
    const bool several = report_.suites.size() > 1;
    std::vector<std::string> names;
    for (const TargetInfo& target : report_.targets) {
      names.push_back(inert_line(several ? target.suite + '/' + target.name : target.name, 60));
      widest = std::max(widest, count_code_points(names.back()));
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      const TargetInfo& target = report_.targets[i];
      std::string text = inert_line(target.url, 500);
      if (!target.url_from.empty()) {
        text += ", from " + inert_line(target.url_from, 200);
      }
      text +=
          target.address.empty() ? ", not dialled" : ", dialled " + inert_line(target.address, 100);
      paragraph("  " + padded(names[i], widest) + "  ", text);
    }
    if (!report_.baseline.empty()) {
      paragraph("  " + padded("baseline", widest) + "  ", baseline());
    }
  }

  bool wanted(const Finding& finding) const {
    if (finding.accepted) {
      return style_.verbose;  // else in a list of their own
    }
    if (style_.verbose || closes(finding, report_.policy) || finding.undecided) {
      return true;
    }
    return finding.level == Level::kError || (finding.level == Level::kWarning && !style_.quiet);
  }

  // A block a finding. The same command is shown once, below the last that it
  // belongs to.
  void findings(const std::vector<Finding>& all) {
    std::vector<const Finding*> shown = worst_first(all);
    std::erase_if(shown, [this](const Finding* finding) { return !wanted(*finding); });
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const bool more = i + 1 < shown.size() && shown[i + 1]->curl == shown[i]->curl;
      for (const std::string& text :
           finding_lines(*shown[i], report_.files, paint_, width_, !more)) {
        line(text);
      }
    }
    explainable_ = explainable_ || !shown.empty();
  }

  bool any_wanted(const std::vector<Finding>& all) const {
    return std::any_of(all.begin(), all.end(), [this](const Finding& f) { return wanted(f); });
  }

  void run_findings() {
    if (!any_wanted(report_.findings)) {
      return;
    }
    line();
    line(paint_(Tint::kBold, "the run as a whole"));
    findings(report_.findings);
  }

  // Failed, then undecided, then passed with something to say.
  static int rank(const CheckResult& check) {
    switch (check.outcome) {
      case Outcome::kFailed:
        return 0;
      case Outcome::kUndecided:
        return 1;
      case Outcome::kPassed:
      case Outcome::kSkipped:
        return 2;
    }
    return 2;
  }

  void check_groups() {
    std::vector<const CheckResult*> groups;
    for (const CheckResult& check : report_.checks) {
      if (rank(check) < 2 || any_wanted(check.findings)) {
        groups.push_back(&check);
      }
    }
    std::stable_sort(groups.begin(), groups.end(), [](const CheckResult* a, const CheckResult* b) {
      return rank(*a) < rank(*b);
    });
    const std::size_t most = style_.verbose ? groups.size() : std::min(groups.size(), kMostGroups);
    for (std::size_t i = 0; i < most; ++i) {
      group(*groups[i]);
    }
    if (groups.size() > most) {
      line();
      line("… and " + counted(groups.size() - most, "check", "checks") +
           " more with findings; -v shows all");
    }
  }

  void group(const CheckResult& check) {
    const bool failed = check.outcome == Outcome::kFailed;
    const bool undecided = check.outcome == Outcome::kUndecided;
    const Tint tint = failed ? Tint::kRed : undecided ? Tint::kYellow : Tint::kPlain;
    const std::string word(name_of(check.outcome));
    const std::string id = inert_line(check.id, 200);
    const std::string name = inert_line(check.name, 200);
    line();
    line(paint_(tint, upper(word)) + "  " + paint_(Tint::kBold, id) +
         (name.empty() || id == name || id.ends_with('/' + name) ? "" : "  " + name) +
         place(check.pos));
    findings(check.findings);
    if ((failed || undecided) && !any_wanted(check.findings) && !check.reason.empty()) {
      paragraph("  ", inert_line(check.reason));
    } else if (!failed && style_.verbose && !check.reason.empty()) {
      paragraph("  ", inert_line(check.reason), Tint::kDim);
    }
  }

  std::string place(const SourcePos& pos) const {
    const std::string text = inert_line(to_string(pos, report_.files), 300);
    return text.empty() ? "" : "  " + paint_(Tint::kDim, text);
  }

  // By reason: a run that stops early skips hundreds for the same one.
  void skipped() {
    std::vector<std::string> reasons;
    std::map<std::string, std::vector<std::string>> ids;
    for (const CheckResult& check : report_.checks) {
      if (check.outcome == Outcome::kSkipped) {
        const std::string reason = inert_line(check.reason, 300);
        if (ids[reason].empty()) {
          reasons.push_back(reason);
        }
        ids[reason].push_back(inert_line(check.id, 100));
      }
    }
    if (!reasons.empty()) {
      line();
    }
    for (const std::string& reason : reasons) {
      const std::vector<std::string>& names = ids[reason];
      const std::size_t shown = style_.verbose ? names.size() : std::min(names.size(), kMostNames);
      std::string text = counted(names.size(), "check", "checks") + " skipped: " + reason + " (" +
                         join(std::span(names).first(shown), ", ") +
                         (names.size() > shown ? ", …)" : ")");
      paragraph("– ", text);
    }
  }

  // With -v they stand with their checks, each in full.
  void accepted() {
    if (style_.verbose) {
      return;
    }
    const std::vector<std::string> lines = accepted_list(report_, paint_, width_, kMostAccepted);
    if (!lines.empty()) {
      line();
    }
    for (const std::string& text : lines) {
      line(text);
    }
  }

  void latencies() {
    const std::vector<std::string> lines =
        latency_table(report_, paint_, width_, style_.verbose ? 0 : kMostRows);
    if (!lines.empty()) {
      line();
    }
    for (const std::string& text : lines) {
      line(text);
    }
  }

  void passes() {
    std::size_t passed = 0;
    std::size_t judged = 0;
    std::vector<std::string> names;
    for (const CheckResult& check : report_.checks) {
      if (check.outcome == Outcome::kPassed) {
        ++passed;
        judged += check.judged;
        names.push_back(inert_line(check.id, 200) + "  " +
                        paint_(Tint::kDim, counted(check.judged, "expectation", "expectations") +
                                               ", " + format_duration(check.duration)));
      }
    }
    if (passed == 0) {
      return;
    }
    line();
    if (style_.verbose) {
      for (const std::string& name : names) {
        line(paint_(Tint::kGreen, "✓") + ' ' + name);
      }
    } else {
      line(paint_(Tint::kGreen, "✓") + ' ' + counted(passed, "check", "checks") + " passed, " +
           counted(judged, "expectation", "expectations") + " judged");
    }
  }

  void notes() {
    const Counts counts = count(report_);
    if (report_.notes.empty() && (counts.notes == 0 || style_.verbose)) {
      return;
    }
    line();
    for (const std::string& note : report_.notes) {
      paragraph("· ", inert_line(note));
    }
    if (counts.notes > 0 && !style_.verbose) {
      line("· " + counted(counts.notes, "note", "notes") + "; -v shows them");
    }
  }

  std::string tally() const {
    const Counts counts = count(report_);
    std::string text = counted(count_by_word(report_)["error"], "error", "errors");
    if (counts.warnings > 0) {
      text += ", " + counted(counts.warnings, "warning", "warnings");
    }
    for (const auto& [n, word] :
         {std::pair(counts.waived, " waived"), std::pair(counts.expected, " expected")}) {
      text += n > 0 ? ", " + std::to_string(n) + word : "";
    }
    text += " · " + counted(report_.checks.size(), "check", "checks");
    std::string_view separator = ": ";
    const auto part = [&](std::size_t n, std::string_view word) {
      if (n > 0) {
        text += std::string(separator) + std::to_string(n) + ' ' + std::string(word);
        separator = ", ";
      }
    };
    part(counts.passed, "passed");
    part(counts.failed, "failed");
    part(counts.undecided, "undecided");
    part(counts.skipped, "skipped");
    part(counts.unknown, "new to the baseline");
    part(counts.added, "new to live");
    return text + " · " + format_duration(report_.duration);
  }

  void verdict() {
    const Verdict& verdict = report_.verdict;
    if (!out_.empty()) {
      line();
    }
    if (explainable_ && !style_.quiet) {
      paragraph("", "switchgate explain RULE says what a rule means and what to do.", Tint::kDim);
    }
    if (verdict.opened_by_policy) {
      paragraph("! ", "opened by policy, not by evidence: " + inert_line(verdict.reason),
                Tint::kYellow);
    } else if (!verdict.reason.empty() && !(style_.quiet && verdict.gate == Gate::kOpen)) {
      paragraph("", inert_line(verdict.reason));
    }
    line(gate_word() + "  " + tally());
  }

  const RunReport& report_;
  const Style& style_;
  Paint paint_;
  std::size_t width_;
  std::string out_;
  bool explainable_ = false;
};

}  // namespace

std::string render_console(const RunReport& report, const Style& style) {
  return Console(report, style).text();
}

}  // namespace switchgate::reporters
