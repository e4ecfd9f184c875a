// JUnit XML. Exactly testsuites > testsuite > testcase: some readers count
// nested suites as no tests at all.

#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>

#include <pugixml.hpp>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/finding_text.h"
#include "reporters/formats.h"
#include "reporters/marks.h"

namespace switchgate::reporters {
namespace {

constexpr const char* kOwnSuite = "switchgate";  // for what belongs to no check

// One testcase, before it is XML.
struct Case {
  std::string classname;
  std::string name;
  Micros duration{0};
  SourcePos pos;
  TestMark mark = TestMark::kPassed;
  std::string type;     // of a failure or error: the rule
  std::string message;  // one line
  std::string body;     // never empty unless passed
  std::string output;   // system-out: what a passed check has to say
};

struct Group {
  std::string name;
  std::vector<Case> cases;
};

// Seconds with three decimals: all that the strictest reader takes.
std::string seconds(Micros value) {
  const auto ms = value.count() < 0 ? 0 : (value.count() + 500) / 1000;
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%lld.%03lld", static_cast<long long>(ms / 1000),
                static_cast<long long>(ms % 1000));
  return buffer.data();
}

// The first line names the place, because several readers look for it there.
std::string text_of(const Finding& finding, const SourceFiles& files) {
  const SourceFile* file = file_of(finding.pos, files);
  std::string out;
  if (file != nullptr) {
    out = portable_path(*file) +
          (finding.pos.line > 0 ? ':' + std::to_string(finding.pos.line) : "") + ": ";
  }
  for (const std::string& line : inert_lines(finding.message)) {
    out += line + '\n';
  }
  out += std::string(word_of(finding)) + "  " + inert_line(finding.rule, 200);
  for (const std::string& part : {finding.step, finding.path}) {
    out += part.empty() ? "" : "  " + inert_line(part, 300);
  }
  out += '\n';
  for (const std::string& line : evidence_lines(finding, Paint(false))) {
    out += "  " + line + '\n';
  }
  if (finding.accepted) {
    out += inert_line(acceptance_of(finding), 600) + '\n';
  }
  if (finding.undecided) {
    const std::string advice = advice_for(finding.rule);
    out += advice.empty() ? "" : "→ " + advice + '\n';
  }
  return finding.curl.empty() ? out
                              : out + "$ " + inert_line(finding.curl, kMostCommandBytes) + '\n';
}

std::string text_of(const std::vector<Finding>& findings, const SourceFiles& files) {
  std::string out;
  for (const Finding* finding : worst_first(findings)) {
    out += (out.empty() ? "" : "\n") + text_of(*finding, files);
  }
  return out;
}

// Fills in what the worst finding says; `fallback` when there is none.
void tell(Case& into, TestMark mark, const std::vector<Finding>& findings,
          std::string_view fallback, const SourceFiles& files) {
  into.mark = mark;
  const std::vector<const Finding*> order = worst_first(findings);
  const Finding* worst = order.empty() ? nullptr : order.front();
  into.type = worst == nullptr ? "switchgate" : worst->rule;
  into.message = inert_line(worst == nullptr ? fallback : first_sentence(worst->message), 1000);
  into.body = worst == nullptr ? join(inert_lines(fallback), "\n") : text_of(findings, files);
  if (trim(into.message).empty()) {
    into.message = "no reason was given";
  }
  if (trim(into.body).empty()) {
    into.body = into.message;
  }
}

Case case_of(const CheckResult& check, const RunReport& report) {
  Case out;
  out.classname = check.suite.empty() ? kOwnSuite : check.suite;
  // The id is unique and stable; the suite is the class already.
  const bool prefixed = !check.suite.empty() && check.id.starts_with(check.suite + '/');
  out.name = prefixed ? check.id.substr(check.suite.size() + 1) : check.id;
  out.duration = check.duration;
  out.pos = check.pos;
  const TestMark mark = mark_of(check, report);
  if (mark == TestMark::kPassed) {
    out.output = text_of(check.findings, report.files);
  } else {
    tell(out, mark, check.findings, check.reason, report.files);
  }
  return out;
}

// What belongs to no check, and the verdict when no check carries it.
void add_run_case(const RunReport& report, bool any_bad, std::vector<Group>& groups) {
  const std::optional<TestMark> mark = mark_of_run(report, any_bad);
  if (!mark) {
    return;
  }
  Case out;
  out.classname = kOwnSuite;
  out.name = "run";
  if (any_closes(report.findings, report.policy)) {
    tell(out, *mark, report.findings, {}, report.files);
  } else if (is_bad(*mark)) {
    tell(out, *mark, {},
         "gate " + std::string(name_of(report.verdict.gate)) + ": " + report.verdict.reason,
         report.files);
    const std::string findings = text_of(report.findings, report.files);
    out.body += findings.empty() ? "" : "\n\n" + findings;
  } else {
    out.output = text_of(report.findings, report.files);
  }
  groups.push_back({kOwnSuite, {std::move(out)}});
}

std::vector<Group> groups_of(const RunReport& report) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> index;
  bool any_bad = false;
  for (const CheckResult& check : report.checks) {
    Case one = case_of(check, report);
    any_bad = any_bad || is_bad(one.mark);
    const auto [at, is_new] = index.try_emplace(one.classname, groups.size());
    if (is_new) {
      groups.push_back({one.classname, {}});
    }
    groups[at->second].cases.push_back(std::move(one));
  }
  add_run_case(report, any_bad, groups);
  return groups;
}

void set(pugi::xml_node& node, const char* name, std::string_view value) {
  node.append_attribute(name) = xml_text(value, 4000).c_str();
}

void set(pugi::xml_node& node, const char* name, std::size_t value) {
  set(node, name, std::to_string(value));
}

void add_text(pugi::xml_node& parent, std::string_view text) {
  parent.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

void add_case(pugi::xml_node& suite, const Case& one, const SourceFiles& files, bool with_place) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "classname", one.classname);
  set(node, "name", one.name);
  const SourceFile* file = with_place ? file_of(one.pos, files) : nullptr;
  if (file != nullptr) {
    set(node, "file", portable_path(*file));
    if (one.pos.line > 0) {
      set(node, "line", static_cast<std::size_t>(one.pos.line));
    }
  }
  set(node, "time", seconds(one.duration));
  if (one.mark != TestMark::kPassed) {
    pugi::xml_node mark = node.append_child(one.mark == TestMark::kFailure ? "failure"
                                            : one.mark == TestMark::kError ? "error"
                                                                           : "skipped");
    set(mark, "type", one.type);
    set(mark, "message", one.message);
    add_text(mark, one.body);
  }
  if (!one.output.empty()) {
    pugi::xml_node output = node.append_child("system-out");
    add_text(output, one.output);
  }
}

struct Tally {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Micros duration{0};
};

Tally tally_of(const Group& group) {
  Tally tally;
  for (const Case& one : group.cases) {
    ++tally.tests;
    tally.failures += one.mark == TestMark::kFailure ? 1 : 0;
    tally.errors += one.mark == TestMark::kError ? 1 : 0;
    tally.skipped += one.mark == TestMark::kSkipped ? 1 : 0;
    tally.duration += one.duration;
  }
  return tally;
}

std::string render(const RunReport& report, bool with_place) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  const std::vector<Group> groups = groups_of(report);
  Tally all;
  for (const Group& group : groups) {
    const Tally tally = tally_of(group);
    all.tests += tally.tests;
    all.failures += tally.failures;
    all.errors += tally.errors;
  }
  set(root, "name", "switchgate");
  set(root, "tests", all.tests);
  set(root, "failures", all.failures);
  set(root, "errors", all.errors);
  set(root, "time", seconds(report.duration));
  const std::string started = format_date_time(report.started);
  for (const Group& group : groups) {
    const Tally tally = tally_of(group);
    pugi::xml_node suite = root.append_child("testsuite");
    set(suite, "name", group.name);
    set(suite, "tests", tally.tests);
    set(suite, "failures", tally.failures);
    set(suite, "errors", tally.errors);
    set(suite, "skipped", tally.skipped);
    set(suite, "time", seconds(tally.duration));
    set(suite, "timestamp",
        started.substr(0,
                       started.size() - 1));  // without the zone: read by all
    for (const Case& one : group.cases) {
      add_case(suite, one, report.files, with_place);
    }
  }
  std::ostringstream out;
  out.imbue(std::locale::classic());
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return std::move(out).str();
}

}  // namespace

std::string render_junit(const RunReport& report, const Style&) { return render(report, true); }

std::string render_junit_jenkins_xunit(const RunReport& report, const Style&) {
  return render(report, false);
}

}  // namespace switchgate::reporters
