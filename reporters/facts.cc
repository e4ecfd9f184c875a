#include "reporters/facts.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/rules/rules.h"

namespace switchgate::reporters {
namespace {

constexpr std::string_view kHeading = "## What to do\n\n";

}  // namespace

Gravity gravity_of(const Finding& finding) {
  if (finding.undecided) {
    return Gravity::kUndecided;
  }
  switch (finding.level) {
    case Level::kError:
      return Gravity::kError;
    case Level::kWarning:
      return Gravity::kWarning;
    case Level::kNote:
      return Gravity::kNote;
  }
  return Gravity::kError;
}

std::string_view name_of(Gravity gravity) {
  switch (gravity) {
    case Gravity::kError:
      return "error";
    case Gravity::kUndecided:
      return "undecided";
    case Gravity::kWarning:
      return "warning";
    case Gravity::kNote:
      return "note";
  }
  return "error";
}

std::string_view word_of(const Finding& finding) {
  if (finding.accepted) {
    return finding.accepted->planned ? "expected" : "waived";
  }
  return name_of(gravity_of(finding));
}

std::map<std::string_view, std::size_t> count_by_word(const RunReport& report) {
  std::map<std::string_view, std::size_t> counts;
  const auto add = [&](const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      ++counts[word_of(finding)];
    }
  };
  add(report.findings);
  for (const CheckResult& check : report.checks) {
    add(check.findings);
  }
  return counts;
}

std::string acceptance_of(const Finding& finding) {
  if (!finding.accepted) {
    return {};
  }
  const Acceptance& accepted = *finding.accepted;
  std::string text(word_of(finding));
  text += accepted.expires.empty() ? "" : " until " + accepted.expires;
  text += accepted.owner.empty() ? "" : " by " + accepted.owner;
  return accepted.reason.empty() ? text : text + ": " + accepted.reason;
}

std::vector<const Finding*> worst_first(const std::vector<Finding>& findings) {
  std::vector<const Finding*> order;
  order.reserve(findings.size());
  for (const Finding& finding : findings) {
    order.push_back(&finding);
  }
  std::stable_sort(order.begin(), order.end(), [](const Finding* a, const Finding* b) {
    return gravity_of(*a) < gravity_of(*b);
  });
  return order;
}

bool closes(const Finding& finding, const Policy& policy) {
  return !finding.undecided && !finding.accepted && finding.level >= policy.fail_on;
}

const SourceFile* file_of(const SourcePos& pos, const SourceFiles& files) {
  const auto index = static_cast<std::size_t>(pos.file);
  return pos.known() && index < files.size() ? &files[index] : nullptr;
}

bool in_repository(const SourcePos& pos, const SourceFiles& files) {
  const SourceFile* file = file_of(pos, files);
  return file != nullptr && !file->repo_path.empty();
}

SourcePos place_of(const Finding& finding, const SourcePos& check, const RunReport& report) {
  if (finding.pos.known()) {
    return finding.pos;
  }
  if (check.known()) {
    return check;
  }
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    if (!report.files[i].repo_path.empty()) {
      return {static_cast<int>(i), 1, 0};
    }
  }
  return {};
}

std::string portable_path(const SourceFile& file) {
  return file.repo_path.empty() ? portable_path(file.path) : file.repo_path;
}

std::string portable_path(std::string_view path) {
  constexpr std::string_view kSqlite = "sqlite:";  // a baseline in a database
  if (path.starts_with(kSqlite)) {
    return std::string(kSqlite) + portable_path(path.substr(kSqlite.size()));
  }
  return std::string(path.starts_with('/') ? path.substr(path.rfind('/') + 1) : path);
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

std::string advice_for(std::string_view rule) {
  const Rule* page = find_rule(rule);
  const std::size_t at = page == nullptr ? std::string_view::npos : page->page.find(kHeading);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = page->page.substr(at + kHeading.size());
  return replace_all(std::string(trim(rest.substr(0, rest.find("\n\n")))), "\n", " ");
}

}  // namespace switchgate::reporters
