// Reads JSON from outside: bounded depth, duplicate keys noticed, numbers exact.

#ifndef SWITCHGATE_CHECKS_JSON_READER_H_
#define SWITCHGATE_CHECKS_JSON_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/limits.h"
#include "checks/base/result.h"
#include "checks/json/value.h"

namespace switchgate::json {

struct ReadLimits {
  std::size_t depth = limits_in_force().json_depth;    // nested arrays and objects
  std::size_t values = limits_in_force().json_values;  // nodes in all
};

struct Document {
  Value root;
  std::vector<std::string> duplicate_keys;  // JSON Pointers of members written twice (first 16)
};

// One JSON text (RFC 8259), surrounded by white space at most. The error says
// what is wrong and at which line, column and byte: "not valid JSON at line 3,
// column 14: ..."; its SourcePos is unset. Never throws, never recurses deeply.
Result<Document> read(std::string_view text, const ReadLimits& limits = {});

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_READER_H_
