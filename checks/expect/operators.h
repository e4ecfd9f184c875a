// The one table of operators: their names, what they apply to, how their
// operands are read. A new operator is one function and one row.

#ifndef SWITCHGATE_CHECKS_EXPECT_OPERATORS_H_
#define SWITCHGATE_CHECKS_EXPECT_OPERATORS_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "checks/expect/matcher.h"

namespace switchgate::expect {

// What an operator is read from.
struct Operand {
  std::string_view name;   // of the operator, for messages
  const tree::Node& node;  // its value
  Kind kind;               // of what it is applied to
  bool allow_empty;        // `allow_empty: true` stands beside it
  bool unordered;          // `unordered: true` stands beside it
  Reading& reading;

  // Tells "'between' expects <expected>, got <what stands there>".
  void tell(std::string_view expected) const { tell(node, expected); }
  void tell(const tree::Node& at, std::string_view expected) const;
};

struct OperatorRow {
  std::string_view name;
  unsigned kinds;  // a set of Kind, see operators.cc
  // Nothing when a mistake was told.
  std::optional<Test> (*read)(const Operand&);
  bool takes_matcher;        // its operand is a matcher again: ${…} may stand deeper
                             // in it
  std::string_view summary;  // what it asks for, for the documentation
  std::string_view example;  // a line of YAML that stands under `expect:`

  bool applies_to(Kind kind) const { return (kinds >> static_cast<unsigned>(kind) & 1U) != 0; }
};

std::span<const OperatorRow> operators();

// "object", "array" …: the operands of `type`. structure_operators.cc
std::vector<std::string_view> type_names();

// Bytes as an operand writes them, "89 50 4e 47"; nothing when a mistake was
// told. text_operators.cc
std::optional<std::string> read_raw_bytes(const Operand& operand, const tree::Node& node);

// Values: compare_operators.cc
std::optional<Test> read_equals(const Operand& operand);
std::optional<Test> read_not(const Operand& operand);
std::optional<Test> read_one_of(const Operand& operand);
std::optional<Test> read_less_than(const Operand& operand);
std::optional<Test> read_at_most(const Operand& operand);
std::optional<Test> read_greater_than(const Operand& operand);
std::optional<Test> read_at_least(const Operand& operand);
std::optional<Test> read_between(const Operand& operand);
std::optional<Test> read_approx(const Operand& operand);
// Texts and dates: text_operators.cc
std::optional<Test> read_contains(const Operand& operand);
std::optional<Test> read_starts_with(const Operand& operand);
std::optional<Test> read_ends_with(const Operand& operand);
std::optional<Test> read_matches(const Operand& operand);
std::optional<Test> read_format(const Operand& operand);
std::optional<Test> read_before(const Operand& operand);
std::optional<Test> read_after(const Operand& operand);
// Structure: structure_operators.cc
std::optional<Test> read_empty(const Operand& operand);
std::optional<Test> read_length(const Operand& operand);
std::optional<Test> read_type(const Operand& operand);
std::optional<Test> read_exists(const Operand& operand);
std::optional<Test> read_optional(const Operand& operand);
std::optional<Test> read_keys(const Operand& operand);
// Partial deep match: like_operator.cc
std::optional<Test> read_like(const Operand& operand);
// Lists: list_operators.cc
std::optional<Test> read_count(const Operand& operand);
std::optional<Test> read_each(const Operand& operand);
std::optional<Test> read_any(const Operand& operand);
std::optional<Test> read_none(const Operand& operand);
std::optional<Test> read_includes(const Operand& operand);
// Lists as a whole: order_operators.cc
std::optional<Test> read_unique(const Operand& operand);
std::optional<Test> read_sorted(const Operand& operand);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_OPERATORS_H_
