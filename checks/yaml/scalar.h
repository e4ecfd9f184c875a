// What a scalar is: the core schema of YAML 1.2, where `no`, `on` and `12:30`
// are texts.

#ifndef SWITCHGATE_CHECKS_YAML_SCALAR_H_
#define SWITCHGATE_CHECKS_YAML_SCALAR_H_

#include <optional>
#include <string>
#include <string_view>

#include "checks/tree/node.h"

namespace switchgate::yaml {

// The kind of a plain (unquoted) scalar.
tree::Kind kind_of_plain(std::string_view text);

struct Typed {
  tree::Kind kind = tree::Kind::kString;
  std::optional<std::string> mistake;  // why the text cannot be of that kind
};

// The kind by tag: "?" is a plain scalar, "!" a quoted one, else the tag's full
// name. Numbers beyond what a double holds, infinities and not-a-number are
// mistakes: JSON has none.
Typed type_scalar(std::string_view tag, std::string_view text);

// "!!map" or nothing for a mapping, "!!seq" for a list; otherwise the mistake.
std::optional<std::string> check_collection_tag(std::string_view tag, tree::Kind kind);

}  // namespace switchgate::yaml

#endif  // SWITCHGATE_CHECKS_YAML_SCALAR_H_
