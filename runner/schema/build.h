// Small pieces from which a JSON Schema is put together: JSON values with words of their own.

#ifndef SWITCHGATE_RUNNER_SCHEMA_BUILD_H_
#define SWITCHGATE_RUNNER_SCHEMA_BUILD_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/json/value.h"

namespace switchgate::schema {

// A value from JSON text of ours; a text that is none is a broken invariant.
json::Value from_text(std::string_view text);

// {"a": …, "b": …} in this order.
json::Value object(std::initializer_list<std::pair<std::string, json::Value>> members);
json::Value list(std::initializer_list<json::Value> items);
json::Value words(const std::vector<std::string_view>& names);

// {"$ref": "#/definitions/NAME"}
json::Value reference(std::string_view definition);

// A form is the name of a definition, or a schema as JSON text, which begins with '{'.
json::Value of_form(std::string_view form);

// `schema` with words for people, which stand beside it and not beside a `$ref` (draft 7
// ignores what does). `example` is YAML; either may be empty.
json::Value described(json::Value schema, std::string_view summary, std::string_view example);

// YAML of ours as a value.
json::Value from_yaml(std::string_view text);

}  // namespace switchgate::schema

#endif  // SWITCHGATE_RUNNER_SCHEMA_BUILD_H_
