// The table of operators.

#include "checks/expect/operators.h"

#include <array>

namespace switchgate::expect {
namespace {

constexpr unsigned set_of(Kind kind) { return 1U << static_cast<unsigned>(kind); }

constexpr unsigned kJson = set_of(Kind::kJson);
constexpr unsigned kHeader = set_of(Kind::kHeader);
constexpr unsigned kText = set_of(Kind::kText) | kHeader;
constexpr unsigned kExact = set_of(Kind::kNumber) | set_of(Kind::kStatus) | set_of(Kind::kBytes);
constexpr unsigned kQuantity = kExact | set_of(Kind::kDuration);
constexpr unsigned kValue = kJson | kText | kExact;
constexpr unsigned kOrdered = kJson | kText | kQuantity;
constexpr unsigned kOptional = kJson | kHeader;
constexpr unsigned kList = kJson | set_of(Kind::kNodes) | kHeader;

constexpr std::array<OperatorRow, 30> kOperators = {{
    {"equals", kValue, read_equals, false, "equal by value, deep"},
    {"not", kValue | kQuantity, read_not, true, "does not meet the given matcher"},
    {"one_of", kValue, read_one_of, false, "equal to one of a list"},
    {"less_than", kOrdered, read_less_than, false, "a number below"},
    {"at_most", kOrdered, read_at_most, false, "a number not above"},
    {"greater_than", kOrdered, read_greater_than, false, "a number above"},
    {"at_least", kOrdered, read_at_least, false, "a number not below"},
    {"between", kOrdered, read_between, false, "a number from the first to the second, inclusive"},
    {"approx", kOrdered, read_approx, false, "a number at most `within` away from `value`"},
    {"contains", kJson | kText, read_contains, false, "a string that has the given one in it"},
    {"starts_with", kJson | kText, read_starts_with, false, "a string that begins so"},
    {"ends_with", kJson | kText, read_ends_with, false, "a string that ends so"},
    {"matches", kJson | kText, read_matches, false, "a string in which the RE2 pattern is found"},
    {"empty", kJson | kText, read_empty, false, "a string, array or object without content"},
    {"length", kJson | kText, read_length, true, "how many code points, elements or members"},
    {"type", kJson, read_type, false, "of the given type, or one of a list of types"},
    {"format", kJson | kText, read_format, false, "a string in the named format"},
    {"exists", kOptional, read_exists, false, "there (also when null), or not"},
    {"optional", kOptional, read_optional, true, "absent, or meets the given matcher"},
    {"count", kList, read_count, true, "how many nodes, elements or header lines"},
    {"each", kList, read_each, true, "every element meets the given matcher"},
    {"any", kList, read_any, true, "at least one element meets the given matcher"},
    {"none", kList, read_none, true, "no element meets the given matcher"},
    {"unique", kList, read_unique, false, "no two elements are equal"},
    {"sorted", kList, read_sorted, false, "in order: asc, desc, or {by: $.price, order: desc}"},
    {"includes", kList, read_includes, true, "some element equals, or meets, what is given"},
    {"keys", kJson, read_keys, true, "the member names: a list in any order, or a matcher"},
    {"like", kJson, read_like, false, "named fields match deeply, others are free"},
    {"before", kJson | kText, read_before, false, "a date before the given one"},
    {"after", kJson | kText, read_after, false, "a date after the given one"},
}};

}  // namespace

std::span<const OperatorRow> operators() { return kOperators; }

}  // namespace switchgate::expect
