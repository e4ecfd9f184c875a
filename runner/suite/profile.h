// `profiles:`: named changes of a suite, of which one is laid over it.

#ifndef SWITCHGATE_RUNNER_SUITE_PROFILE_H_
#define SWITCHGATE_RUNNER_SUITE_PROFILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

// `profiles:` taken out of a suite. Tells profiles that are none, and what none may hold.
tree::Node take_profiles(tree::Node& suite, tree::Problems& problems);

// The suite with `profile`, an entry's value of what take_profiles() gave, laid over it.
// Tells a null that removes nothing.
tree::Node apply_profile(const tree::Node& suite, const tree::Node& profile,
                         tree::Problems& problems);

// Tells that no suite has the chosen profile, with those that there are. `chosen_by` is
// "--profile" or the environment variable.
void tell_unknown_profile(const std::string& profile, std::string_view chosen_by,
                          const std::vector<std::string>& known, tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PROFILE_H_
