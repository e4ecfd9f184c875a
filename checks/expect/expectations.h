// What is expected of a response, compiled from the mapping under `expect:` or
// `warn:`, and how a response is judged by it.

#ifndef SWITCHGATE_CHECKS_EXPECT_EXPECTATIONS_H_
#define SWITCHGATE_CHECKS_EXPECT_EXPECTATIONS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/json/path.h"
#include "checks/model/exchange.h"
#include "checks/model/finding.h"
#include "checks/model/masker.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate::expect {

struct Expectation;  // one subject and its matchers

struct Expectations {
  std::vector<std::shared_ptr<const Expectation>> list;  // in the order of the suite
  bool asks_status = false;                              // otherwise 2xx is expected
  bool asks_json = false;                                // the body must be parsed
};

// As the user wrote it: an operand that holds ${…} is taken for any type, so
// that a suite can be checked before its captures are known. Filled in: "${" is
// just text.
enum class Stage : std::uint8_t { kWritten, kFilledIn };

// Reads the mapping `node` (subject -> matchers). Misses become findings of
// `level`. Every mistake is told. Judging by an operand that was never filled
// in is undecided.
void compile(const tree::Node& node, Level level, tree::Problems& problems, Expectations& into,
             Stage stage = Stage::kWritten);

// Adds "status is 2xx" at `pos` when nothing asks for a status. To be called
// behind `expect` and before `warn`, so that a warning about a status takes
// nothing away.
void add_default_status(SourcePos pos, Level level, Expectations& into);

// Adds "no `errors`" and "`data` that is not null" of a GraphQL answer at `pos`, each
// unless something is asked of it. Where add_default_status() belongs.
void add_sound_graphql_answer(SourcePos pos, Level level, Expectations& into);

struct Judged {
  std::size_t count = 0;          // expectations judged
  std::vector<Finding> findings;  // one for each that does not hold, in order;
                                  // check, step and curl left empty
};

// Pure. `now` is what `before`/`after` measure from; `masker` hides secrets in
// messages and evidence, `mask` the values at those places of a JSON body.
Judged judge(const Expectations& expectations, const HttpResponse& response, Instant now,
             const Masker& masker, std::span<const json::Path> mask = {});

// A wrong status has most likely the same cause as a body that cannot be read: one finding
// tells both, unless that would make an error a warning. To be called when it is known what is
// accepted: whoever accepts the status has not accepted the body.
void fold_into_status(std::vector<Finding>& findings);

// Every rule that a finding of judge() can name, in the order of the subjects.
std::span<const std::string_view> rule_ids();

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_EXPECTATIONS_H_
