// The one table of the keys of a suite: which mapping has which key, how its value is
// written, what it means. A key that a loader learns gets a row here; a test compares the
// table with the loaders' sources, and both with what they accept.

#ifndef SWITCHGATE_RUNNER_SCHEMA_KEYS_H_
#define SWITCHGATE_RUNNER_SCHEMA_KEYS_H_

#include <span>
#include <string_view>

namespace switchgate::schema {

struct KeyRow {
  std::string_view key;
  std::string_view form;     // a definition's name, or a schema as JSON text
  std::string_view summary;  // one sentence without its full stop
  std::string_view example;  // YAML; may be empty
};

struct MappingRow {
  std::string_view name;  // of the definition
  std::span<const KeyRow> keys;
  std::string_view rules;  // further members of its schema as JSON text: `required` …
};

// Requests and what is around them.
std::span<const KeyRow> request_keys();
std::span<const KeyRow> judging_keys();  // what a check, a step and `ready` say beside it
std::span<const KeyRow> check_keys();    // of every check, whatever it asks
std::span<const KeyRow> flow_keys();     // of a check of requests: uses, steps, finally
std::span<const KeyRow> ready_keys();
std::span<const KeyRow> suite_keys();
// Mappings whose keys depend on nothing.
std::span<const MappingRow> mappings();

}  // namespace switchgate::schema

#endif  // SWITCHGATE_RUNNER_SCHEMA_KEYS_H_
