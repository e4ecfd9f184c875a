#include "reporters/html/verdict.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/html/finding.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

constexpr std::size_t kMostBroken = 20;

std::string_view css_of(Gate gate) {
  switch (gate) {
    case Gate::kOpen:
      return "good";
    case Gate::kClosed:
      return "bad";
    case Gate::kUndecided:
      return "unsure";
  }
  return "unsure";
}

// A barrier that is up, down, or half way: the word beside it says the same.
std::string_view barrier_of(Gate gate) {
  switch (gate) {
    case Gate::kOpen:
      return "M10 40V16M10 22L28 4M4 44h40";
    case Gate::kClosed:
      return "M10 40V16M10 22H44M4 44h40M20 18v8M30 18v8M40 18v8";
    case Gate::kUndecided:
      return "M10 40V16M10 22L42 12M4 44h40";
  }
  return "";
}

// One that keeps the gate from opening, and where it is told.
struct Broken {
  const Finding* finding = nullptr;
  std::string anchor;
};

std::vector<Broken> broken_of(const RunReport& report) {
  std::vector<Broken> all;
  const auto add = [&](const std::vector<Finding>& findings, const std::string& anchor) {
    for (const Finding& finding : findings) {
      if (closes(finding, report.policy) || finding.undecided) {
        all.push_back({&finding, anchor});
      }
    }
  };
  add(report.findings, "run-findings");
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    add(report.checks[i].findings, check_anchor(i));
  }
  std::stable_sort(all.begin(), all.end(), [](const Broken& a, const Broken& b) {
    return gravity_of(*a.finding) < gravity_of(*b.finding);
  });
  return all;
}

struct Tallied {
  std::size_t n = 0;
  std::string_view css;
  std::string_view word;
};

// What there is none of is not told.
void write_tally(Markup& out, const std::string& label, const std::vector<Tallied>& all) {
  if (std::all_of(all.begin(), all.end(), [](const Tallied& one) { return one.n == 0; })) {
    return;
  }
  const auto list = out.open("ul", {{"class", "tally"}, {"aria-label", label}});
  for (const Tallied& one : all) {
    if (one.n > 0) {
      const auto item = out.open("li", {{"class", std::string(one.css)}});
      out.leaf("b", std::to_string(one.n));
      out.own(" ");
      out.text(one.word);
    }
  }
}

std::size_t count_findings(const RunReport& report, std::string_view word) {
  const auto in = [&](const std::vector<Finding>& findings) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const Finding& finding) { return word_of(finding) == word; }));
  };
  std::size_t n = in(report.findings);
  for (const CheckResult& check : report.checks) {
    n += in(check.findings);
  }
  return n;
}

void write_tallies(Markup& out, const RunReport& report) {
  const Counts counts = count(report);
  const std::size_t checks = report.checks.size();
  write_tally(out, "Checks",
              {{checks, "all", checks == 1 ? "check" : "checks"},
               {counts.failed, "bad", "failed"},
               {counts.undecided, "unsure", "undecided"},
               {counts.passed, "good", "passed"},
               {counts.skipped, "plain", "skipped"},
               {counts.unknown, "plain", "new to the baseline"},
               {counts.added, "plain", "new to live"}});
  const auto of = [&](std::string_view word, std::string_view many) {
    const std::size_t n = count_findings(report, word);
    return Tallied{n, css_of_word(word), n == 1 ? word : many};
  };
  write_tally(out, "Findings",
              {of("error", "errors"), of("undecided", "undecided"), of("warning", "warnings"),
               of("note", "notes"), of("waived", "waived"), of("expected", "expected")});
}

std::string when(const RunReport& report) {
  std::string text = format_date_time(report.started) + ", " + format_duration(report.duration) +
                     ", " + counted(report.requests, "request", "requests");
  if (report.shard) {
    text += ", shard " + std::to_string(report.shard->index) + " of " +
            std::to_string(report.shard->count);
  }
  return text;
}

std::string suites_text(const RunReport& report) { return join(report.suites, ", "); }

}  // namespace

std::string title_of(const RunReport& report) {
  const std::string suites = suites_text(report);
  return "Gate " + std::string(name_of(report.verdict.gate)) +
         (suites.empty() ? "" : ": " + suites);
}

void write_verdict(Markup& out, const RunReport& report) {
  const Verdict& verdict = report.verdict;
  const auto header =
      out.open("header", {{"class", "verdict " + std::string(css_of(verdict.gate))}});
  {
    const auto brand = out.open("p", {{"class", "brand"}});
    out.text("switchgate " + inert_line(report.tool_version, 40));
  }
  {
    const auto line = out.open("div", {{"class", "gate"}});
    {
      const auto icon = out.open("svg", {{"viewBox", "0 0 48 48"}, {"aria-hidden", "true"}});
      out.empty("path", {{"d", std::string(barrier_of(verdict.gate))}});
    }
    const auto heading = out.open("h1");
    out.text("Gate " + std::string(name_of(verdict.gate)));
    if (const std::string suites = suites_text(report); !suites.empty()) {
      out.own(" ");
      out.leaf("span", suites, {{"class", "suite"}});
    }
  }
  if (!verdict.reason.empty()) {
    const auto reason = out.open("p", {{"class", "reason"}});
    out.text((verdict.opened_by_policy ? "Opened by policy, not by evidence: " : "") +
             verdict.reason);
  }
  write_tallies(out, report);
  out.leaf("p", when(report), {{"class", "quiet"}});
}

void write_broken(Markup& out, const RunReport& report) {
  const std::vector<Broken> all = broken_of(report);
  if (all.empty()) {
    return;
  }
  const Section section(out, "broken", "What keeps the gate from opening");
  const auto list = out.open("ol", {{"class", "broken"}});
  for (std::size_t i = 0; i < std::min(all.size(), kMostBroken); ++i) {
    const Finding& finding = *all[i].finding;
    const auto item = out.open("li");
    write_badge(out, css_of_word(word_of(finding)), word_of(finding));
    out.own(" ");
    out.leaf("a", first_sentence(finding.message), {{"href", "#" + all[i].anchor}});
    if (!finding.check.empty()) {
      out.own(" ");
      out.leaf("span", finding.check, {{"class", "quiet"}});
    }
  }
  if (all.size() > kMostBroken) {
    out.leaf("li", "and " + std::to_string(all.size() - kMostBroken) + " more, below");
  }
}

void write_run_findings(Markup& out, const RunReport& report) {
  if (report.findings.empty()) {
    return;
  }
  const Section section(out, "run-findings", "The run as a whole");
  write_findings(out, report.findings, report, "h3");
}

}  // namespace switchgate::reporters::html
