// What is no mistake and yet is hardly meant: for `switchgate lint`. Each piece of advice has
// a name, by which a comment on its line or the line above silences it:
//
//     verify: false  # lint: allow unverified-tls

#ifndef SWITCHGATE_RUNNER_SUITE_ADVICE_H_
#define SWITCHGATE_RUNNER_SUITE_ADVICE_H_

#include <span>
#include <string_view>

#include "checks/model/suite.h"
#include "checks/tree/problems.h"

namespace switchgate {

struct AdviceRow {
  std::string_view name;  // "unused-variable"
  std::string_view summary;
};

// In the order in which they are documented.
std::span<const AdviceRow> advice();

// Adds a warning for each place. `plan` is one that load() made: its files have no mistakes.
void advise(const Plan& plan, tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_ADVICE_H_
