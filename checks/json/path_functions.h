// The functions of JSONPath and the type rules of RFC 9535 section 2.4.3: what
// may be compared, passed to a function, or stand alone as a condition.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_FUNCTIONS_H_
#define SWITCHGATE_CHECKS_JSON_PATH_FUNCTIONS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/json/path_syntax.h"

namespace switchgate::json {

// All parameters of one function have one type; none takes a LogicalType.
struct Signature {
  std::string_view name;
  syntax::Function function;
  std::size_t parameters;
  bool takes_nodes;      // NodesType, else ValueType
  bool gives_condition;  // LogicalType, else ValueType
};

// nullptr when there is no such function.
const Signature* find_signature(std::string_view name);
// Says so, with the nearest name.
std::string unknown_function(std::string_view name);

// Each says what is wrong and what to write instead, or nothing when all is
// well.
std::optional<std::string> why_not_condition(const syntax::Operand& operand);
std::optional<std::string> why_not_comparable(const syntax::Operand& operand);
std::optional<std::string> why_not_argument(const Signature& signature,
                                            const syntax::Operand& operand);

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_FUNCTIONS_H_
