// Every rule that a finding can name: the text behind `explain`, SARIF's help and
// the documentation. The pages stand beside this file, one a rule id, as markdown.

#ifndef SWITCHGATE_CHECKS_RULES_RULES_H_
#define SWITCHGATE_CHECKS_RULES_RULES_H_

#include <span>
#include <string_view>

#include "checks/model/finding.h"

namespace switchgate {

struct Rule {
  std::string_view id;       // "shape/property-removed"
  std::string_view summary;  // one sentence: what it means
  Level level;               // what it usually is
  std::string_view page;     // markdown: meaning, why it matters, what to do
};

// Sorted by id.
std::span<const Rule> rules();
const Rule* find_rule(std::string_view id);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_RULES_RULES_H_
