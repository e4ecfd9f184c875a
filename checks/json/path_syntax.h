// A parsed JSONPath as plain structs, named after the grammar of RFC 9535.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_SYNTAX_H_
#define SWITCHGATE_CHECKS_JSON_PATH_SYNTAX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "checks/json/value.h"
#include "checks/regex/regex.h"

namespace switchgate::json::syntax {

struct Operand;
struct Condition;

struct Name {
  std::string name;
};
struct Wildcard {};
struct Index {
  std::int64_t index = 0;  // negative: from the end
};
struct Slice {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  std::int64_t step = 1;
};
struct Filter {
  std::shared_ptr<const Condition> condition;
};
using Selector = std::variant<Name, Wildcard, Index, Slice, Filter>;

struct Segment {
  bool descendants = false;  // ".."
  std::vector<Selector> selectors;
};

struct Query {
  bool from_root = true;  // '$', else '@'
  std::vector<Segment> segments;
};

// The position that `index` means in an array of `size` elements, if any.
std::optional<std::size_t> array_index(std::int64_t index, std::size_t size);

// At most one node, whatever the data: names and indexes only, one a segment.
bool is_singular(const Query& query);

enum class Function : std::uint8_t { kLength, kCount, kMatch, kSearch, kValue };

struct Call {
  Function function = Function::kLength;
  std::vector<Operand> arguments;
  std::optional<Regex> pattern;  // of match and search, when it is written out
};

// What is compared or passed to a function.
struct Operand {
  std::variant<Value, Query, Call> form;
};

enum class Comparator : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual
};

struct Comparison {
  Operand left;
  Comparator comparator = Comparator::kEqual;
  Operand right;
};
struct Exists {
  Query query;
};
struct AnyOf {
  std::vector<Condition> conditions;
};
struct AllOf {
  std::vector<Condition> conditions;
};
struct Not {
  std::shared_ptr<const Condition> condition;
};
struct Condition {
  std::variant<Comparison, Exists, Call, AnyOf, AllOf, Not> form;
};

}  // namespace switchgate::json::syntax

#endif  // SWITCHGATE_CHECKS_JSON_PATH_SYNTAX_H_
