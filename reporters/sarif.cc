// SARIF 2.1.0 as GitHub reads it. Every result has a place in the repository,
// since one without makes GitHub refuse the whole file; findings that GitHub
// would merge (same rule, same line) are one result with a count; a run without
// findings has an empty list of results, whose upload closes the old alerts.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "checks/base/text.h"
#include "checks/rules/rules.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/json_text.h"
#include "reporters/source_lines.h"

namespace switchgate::reporters {
namespace {

// GitHub reads 25,000 results and keeps the worst 5,000.
constexpr std::size_t kMostResults = 5000;

// Findings of one rule at one line.
struct Merged {
  const Finding* first = nullptr;
  SourcePos pos;
  Gravity worst = Gravity::kNote;
  std::size_t count = 0;
};

std::string_view level_of(Gravity gravity) {
  switch (gravity) {
    case Gravity::kError:
    case Gravity::kUndecided:
      return "error";
    case Gravity::kWarning:
      return "warning";
    case Gravity::kNote:
      return "note";
  }
  return "error";
}

// Plain text of a message: inert, and nothing that reads as an embedded link.
json::Value message(std::string_view text, std::size_t max_bytes = 1000) {
  std::string out = replace_all(inert_line(text, max_bytes), "](", "] (");
  if (out.empty()) {
    out = "no message";
  }
  return object({{"text", std::move(out)}});
}

class Sarif {
 public:
  Sarif(const RunReport& report, bool with_suppressions)
      : report_(report), with_suppressions_(with_suppressions) {}

  std::string text() {
    collect();
    json::Object driver = object({{"name", "switchgate"}});
    if (!report_.tool_version.empty()) {
      driver.append_new("version", report_.tool_version);
      driver.append_new("semanticVersion", report_.tool_version);
    }
    driver.append_new("rules", rules());
    const json::Value run = object({{"tool", object({{"driver", std::move(driver)}})},
                                    {"automationDetails", object({{"id", category()}})},
                                    {"columnKind", "utf16CodeUnits"},
                                    {"invocations", json::Array{invocation()}},
                                    {"results", results()}});
    return json_text(object({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                             {"version", "2.1.0"},
                             {"runs", json::Array{run}}}));
  }

 private:
  // The same for each run of these suites, on every branch, or old alerts never
  // close.
  std::string category() const {
    const std::string name = report_.suites.size() == 1 ? inert_line(report_.suites[0], 100)
                             : report_.suites.empty()   ? ""
                                                        : "suites";
    return "switchgate/" + (name.empty() ? "" : name + '/');
  }

  void collect() {
    for (const Finding& finding : report_.findings) {
      add(finding, {});
    }
    for (const CheckResult& check : report_.checks) {
      for (const Finding& finding : check.findings) {
        add(finding, check.pos);
      }
    }
    std::stable_sort(merged_.begin(), merged_.end(),
                     [](const Merged& a, const Merged& b) { return a.worst < b.worst; });
    if (merged_.size() > kMostResults) {
      beyond_limit_ = merged_.size() - kMostResults;
      merged_.resize(kMostResults);
    }
    std::set<std::string> used;
    for (const Merged& result : merged_) {
      used.insert(result.first->rule);
    }
    rule_ids_.assign(used.begin(), used.end());
  }

  void add(const Finding& finding, const SourcePos& check) {
    if (finding.accepted && !with_suppressions_) {
      ++accepted_;
      return;
    }
    const SourcePos pos = place_of(finding, check, report_);
    if (!in_repository(pos, report_.files)) {
      ++outside_;
      return;
    }
    const int line = std::max(pos.line, 1);
    // What is accepted never hides what is not.
    const auto [at, is_new] = index_.try_emplace(
        {finding.rule, pos.file, line, finding.accepted.has_value()}, merged_.size());
    if (is_new) {
      merged_.push_back({&finding, {pos.file, line, pos.column}, gravity_of(finding), 0});
    }
    Merged& into = merged_[at->second];
    into.worst = std::min(into.worst, gravity_of(finding));
    ++into.count;
  }

  json::Value rules() const {
    json::Array out;
    for (const std::string& id : rule_ids_) {
      const Rule* rule = find_rule(id);
      const std::string name = inert_line(id, 200);
      const std::string summary = rule == nullptr ? name : std::string(rule->summary);
      std::string help = "There is no page for this rule.";
      if (rule != nullptr) {
        help = "# ";
        for (const std::string_view part : {std::string_view(name), std::string_view("\n\n"),
                                            rule->summary, std::string_view("\n\n"), rule->page}) {
          help += part;
        }
      }
      out.push_back(
          object({{"id", name},
                  {"shortDescription", object({{"text", summary}})},
                  {"fullDescription", object({{"text", summary}})},
                  {"help", object({{"text", help}, {"markdown", help}})},
                  {"defaultConfiguration",
                   object({{"level", rule == nullptr ? "error" : name_of(rule->level)}})},
                  {"properties", object({{"tags", json::Array{name.substr(0, name.find('/'))}},
                                         {"precision", "high"}})}}));
    }
    return out;
  }

  json::Value location(const Merged& result) {
    const SourceFile& file = *file_of(result.pos, report_.files);
    json::Object region = object({{"startLine", result.pos.line}});
    if (const auto at = lines_.utf16_column(result.pos)) {
      region.append_new("startColumn", *at);
    }
    json::Object out =
        object({{"physicalLocation",
                 object({{"artifactLocation",
                          object({{"uri", uri_path(file.repo_path)}, {"uriBaseId", "%SRCROOT%"}})},
                         {"region", std::move(region)}})}});
    if (!result.first->check.empty()) {
      out.append_new(
          "logicalLocations",
          json::Array{object({{"fullyQualifiedName", inert_line(result.first->check, 500)},
                              {"kind", "function"}})});
    }
    return out;
  }

  json::Value fingerprints(const Merged& result) {
    json::Object out;
    if (const auto hash = lines_.hash(result.pos)) {
      out.append_new("primaryLocationLineHash", *hash);
    }
    if (!result.first->fingerprint.empty()) {
      out.append_new("switchgateCheck/v1", result.first->fingerprint);
    }
    return out;
  }

  static json::Value suppressions(const Finding& finding) {
    return json::Array{object({{"kind", "external"},
                               {"status", "accepted"},
                               {"justification", inert_line(acceptance_of(finding), 1000)}})};
  }

  json::Value results() {
    json::Array out;
    for (const Merged& result : merged_) {
      const Finding& finding = *result.first;
      std::string text = finding.message;
      if (result.count > 1) {
        text = std::string(first_sentence(text)) + " (and " +
               counted(result.count - 1, "more finding", "more findings") +
               " of this rule at this line)";
      }
      const auto rule = std::lower_bound(rule_ids_.begin(), rule_ids_.end(), finding.rule);
      json::Object properties = object({{"count", integer(result.count)}});
      for (const Evidence& fact : finding.evidence) {
        properties.set("evidence: " + inert_line(fact.label, 100), inert_line(fact.value, 500));
      }
      json::Object one =
          object({{"ruleId", inert_line(finding.rule, 200)},
                  {"ruleIndex", integer(static_cast<std::size_t>(rule - rule_ids_.begin()))},
                  {"kind", "fail"},
                  {"level", level_of(result.worst)},
                  {"message", message(text)},
                  {"locations", json::Array{location(result)}},
                  {"partialFingerprints", fingerprints(result)},
                  {"occurrenceCount", integer(result.count)},
                  {"properties", std::move(properties)}});
      if (finding.accepted) {
        one.append_new("suppressions", suppressions(finding));
      }
      out.push_back(std::move(one));
    }
    return out;
  }

  json::Value notification(std::string_view level, std::string_view text,
                           const std::string& rule = {}) const {
    json::Object out = object({{"level", level}, {"message", message(text)}});
    if (!rule.empty()) {
      out.append_new("associatedRule", object({{"id", inert_line(rule, 200)}}));
    }
    return out;
  }

  json::Value notifications() const {
    json::Array out;
    const auto undecided = [&](const std::vector<Finding>& findings) {
      bool any = false;
      for (const Finding& finding : findings) {
        if (finding.undecided && out.size() < kMostResults) {
          out.push_back(notification("error", finding.message, finding.rule));
        }
        any = any || finding.undecided;
      }
      return any;
    };
    undecided(report_.findings);
    for (const CheckResult& check : report_.checks) {
      if (!undecided(check.findings) && check.outcome == Outcome::kUndecided &&
          out.size() < kMostResults) {
        out.push_back(notification("error", check.id + ": " + check.reason));
      }
    }
    if (report_.verdict.gate == Gate::kUndecided) {
      out.push_back(notification("error", "gate undecided: " + report_.verdict.reason));
    }
    if (outside_ > 0) {
      out.push_back(
          notification("note", counted(outside_, "finding is", "findings are") +
                                   " left out: the suite lies outside of the repository"));
    }
    if (accepted_ > 0) {
      out.push_back(notification(
          "note", counted(accepted_, "finding is", "findings are") +
                      " left out: waived or expected (sarif-with-suppressions holds them)"));
    }
    if (beyond_limit_ > 0) {
      out.push_back(notification("note", counted(beyond_limit_, "result is", "results are") +
                                             " left out: GitHub keeps no more than " +
                                             std::to_string(kMostResults)));
    }
    return out;
  }

  json::Value invocation() const {
    return object({{"executionSuccessful", report_.verdict.gate != Gate::kUndecided},
                   {"exitCode", report_.verdict.exit_code},
                   {"startTimeUtc", format_date_time(report_.started)},
                   {"endTimeUtc", format_date_time(report_.started + report_.duration)},
                   {"toolExecutionNotifications", notifications()}});
  }

  const RunReport& report_;
  bool with_suppressions_;  // else accepted findings are left out
  std::map<std::tuple<std::string, int, int, bool>, std::size_t> index_;
  std::vector<Merged> merged_;
  std::vector<std::string> rule_ids_;
  SourceLines lines_{report_};
  std::size_t accepted_ = 0;  // left out
  std::size_t outside_ = 0;
  std::size_t beyond_limit_ = 0;
};

}  // namespace

std::string render_sarif(const RunReport& report, const Style&) {
  return Sarif(report, false).text();
}

std::string render_sarif_with_suppressions(const RunReport& report, const Style&) {
  return Sarif(report, true).text();
}

}  // namespace switchgate::reporters
