// The readers of a suite's parts, each in a file of its own.

#ifndef SWITCHGATE_RUNNER_SUITE_PARTS_H_
#define SWITCHGATE_RUNNER_SUITE_PARTS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/model/question.h"
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
// Tells a target that nobody asks when its name is nearly that of a side. Call when all
// checks were read.
void check_unused_targets(const tree::Node& node, Context& context);
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
// `within`, `every` and `backoff` of a `retry:` that stands at `pos`; `fail_if` is left.
Retry read_rhythm(tree::Fields& fields, SourcePos pos, Context& context);
std::optional<Paginate> read_paginate(tree::Fields& fields, const Request& request,
                                      Context& context);

// load_expect.cc: `expect:` and `warn:` into the step, compiled when possible.
void read_expectations(tree::Fields& fields, Level level, const Surroundings& around,
                       Context& context, Step& step);
// A mapping of expectations as written, its references checked; null when there is none.
// `sound` becomes false when a mistake was told.
std::shared_ptr<const tree::Node> take_expectations(tree::Fields& fields, std::string_view key,
                                                    const Surroundings& around, Context& context,
                                                    bool& sound);
// The same with what is known filled in (null stays null); nothing when it waits for the run.
std::optional<std::shared_ptr<const tree::Node>> fill_in_expectations(
    const std::shared_ptr<const tree::Node>& node, const Surroundings& around);
// A mapping of expectations that stands apart (`fail_if:`).
std::shared_ptr<const tree::Node> read_expectation_map(tree::Fields& fields, std::string_view key,
                                                       Level level, const Surroundings& around,
                                                       Context& context);

// load_capture.cc
std::vector<Capture> read_captures(tree::Fields& fields, Context& context);

// load_compare.cc
std::optional<Compare> read_compare(tree::Fields& fields, const Request& request, Context& context);

// load_question.cc: a check that is no request; null when `fields` asks no question.
std::shared_ptr<const Question> read_question(tree::Fields& fields, const tree::Node& node,
                                              Level level, const Surroundings& around,
                                              Context& context);
// "tcp db.internal:5432": what it is called when it has no name.
std::string title_of(const Question& question);

// Compiles what could not be while the row's values were unknown. False when it waits for
// the run, or when mistakes were told.
bool compile_for_row(Step& step, Level level, const Surroundings& around, tree::Problems& problems);

// load_check.cc: one check, or one for each row of its `for_each`.
std::vector<Check> read_check(const tree::Node& node, Context& context);
// The check's own variables as far as `scope` can fill them in, into both.
void fill_own_vars(const tree::Node& vars, Scope& scope, Check& check);
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

// load_expected.cc
// `expected:` of a check or of the suite.
std::vector<Waiver> read_expected(tree::Fields& fields, bool on_check, Context& context);
// The waivers' file, added to `files`; nothing when there is none and none was named.
std::vector<Waiver> load_waivers(const LoadOptions& options, SourceFiles& files,
                                 tree::Problems& problems);
void mask_waivers(Plan& plan, const Masker& masker);

// load_ready.cc
std::optional<Ready> read_ready(const tree::Node& node, Context& context);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PARTS_H_
