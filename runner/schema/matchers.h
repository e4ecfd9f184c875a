// What may stand under `expect:` and `warn:`, from the tables of subjects, operators and kinds.

#ifndef SWITCHGATE_RUNNER_SCHEMA_MATCHERS_H_
#define SWITCHGATE_RUNNER_SCHEMA_MATCHERS_H_

#include <optional>
#include <string_view>

#include "checks/expect/matcher.h"
#include "checks/json/value.h"

namespace switchgate::schema {

// The schema of an operator's operand where it is applied to `kind`; nothing for an operator
// that is not known here. For tests, which ask it of every row of the table.
std::optional<json::Value> operand_of(std::string_view name, expect::Kind kind);

// "matcher-json", "matcher-status" …: what may be asked of a value of each kind.
void add_matchers(json::Object& definitions);
json::Value matcher(expect::Kind kind);  // a reference to one of them

// subjects.cc: "expect" for an answer to a request, "facts-tcp" … for the kinds of questions.
void add_subjects(json::Object& definitions);

}  // namespace switchgate::schema

#endif  // SWITCHGATE_RUNNER_SCHEMA_MATCHERS_H_
