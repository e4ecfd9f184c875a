// Findings about bodies that are neither JSON nor XML when they should be.

#include "checks/expect/invalid_body.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/expect/expectations.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

constexpr std::array<BodyFormat, 2> kFormats = {{
    {"JSON", "json/invalid", &Expectation::reads_json,
     [](const Answer& answer) -> const Error* {
       return answer.json() ? nullptr : &answer.json().error();
     }},
    {"XML", "xml/invalid", &Expectation::reads_xml,
     [](const Answer& answer) -> const Error* {
       return answer.xml() ? nullptr : &answer.xml().error();
     }},
}};

Level highest_level(const BodyFormat& format, const Expectations& expectations) {
  Level level = Level::kNote;
  for (const auto& expectation : expectations.list) {
    if ((*expectation).*format.reads) {
      level = std::max(level, expectation->level);
    }
  }
  return level;
}

bool is_invalid_body(const Finding& finding) {
  return std::any_of(kFormats.begin(), kFormats.end(),
                     [&](const BodyFormat& format) { return format.rule == finding.rule; });
}

// How much a wrong status counts; below zero for whatever is none, or does not count.
int rank_as_status(const Finding& finding) {
  const bool counts = finding.rule == "http/status" && !finding.undecided && !finding.accepted;
  return counts ? static_cast<int>(finding.level) : -1;
}

}  // namespace

std::span<const BodyFormat> body_formats() { return kFormats; }

Finding invalid_body(const BodyFormat& format, const Expectations& expectations,
                     const Expectation& first, const Answer& answer, const Judging& judging) {
  const HttpResponse& response = answer.response();
  Finding finding;
  finding.rule = format.rule;
  finding.level = highest_level(format, expectations);
  finding.pos = first.pos;
  const bool empty = trim(response.body).empty();
  const std::string found =
      empty ? "an empty body" : shown_remark(format.error(answer)->message, response.body, judging);
  // "an XML body", and "a JSON body".
  const std::string wanted =
      (format.name[0] == 'X' ? "an " : "a ") + std::string(format.name) + " body";
  finding.message = "expected " + wanted + ", found " + (empty ? found : "one that is " + found);
  finding.evidence = {{"expected", wanted}, {"found", found}};
  if (const std::string* type = find_header(response.headers, "Content-Type")) {
    finding.evidence.push_back({"Content-Type", shown(*type, judging)});
  }
  if (!empty && judging.masked == nullptr) {  // what is to be masked in it cannot be told
    finding.evidence.push_back({"body", shown(response.body, judging)});
  }
  return finding;
}

void fold_into_status(std::vector<Finding>& findings) {
  const auto status = std::max_element(
      findings.begin(), findings.end(),
      [](const Finding& a, const Finding& b) { return rank_as_status(a) < rank_as_status(b); });
  if (status == findings.end() || rank_as_status(*status) < 0) {
    return;
  }
  const Level level = status->level;
  const auto folds = [level](const Finding& finding) {
    return is_invalid_body(finding) && !finding.accepted && finding.level <= level;
  };
  for (const Finding& finding : findings) {
    if (folds(finding)) {
      status->evidence.push_back({"body", finding.evidence.at(1).value});
    }
  }
  std::erase_if(findings, folds);
}

}  // namespace switchgate::expect
