// The pages of checks/rules as they were embedded: its .cc is written by
// embed.cmake into the build folder.

#ifndef SWITCHGATE_CHECKS_RULES_PAGES_H_
#define SWITCHGATE_CHECKS_RULES_PAGES_H_

#include <span>

#include "checks/rules/rules.h"

namespace switchgate {

std::span<const Rule> rule_pages();  // sorted by id

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_RULES_PAGES_H_
