#include "reporters/html/checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/facts.h"
#include "reporters/html/finding.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

constexpr std::array<Outcome, 4> kOutcomes = {Outcome::kFailed, Outcome::kUndecided,
                                              Outcome::kPassed, Outcome::kSkipped};
constexpr std::array<std::string_view, 6> kWords = {"error", "undecided", "warning",
                                                    "note",  "waived",    "expected"};

// What was measured, by its check.
using MeasuredByCheck = std::multimap<const CheckResult*, const Measured*>;

// Tags come from outside; the page's own names for them are numbers.
using TagNumbers = std::map<std::string, std::string>;

TagNumbers number_tags(const RunReport& report) {
  TagNumbers numbers;
  for (const CheckResult& check : report.checks) {
    for (const std::string& tag : check.tags) {
      numbers.try_emplace(tag);
    }
  }
  std::size_t n = 0;
  for (auto& [tag, number] : numbers) {
    number = "t" + std::to_string(++n);
  }
  return numbers;
}

std::vector<std::string> words_of(const CheckResult& check) {
  std::vector<std::string> words;
  for (const std::string_view word : kWords) {
    if (std::any_of(check.findings.begin(), check.findings.end(),
                    [&](const Finding& finding) { return word_of(finding) == word; })) {
      words.emplace_back(word);
    }
  }
  return words;
}

// Failed, undecided, passed with something to say, passed, skipped.
int rank(const CheckResult& check) {
  switch (check.outcome) {
    case Outcome::kFailed:
      return 0;
    case Outcome::kUndecided:
      return 1;
    case Outcome::kPassed:
      return check.findings.empty() ? 3 : 2;
    case Outcome::kSkipped:
      return 4;
  }
  return 0;
}

struct Choice {
  std::string value;
  std::string text;
};

void write_select(Markup& out, const std::string& id, std::string_view label,
                  std::string_view every, const std::vector<Choice>& choices) {
  const auto field = out.open("div", {{"class", "field"}});
  out.leaf("label", label, {{"for", id}});
  const auto select = out.open("select", {{"id", id}});
  out.leaf("option", every, {{"value", ""}});
  for (const Choice& choice : choices) {
    out.leaf("option", choice.text, {{"value", choice.value}});
  }
}

std::vector<Choice> outcomes_of(const RunReport& report) {
  std::vector<Choice> choices;
  for (const Outcome outcome : kOutcomes) {
    if (std::any_of(report.checks.begin(), report.checks.end(),
                    [&](const CheckResult& check) { return check.outcome == outcome; })) {
      choices.push_back({std::string(name_of(outcome)), std::string(name_of(outcome))});
    }
  }
  return choices;
}

std::vector<Choice> levels_of(const RunReport& report) {
  std::set<std::string> present;
  for (const CheckResult& check : report.checks) {
    for (const std::string& word : words_of(check)) {
      present.insert(word);
    }
  }
  std::vector<Choice> choices;
  for (const std::string_view word : kWords) {
    if (present.contains(std::string(word))) {
      choices.push_back({std::string(word), std::string(word)});
    }
  }
  return choices;
}

// Hidden until the script, without which it could do nothing, shows it.
void write_filter(Markup& out, const RunReport& report, const TagNumbers& tags) {
  const auto form = out.open(
      "form",
      {{"id", "filter"}, {"role", "search"}, {"hidden", ""}, {"aria-label", "Filter the checks"}});
  {
    const auto field = out.open("div", {{"class", "field wide"}});
    out.leaf("label", "Text", {{"for", "filter-text"}});
    out.empty("input", {{"id", "filter-text"}, {"type", "search"}, {"autocomplete", "off"}});
  }
  write_select(out, "filter-outcome", "Outcome", "every outcome", outcomes_of(report));
  if (const auto levels = levels_of(report); !levels.empty()) {
    write_select(out, "filter-level", "With a finding", "any or none", levels);
  }
  if (!tags.empty()) {
    std::vector<Choice> choices;
    for (const auto& [tag, number] : tags) {
      choices.push_back({number, tag});
    }
    write_select(out, "filter-tag", "Tag", "every tag", choices);
  }
  {
    const auto buttons = out.open("div", {{"class", "buttons"}});
    out.leaf("button", "Show all", {{"type", "reset"}});
    out.leaf("button", "Expand", {{"type", "button"}, {"id", "expand"}});
    out.leaf("button", "Collapse", {{"type", "button"}, {"id", "collapse"}});
  }
  out.leaf("p", counted(report.checks.size(), "check", "checks"),
           {{"id", "filter-count"}, {"role", "status"}, {"aria-live", "polite"}});
}

std::string comparison_text(const ComparisonResult& comparison) {
  std::vector<std::string> parts;
  if (!comparison.shape.empty()) {
    parts.push_back("shape " + comparison.shape + " (" +
                    std::to_string(comparison.shape_live_samples) + " and " +
                    counted(comparison.shape_candidate_samples, "sample", "samples") + ")");
  }
  if (!comparison.values.empty()) {
    parts.push_back("values " + comparison.values + " (" + std::to_string(comparison.values_quiet) +
                    " judged, " + std::to_string(comparison.values_noisy) + " vary on their own)");
  }
  return join(parts, ", ");
}

void write_comparisons(Markup& out, const CheckResult& check) {
  for (const ComparisonResult& comparison : check.comparisons) {
    const std::string text = comparison_text(comparison);
    if (text.empty()) {
      continue;
    }
    std::string what = "compared with " + comparison.against;
    what += comparison.step.empty() ? "" : ", " + comparison.step;
    what += comparison.instance.empty() ? "" : ", on " + comparison.instance;
    what += ": " + text;
    out.leaf("p", what, {{"class", "quiet"}});
  }
}

void write_summary(Markup& out, const CheckResult& check) {
  const auto summary = out.open("summary");
  write_badge(out, css_of(check.outcome), name_of(check.outcome));
  out.leaf("h3", check.id);
  for (const std::string& tag : check.tags) {
    out.leaf("span", tag, {{"class", "tag"}});
  }
  const std::size_t found = check.findings.size();
  out.leaf("span",
           (found > 0 ? counted(found, "finding", "findings") + ", " : "") +
               format_duration(check.duration),
           {{"class", "quiet"}});
}

void write_body(Markup& out, const CheckResult& check, const RunReport& report,
                const MeasuredByCheck& measured) {
  const auto body = out.open("div", {{"class", "body"}});
  if (!check.reason.empty()) {
    out.leaf("p", check.reason);
  }
  write_findings(out, check.findings, report, "h4");
  const auto [first, last] = measured.equal_range(&check);
  for (auto one = first; one != last; ++one) {
    write_distributions(out, *one->second);
  }
  write_comparisons(out, check);
  const std::string place = place_text(check.pos, report);
  const std::string name =
      check.name == check.id || check.id.ends_with('/' + check.name) ? "" : check.name + ", ";
  out.leaf("p",
           name + counted(check.judged, "expectation", "expectations") + " judged, " +
               counted(check.requests, "request", "requests") + (place.empty() ? "" : ", " + place),
           {{"class", "quiet"}});
}

void write_check(Markup& out, std::size_t index, const RunReport& report, const TagNumbers& tags,
                 const MeasuredByCheck& measured) {
  const CheckResult& check = report.checks[index];
  std::vector<std::string> numbers;
  for (const std::string& tag : check.tags) {
    numbers.push_back(tags.at(tag));
  }
  Attributes attributes = {{"id", check_anchor(index)},
                           {"class", "check " + std::string(css_of(check.outcome))},
                           {"data-outcome", std::string(name_of(check.outcome))},
                           {"data-levels", join(words_of(check), " ")},
                           {"data-tags", join(numbers, " ")}};
  if (rank(check) < 2) {
    attributes.push_back({"open", ""});
  }
  const auto details = out.open("details", attributes);
  write_summary(out, check);
  write_body(out, check, report, measured);
}

}  // namespace

void write_checks(Markup& out, const RunReport& report, const std::vector<Measured>& measured) {
  if (report.checks.empty()) {
    return;
  }
  const Section section(out, "checks", "Checks");
  const TagNumbers tags = number_tags(report);
  MeasuredByCheck by_check;
  for (const Measured& one : measured) {
    by_check.emplace(one.check, &one);
  }
  write_filter(out, report, tags);
  std::vector<std::size_t> order(report.checks.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(report.checks[a]) < rank(report.checks[b]);
  });
  for (const std::size_t index : order) {
    write_check(out, index, report, tags, by_check);
  }
}

}  // namespace switchgate::reporters::html
