// The table of operators.

#include "checks/expect/operators.h"

#include <array>

namespace switchgate::expect {
namespace {

constexpr unsigned set_of(Kind kind) { return 1U << static_cast<unsigned>(kind); }

constexpr unsigned kJson = set_of(Kind::kJson);
constexpr unsigned kHeader = set_of(Kind::kHeader);
constexpr unsigned kOptionalText = set_of(Kind::kOptionalText);
constexpr unsigned kOptionalNumber = set_of(Kind::kOptionalNumber);
constexpr unsigned kBoolean = set_of(Kind::kBoolean);
constexpr unsigned kRawBytes = set_of(Kind::kRawBytes);
constexpr unsigned kText = set_of(Kind::kText) | kHeader | kOptionalText;
constexpr unsigned kExact =
    set_of(Kind::kNumber) | set_of(Kind::kStatus) | set_of(Kind::kBytes) | kOptionalNumber;
constexpr unsigned kQuantity = kExact | set_of(Kind::kDuration);
constexpr unsigned kValue = kJson | kText | kExact | kBoolean | kRawBytes | set_of(Kind::kDigest);
constexpr unsigned kOrdered = kJson | kText | kQuantity;
constexpr unsigned kPart = kJson | kText | kRawBytes;
constexpr unsigned kOptional = kJson | kHeader | kOptionalText | kOptionalNumber;
constexpr unsigned kList = kJson | set_of(Kind::kNodes) | set_of(Kind::kTexts) | kHeader;

constexpr std::array<OperatorRow, 30> kOperators = {{
    {"equals", kValue, read_equals, false, "equal by value, deep",
     "json: {$.customer: {equals: {name: Ann, email: ann@example.com}}}"},
    {"not", kValue | kQuantity, read_not, true, "does not meet the given matcher",
     "json: {$.state: {not: {contains: fail}}}"},
    {"one_of", kValue, read_one_of, false, "equal to one of a list",
     "json: {$.state: {one_of: [new, paid]}}"},
    {"less_than", kOrdered, read_less_than, false, "a number below",
     "json: {$.total: {less_than: 100}}"},
    {"at_most", kOrdered, read_at_most, false, "a number not above",
     "json: {$.total: {at_most: 42.5}}"},
    {"greater_than", kOrdered, read_greater_than, false, "a number above",
     "json: {$.total: {greater_than: 0}}"},
    {"at_least", kOrdered, read_at_least, false, "a number not below",
     "json: {$.total: {at_least: 42.5}}"},
    {"between", kOrdered, read_between, false, "a number from the first to the second, inclusive",
     "json: {$.total: {between: [1, 99]}}"},
    {"approx", kOrdered, read_approx, false, "a number at most `within` away from `value`",
     "json: {$.total: {approx: {value: 42, within: 5%}}}"},
    {"contains", kPart, read_contains, false, "a string that has the given one in it",
     "json: {$.note: {contains: lamp}}"},
    {"starts_with", kPart, read_starts_with, false, "a string that begins so",
     "json: {$.customer.name: {starts_with: A}}"},
    {"ends_with", kPart, read_ends_with, false, "a string that ends so",
     "json: {$.customer.email: {ends_with: '@example.com'}}"},
    {"matches", kJson | kText, read_matches, false, "a string in which the RE2 pattern is found",
     "json: {$.customer.name: {matches: '^[A-Z][a-z]+$'}}"},
    {"empty", kPart, read_empty, false, "a string, array or object without content",
     "json: {$.items: {empty: false}}"},
    {"length", kPart, read_length, true, "how many code points, elements or members",
     "json: {$.items: {length: 2}}"},
    {"type", kJson, read_type, false, "of the given type, or one of a list of types",
     "json: {$.gift: {type: [string, 'null']}}"},
    {"format", kJson | kText, read_format, false, "a string in the named format",
     "json: {$.id: {format: uuid}}"},
    {"exists", kOptional, read_exists, false, "there (also when null), or not",
     "json: {$.error: {exists: false}}"},
    {"optional", kOptional, read_optional, true, "absent, or meets the given matcher",
     "json: {$.next: {optional: {format: uri}}}"},
    {"count", kList, read_count, true, "how many nodes, elements or header lines",
     "json: {'$.items[?@.price > 5]': {count: 2}}"},
    {"each", kList, read_each, true, "every element meets the given matcher",
     "json: {'$.items[*].price': {each: {type: number, at_least: 0}}}"},
    {"any", kList, read_any, true, "at least one element meets the given matcher",
     "json: {'$.items[*].name': {any: lamp}}"},
    {"none", kList, read_none, true, "no element meets the given matcher",
     "json: {'$.items[*].name': {none: {empty: true}}}"},
    {"unique", kList, read_unique, false, "no two elements are equal",
     "json: {'$.items[*].name': {unique: true}}"},
    {"sorted", kList, read_sorted, false, "in order: asc, desc, or {by: $.price, order: desc}",
     "json: {$.items: {sorted: {by: $.price, order: desc}}}"},
    {"includes", kList, read_includes, true, "some element equals, or meets, what is given",
     "json: {$.tags: {includes: urgent}}"},
    {"keys", kJson, read_keys, true, "the member names: a list in any order, or a matcher",
     "json: {$.customer: {keys: [name, email]}}"},
    {"like", kJson, read_like, false, "named fields match deeply, others are free",
     "json: {$: {like: {customer: {name: Ann}, state: paid}}}"},
    {"before", kJson | kText, read_before, false, "a date before the given one",
     "json: {$.created: {before: now}}"},
    {"after", kJson | kText, read_after, false, "a date after the given one",
     "json: {$.created: {after: 2020-01-01}}"},
}};

}  // namespace

std::span<const OperatorRow> operators() { return kOperators; }

}  // namespace switchgate::expect
