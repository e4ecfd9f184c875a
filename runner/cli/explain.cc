// `switchgate explain`: the manual of the rules, from the pages that the
// program carries.

#include <algorithm>
#include <string_view>

#include "checks/base/text.h"
#include "checks/rules/rules.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"

namespace switchgate::cli {
namespace {

std::string_view group_of(std::string_view id) { return id.substr(0, id.find('/')); }

// Ids and summaries in columns, an empty line between groups.
void list_rules(std::ostream& out) {
  std::size_t widest = 0;
  for (const Rule& rule : rules()) {
    widest = std::max(widest, rule.id.size());
  }
  std::string_view group;
  for (const Rule& rule : rules()) {
    if (!group.empty() && group != group_of(rule.id)) {
      out << '\n';
    }
    group = group_of(rule.id);
    out << rule.id << std::string(widest - rule.id.size() + 2, ' ') << rule.summary << '\n';
  }
}

// Markdown as plain text: headings stand alone, their text is indented.
void print_page(const Rule& rule, std::ostream& out) {
  out << rule.id << "  (" << name_of(rule.level) << ")\n" << rule.summary << "\n\n";
  bool after_heading = false;
  for (const std::string_view line : split(trim(rule.page), '\n')) {
    if (line.starts_with("## ")) {
      out << line.substr(3) << '\n';
      after_heading = true;
    } else if (line.empty()) {
      out << (after_heading ? "" : "\n");
    } else {
      out << "  " << line << '\n';
      after_heading = false;
    }
  }
}

// The nearest name, then those with the same second half or in the same group.
std::vector<std::string_view> similar(std::string_view wanted) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules()) {
    ids.push_back(rule.id);
  }
  std::vector<std::string_view> found;
  const auto add = [&](std::string_view id) {
    if (std::find(found.begin(), found.end(), id) == found.end()) {
      found.push_back(id);
    }
  };
  if (const auto nearest = nearest_name(wanted, ids)) {
    add(find_rule(*nearest)->id);
  }
  const std::string_view last = wanted.substr(wanted.rfind('/') + 1);
  for (const std::string_view id : ids) {
    if (last.size() >= 3 && id.find(last) != std::string_view::npos) {
      add(id);
    }
  }
  for (const std::string_view id : ids) {
    if (group_of(id) == group_of(wanted)) {
      add(id);
    }
  }
  return found;
}

}  // namespace

int explain(const std::string& rule, std::ostream& out, std::ostream& err) {
  if (rule.empty()) {
    list_rules(out);
    return kOpen;
  }
  if (const Rule* page = find_rule(rule)) {
    print_page(*page, out);
    return kOpen;
  }
  err << "there is no rule '" << excerpt(rule, 80) << '\'';
  const std::vector<std::string_view> names = similar(rule);
  if (!names.empty()) {
    err << "; did you mean " << names.front() << '?';
  }
  err << '\n';
  for (std::size_t i = 1; i < names.size(); ++i) {
    err << "  " << names[i] << '\n';
  }
  err << "'switchgate explain' lists all of them\n";
  return kUsage;
}

}  // namespace switchgate::cli
