#include "reporters/html/finding.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/finding_text.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

constexpr std::size_t kMostFactBytes = 400;

// Labels whose values stand beside each other: the side that is right, and the other.
struct Pair {
  std::string_view old_label;
  std::string_view new_label;
};
constexpr std::array<Pair, 3> kPairs = {
    {{"live", "candidate"}, {"baseline", "candidate"}, {"expected", "found"}}};

const Evidence* find_fact(const Finding& finding, std::string_view label) {
  const auto found = std::find_if(finding.evidence.begin(), finding.evidence.end(),
                                  [&](const Evidence& fact) { return fact.label == label; });
  return found == finding.evidence.end() ? nullptr : &*found;
}

void write_side(Markup& out, std::string_view css, const Evidence& fact) {
  const auto side = out.open("div", {{"class", std::string(css)}});
  out.leaf("dt", fact.label);
  const auto value = out.open("dd");
  const auto code = out.open("code");
  out.text(fact.value, kMostFactBytes);
}

void write_evidence(Markup& out, const Finding& finding) {
  std::vector<const Evidence*> told;
  for (const Pair& pair : kPairs) {
    const Evidence* old_fact = find_fact(finding, pair.old_label);
    const Evidence* new_fact = find_fact(finding, pair.new_label);
    if (old_fact != nullptr && new_fact != nullptr) {
      const auto sides = out.open("dl", {{"class", "sides"}});
      write_side(out, "old", *old_fact);
      write_side(out, "new", *new_fact);
      told = {old_fact, new_fact};
      break;
    }
  }
  if (finding.evidence.size() == told.size()) {
    return;
  }
  const auto facts = out.open("dl", {{"class", "facts"}});
  for (const Evidence& fact : finding.evidence) {
    if (std::find(told.begin(), told.end(), &fact) == told.end()) {
      write_fact(out, fact.label, excerpt(fact.value, kMostFactBytes));
    }
  }
}

void write_message(Markup& out, const Finding& finding, std::string_view element) {
  const std::string_view first = first_sentence(finding.message);
  {
    const auto heading = out.open(element);
    const std::string_view word = word_of(finding);
    write_badge(out, css_of_word(word), word);
    out.own(" ");
    out.text(first);
  }
  for (const std::string& line :
       inert_lines(trim(std::string_view(finding.message).substr(first.size())))) {
    if (!line.empty()) {
      out.leaf("p", line);
    }
  }
}

void write_place(Markup& out, const Finding& finding, const RunReport& report) {
  const auto line = out.open("p", {{"class", "place"}});
  out.leaf("code", finding.rule);
  for (const std::string& part : {finding.step, finding.path, place_text(finding.pos, report)}) {
    if (!part.empty()) {
      out.own(" ");
      out.leaf("code", part);
    }
  }
}

// A sentence of the rule's page under a word of ours.
void write_explained(Markup& out, std::string_view word, const std::string& sentence) {
  if (sentence.empty()) {
    return;
  }
  const auto row = out.open("div");
  out.leaf("dt", word);
  const auto value = out.open("dd");
  out.prose(sentence);
}

void write_explanation(Markup& out, const Finding& finding) {
  const std::string importance = importance_of(finding.rule);
  const std::string advice = advice_for(finding.rule);
  if (importance.empty() && advice.empty()) {
    return;
  }
  const auto list = out.open("dl", {{"class", "explained"}});
  write_explained(out, "Why it matters", importance);
  write_explained(out, "What to do", advice);
}

void write_command(Markup& out, const std::string& command) {
  const auto box = out.open("div", {{"class", "command"}});
  out.leaf("p", "See it again", {{"class", "caption"}});
  {
    const auto pre = out.open("pre");
    const auto code = out.open("code");
    out.text(command, kMostCommandBytes);
  }
  // The script, without which it could do nothing, shows it.
  out.leaf("button", "Copy", {{"type", "button"}, {"class", "copy"}, {"hidden", ""}});
}

// `with_curl` false: the command stands below another finding of the check.
void write_finding(Markup& out, const Finding& finding, const RunReport& report,
                   std::string_view heading, bool with_curl) {
  const std::string word(word_of(finding));
  const auto article =
      out.open("article", {{"class", "finding " + std::string(css_of_word(word))}});
  write_message(out, finding, heading);
  write_place(out, finding, report);
  if (finding.accepted) {
    out.leaf("p", acceptance_of(finding), {{"class", "acceptance"}});
  }
  write_evidence(out, finding);
  if (!finding.accepted && gravity_of(finding) != Gravity::kNote) {
    write_explanation(out, finding);
  }
  if (with_curl && !finding.curl.empty()) {
    write_command(out, finding.curl);
  }
}

}  // namespace

void write_findings(Markup& out, const std::vector<Finding>& findings, const RunReport& report,
                    std::string_view heading) {
  const std::vector<const Finding*> shown = worst_first(findings);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool more = i + 1 < shown.size() && shown[i + 1]->curl == shown[i]->curl;
    write_finding(out, *shown[i], report, heading, !more);
  }
}

}  // namespace switchgate::reporters::html
