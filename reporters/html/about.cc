#include "reporters/html/about.h"

#include <algorithm>

#include "checks/base/units.h"
#include "reporters/facts.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

std::string or_dash(const std::string& text) { return text.empty() ? "–" : text; }

bool has_accepted(const CheckResult& check) {
  return std::any_of(check.findings.begin(), check.findings.end(),
                     [](const Finding& finding) { return finding.accepted.has_value(); });
}

void write_accepted_rows(Markup& out, const CheckResult& check, const std::string& anchor) {
  for (const Finding& finding : check.findings) {
    if (!finding.accepted) {
      continue;
    }
    const auto row = out.open("tr");
    {
      const auto name = out.open("th", {{"scope", "row"}});
      out.leaf("a", check.id, {{"href", "#" + anchor}});
    }
    out.leaf("td", finding.rule);
    out.leaf("td", or_dash(finding.path));
    out.leaf("td", word_of(finding));
    out.leaf("td", or_dash(finding.accepted->reason));
    out.leaf("td", or_dash(finding.accepted->owner));
    out.leaf("td", finding.accepted->expires.empty() ? "never" : finding.accepted->expires);
  }
}

void write_accepted_findings(Markup& out, const RunReport& report) {
  const auto scroll = open_scroll(out, "accepted findings");
  const auto table = out.open("table");
  {
    const auto head = out.open("thead");
    write_headings(out, {"check", "rule", "path", "how", "reason", "owner", "last day"});
  }
  const auto body = out.open("tbody");
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    write_accepted_rows(out, report.checks[i], check_anchor(i));
  }
}

void write_waivers(Markup& out, const RunReport& report) {
  out.leaf("h3", "Waivers in force");
  const auto scroll = open_scroll(out, "waivers in force");
  const auto table = out.open("table");
  {
    const auto head = out.open("thead");
    write_headings(out, {"rule", "check", "path", "reason", "owner", "last day", "covers"});
  }
  const auto body = out.open("tbody");
  for (const WaiverUse& use : report.waivers) {
    const Waiver& waiver = use.waiver;
    const auto row = out.open("tr");
    out.leaf("th", waiver.rule, {{"scope", "row"}});
    out.leaf("td", waiver.check.empty() ? "every check" : waiver.check);
    out.leaf("td", waiver.path.empty() ? "everywhere" : waiver.path);
    out.leaf("td", or_dash(waiver.reason));
    out.leaf("td", or_dash(waiver.owner));
    out.leaf("td", waiver.expires ? format_date(*waiver.expires) : "never");
    out.leaf("td", counted(use.used, "finding", "findings"));
  }
}

void write_targets(Markup& out, const RunReport& report) {
  const bool several = report.suites.size() > 1;
  const auto scroll = open_scroll(out, "targets");
  const auto table = out.open("table");
  {
    const auto head = out.open("thead");
    write_headings(out, {"target", "URL", "from", "address dialled"});
  }
  const auto body = out.open("tbody");
  for (const TargetInfo& target : report.targets) {
    const auto row = out.open("tr");
    out.leaf("th", several ? target.suite + '/' + target.name : target.name, {{"scope", "row"}});
    out.leaf("td", target.url);
    out.leaf("td", or_dash(target.url_from));
    out.leaf("td", target.address.empty() ? "not dialled" : target.address);
  }
}

std::string_view text_of(OnUndecided policy) {
  switch (policy) {
    case OnUndecided::kUndecided:
      return "leaves the gate undecided";
    case OnUndecided::kClosed:
      return "closes the gate";
    case OnUndecided::kOpen:
      return "opens the gate";
  }
  return "leaves the gate undecided";
}

void write_facts(Markup& out, const RunReport& report) {
  const auto facts = out.open("dl", {{"class", "facts"}});
  if (!report.baseline.empty()) {
    write_fact(out, "baseline",
               portable_path(report.baseline) +
                   (report.baseline_about.empty() ? "" : ", " + report.baseline_about));
  }
  write_fact(out, "selected",
             counted(report.selected, "check", "checks") +
                 (report.whole ? "" : "; something was left out (--only, --tag, --compare …)"));
  write_fact(out, "closes the gate",
             "a finding of level " + std::string(name_of(report.policy.fail_on)) + " or worse");
  write_fact(out, "what cannot be told", text_of(report.policy.on_undecided));
  write_fact(out, "exit code", std::to_string(report.verdict.exit_code));
}

}  // namespace

void write_accepted(Markup& out, const RunReport& report) {
  const bool any = std::any_of(report.checks.begin(), report.checks.end(), has_accepted);
  if (!any && report.waivers.empty()) {
    return;
  }
  const Section section(out, "accepted", "Accepted beforehand");
  if (any) {
    write_accepted_findings(out, report);
  }
  if (!report.waivers.empty()) {
    write_waivers(out, report);
  }
}

void write_about(Markup& out, const RunReport& report) {
  const Section section(out, "about", "About this run");
  if (!report.targets.empty()) {
    write_targets(out, report);
  }
  write_facts(out, report);
  if (!report.notes.empty()) {
    out.leaf("h3", "Notes");
    const auto list = out.open("ul", {{"class", "remarks"}});
    for (const std::string& note : report.notes) {
      out.leaf("li", note);
    }
  }
}

}  // namespace switchgate::reporters::html
