// The readers of a suite's parts, each in a file of its own.

#ifndef SWITCHGATE_RUNNER_SUITE_PARTS_H_
#define SWITCHGATE_RUNNER_SUITE_PARTS_H_

#include <optional>
#include <vector>

#include "checks/model/suite.h"
#include "checks/tree/fields.h"
#include "runner/suite/context.h"

namespace switchgate {

// load_suite.cc: a whole file. Checks are appended; ids are still those of the
// suite.
void read_suite(const tree::Node& root, Context& context, std::vector<Check>& checks);

// load_vars.cc: `vars:` and `secrets:` into the suite, its scope and its names.
void read_vars(tree::Fields& fields, Context& context);
void read_secrets(tree::Fields& fields, Context& context);
// load_mask.cc: `mask:` into the suite.
void read_mask(tree::Fields& fields, Context& context);

// load_target.cc
constexpr double kLiveRequestsPerSecond = 50;  // unless the suite says otherwise
void read_targets(const tree::Node& node, Context& context);
std::optional<Auth> read_auth(tree::Fields& fields, const Names& names, Context& context);
// The rules of a target as it will be used, once flags are applied.
void check_target(const Target& target, Context& context);

// overrides.cc: --candidate, --live, SWITCHGATE_…, --connect-to, --no-live.
void apply_overrides(Context& context);
void check_overrides(const LoadOptions& options, const std::vector<Suite>& suites,
                     tree::Problems& problems);

// load_request.cc: the fields of a request; nothing when it has no method.
std::optional<Request> read_request(tree::Fields& fields, const Surroundings& around,
                                    Context& context);

// load_body.cc: the request's body; a GraphQL document that only queries makes it safe.
void read_body(tree::Fields& fields, const Surroundings& around, Context& context,
               Request& request);

// load_repeat.cc: `retry:` of a check or a step, `paginate:` of a request.
std::optional<Retry> read_retry(tree::Fields& fields, const Request& request,
                                const Surroundings& around, Context& context);
std::optional<Paginate> read_paginate(tree::Fields& fields, const Request& request,
                                      Context& context);

// load_expect.cc: `expect:` and `warn:` into the step, compiled when possible.
void read_expectations(tree::Fields& fields, Level level, const Surroundings& around,
                       Context& context, Step& step);
// A mapping of expectations that stands apart (`fail_if:`).
std::shared_ptr<const tree::Node> read_expectation_map(tree::Fields& fields, std::string_view key,
                                                       Level level, const Surroundings& around,
                                                       Context& context);

// load_capture.cc
std::vector<Capture> read_captures(tree::Fields& fields, Context& context);

// load_compare.cc
std::optional<Compare> read_compare(tree::Fields& fields, const Request& request, Context& context);

// load_check.cc
std::optional<Check> read_check(const tree::Node& node, Context& context);
Step read_step(const tree::Node& node, const std::string& what, Level level,
               const Surroundings& around, Context& context);
// What follows the step may use what it captures.
void remember_captures(const Step& step, Names& names);

// load_flow.cc: `flows:`, and `uses:` where there is one.
void read_flows(const tree::Node& map, Context& context);
std::optional<std::vector<std::size_t>> read_uses(tree::Fields& fields, Context& context);
// Flows put before the steps of a check that has none yet: those that run once as indices,
// the steps of the others. `names` gets what they capture. Gives the steps of their
// `finally:`, which go behind the check's own.
std::vector<Step> put_before(const std::vector<std::size_t>& uses, Check& check, Names& names,
                             const Scope& scope, Context& context);
// Tells the mistakes of flows that no check uses.
void check_unused_flows(Context& context);

// load_ready.cc
std::optional<Ready> read_ready(const tree::Node& node, Context& context);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PARTS_H_
