#include "checks/rules/rules.h"

#include <algorithm>

#include "checks/rules/pages.h"

namespace switchgate {

std::span<const Rule> rules() { return rule_pages(); }

const Rule* find_rule(std::string_view id) {
  const std::span<const Rule> all = rules();
  const auto found =
      std::lower_bound(all.begin(), all.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != all.end() && found->id == id ? &*found : nullptr;
}

}  // namespace switchgate
