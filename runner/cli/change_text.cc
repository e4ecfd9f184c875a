#include "runner/cli/change_text.h"

#include <algorithm>

namespace switchgate::cli {
namespace {

std::string count_effects(const std::vector<shape::Change>& changes) {
  std::vector<std::string_view> rules;
  rules.reserve(changes.size());
  for (const shape::Change& change : changes) rules.push_back(change.rule);
  return shape::count_effects(rules);
}

}  // namespace

std::string counted(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

std::size_t count(const std::vector<shape::Change>& changes, Level level) {
  return static_cast<std::size_t>(std::count_if(
      changes.begin(), changes.end(), [level](const auto& c) { return c.level == level; }));
}

void print_changes(const std::vector<shape::Change>& changes, std::string_view indent,
                   std::ostream& out) {
  constexpr std::size_t kLevelWidth = 8;
  for (const shape::Change& change : changes) {
    std::string level(name_of(change.level));
    level.resize(kLevelWidth, ' ');
    out << indent << level << ' ' << (change.rule.empty() ? "" : change.rule + ": ")
        << change.message << '\n';
    if (const std::string step = shape::in_words(change.hint); !step.empty()) {
      out << indent << std::string(kLevelWidth + 1, ' ') << step << '\n';
    }
  }
}

void print_sums(const std::vector<shape::Change>& changes, std::ostream& out) {
  if (changes.empty()) return;
  out << counted(count(changes, Level::kError), "breaking change") << ", "
      << counted(count(changes, Level::kWarning), "warning") << ", "
      << counted(count(changes, Level::kNote), "note") << '\n';
  if (const std::string effects = count_effects(changes); !effects.empty()) out << effects << '\n';
}

json::Value to_json(const shape::Change& change) {
  const auto number = [](std::size_t n) { return json::Value(static_cast<std::int64_t>(n)); };
  json::Object object;
  object.append_new("rule", change.rule.empty() ? json::Value() : json::Value(change.rule));
  object.append_new("level", name_of(change.level));
  object.append_new("path", change.path);
  object.append_new("message", change.message);
  object.append_new("before", change.before);
  object.append_new("after", change.after);
  object.append_new("everywhere", change.everywhere);
  if (change.hint.phase != shape::Phase::kNone) {
    object.append_new("phase", shape::name_of(change.hint.phase));
    object.append_new("order", change.hint.order);
  }
  if (change.old_n > 0) {
    object.append_new("old_hits", number(change.old_hits));
    object.append_new("old_n", number(change.old_n));
    object.append_new("new_hits", number(change.new_hits));
    object.append_new("new_n", number(change.new_n));
  }
  return object;
}

json::Array to_json(const std::vector<shape::Change>& changes) {
  json::Array list;
  for (const shape::Change& change : changes) list.push_back(to_json(change));
  return list;
}

}  // namespace switchgate::cli
