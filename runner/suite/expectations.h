// What one step expects, complete: `expect:`, what goes without saying (2xx, a GraphQL
// answer's data without errors) unless that says more, `warn:`.

#ifndef SWITCHGATE_RUNNER_SUITE_EXPECTATIONS_H_
#define SWITCHGATE_RUNNER_SUITE_EXPECTATIONS_H_

#include "checks/expect/expectations.h"
#include "checks/model/suite.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

// Either mapping may be null. `level` is the check's: misses of `expect` get it, those of
// `warn` are warnings. What goes without saying stands at the place of `request`.
// Step::compiled is this for mappings that wait for no capture; for the others call it with
// the mappings filled in, and Stage::kFilledIn.
expect::Expectations compile_expectations(const tree::Node* expect, const tree::Node* warn,
                                          const Request& request, Level level, expect::Stage stage,
                                          tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_EXPECTATIONS_H_
