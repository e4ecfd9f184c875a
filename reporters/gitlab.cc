// GitLab's code quality report: a list of findings at lines of the repository, which a merge
// request shows as new or fixed by their fingerprints. Its reader ends at the first entry that
// it does not understand, and says nothing: every entry has all members.

#include <algorithm>
#include <map>
#include <string>

#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/json_text.h"
#include "reporters/told.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kMostEntries = 5000;

std::string_view severity_of(Gravity gravity) {
  switch (gravity) {
    case Gravity::kError:
      return "critical";
    case Gravity::kUndecided:
      return "major";
    case Gravity::kWarning:
      return "minor";
    case Gravity::kNote:
      return "info";
  }
  return "critical";
}

struct LeftOut {
  std::size_t outside = 0;
  std::size_t beyond_limit = 0;
  Gravity worst = Gravity::kNote;
};

class CodeQuality {
 public:
  explicit CodeQuality(const RunReport& report) : report_(report) {}

  std::string text() {
    for (const Finding& finding : told_findings(report_)) {
      if (finding.accepted) {
        continue;
      }
      const bool outside = !in_repository(finding.pos, report_.files);
      if (outside || entries_.size() == kMostEntries) {
        ++(outside ? left_out_.outside : left_out_.beyond_limit);
        left_out_.worst = std::min(left_out_.worst, gravity_of(finding));
        continue;
      }
      add(finding, gravity_of(finding));
    }
    add_left_out();
    return json_text(entries_);
  }

 private:
  // Equal ones would be one entry; the first keeps its own, whatever comes after it.
  std::string unique(const std::string& fingerprint) {
    const std::size_t times = ++fingerprints_[fingerprint];
    return times == 1 ? fingerprint : fingerprint + '-' + std::to_string(times);
  }

  void add(const Finding& finding, Gravity gravity) {
    std::string text = finding.check.empty() ? "" : finding.check + ": ";
    text = inert_line(text + finding.message, 1000);
    const SourceFile& file = *file_of(finding.pos, report_.files);
    entries_.push_back(object(
        {{"description", text.empty() ? "no message" : text},
         {"check_name", finding.rule.empty() ? "unknown" : inert_line(finding.rule, 200)},
         {"fingerprint", unique(finding.fingerprint)},
         {"severity", severity_of(gravity)},
         {"location", object({{"path", inert_line(file.repo_path, 1000)},
                              {"lines", object({{"begin", std::max(finding.pos.line, 1)}})}})}}));
  }

  // The format has no place for remarks: what is missing is an entry of its own, as grave as
  // the worst of it.
  void add_left_out() {
    Finding finding;
    finding.rule = "left-out";
    if (left_out_.outside > 0) {
      finding.message = counted(left_out_.outside, "finding is", "findings are") +
                        " left out: the suite lies outside of the repository. ";
    }
    if (left_out_.beyond_limit > 0) {
      finding.message += counted(left_out_.beyond_limit, "finding is", "findings are") +
                         " left out: there are more than " + std::to_string(kMostEntries);
    }
    finding.pos = place_of(finding, {}, report_);
    if (!finding.message.empty() && in_repository(finding.pos, report_.files)) {
      while (finding.message.back() == ' ' || finding.message.back() == '.') {
        finding.message.pop_back();
      }
      finding.fingerprint = fingerprint_of(finding);
      add(finding, left_out_.worst);
    }
  }

  const RunReport& report_;
  json::Array entries_;
  std::map<std::string, std::size_t> fingerprints_;
  LeftOut left_out_;
};

}  // namespace

std::string render_gitlab(const RunReport& report, const Style&) {
  return CodeQuality(report).text();
}

}  // namespace switchgate::reporters
