// JSON Pointer (RFC 6901): where a value stands in its document, as one string.

#ifndef SWITCHGATE_CHECKS_JSON_POINTER_H_
#define SWITCHGATE_CHECKS_JSON_POINTER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/json/value.h"

namespace switchgate::json {

// Appends "/" and `token` with '~' and '/' escaped.
void append_token(std::string& pointer, std::string_view token);

// The tokens of "/a/b~1c", unescaped; none for "". Nothing when it is not a
// pointer.
std::optional<std::vector<std::string>> split_pointer(std::string_view pointer);

// The value that `pointer` names, nullptr when there is none or it is not a
// pointer.
const Value* find_by_pointer(const Value& root, std::string_view pointer);

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_POINTER_H_
