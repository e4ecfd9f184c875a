// Operators on what a value is made of: its type, its size, its members, and
// whether it is there at all.

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

bool is_object(const Value& value) { return value.object() != nullptr; }
bool is_array(const Value& value) { return value.array() != nullptr; }
bool is_string(const Value& value) { return value.string() != nullptr; }
bool is_number(const Value& value) { return value.number() != nullptr; }
bool is_integer(const Value& value) { return is_number(value) && value.number()->is_integer(); }
bool is_boolean(const Value& value) { return value.boolean() != nullptr; }
bool is_null(const Value& value) { return value.is_null(); }

struct Type {
  std::string_view name;
  std::string_view noun;
  bool (*holds)(const Value&);
};

constexpr std::array<Type, 7> kTypes = {{
    {"object", "an object", is_object},
    {"array", "an array", is_array},
    {"string", "a string", is_string},
    {"number", "a number", is_number},
    {"integer", "an integer", is_integer},
    {"boolean", "a boolean", is_boolean},
    {"null", "null", is_null},
}};

const Type* read_type_name(const Operand& operand, const tree::Node& node) {
  // A bare `null` in YAML is the name of the type here.
  const std::string_view name =
      node.kind == tree::Kind::kNull && node.written ? "null" : std::string_view(node.text);
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const Type& type) { return type.name == name; });
  if (found != kTypes.end() && node.is_scalar()) {
    return found;
  }
  std::vector<std::string_view> names;
  names.reserve(kTypes.size());
  for (const Type& type : kTypes) {
    names.push_back(type.name);
  }
  const auto near = nearest_name(name, names);
  const std::vector<std::string> texts(names.begin(), names.end());
  operand.tell(node,
               near ? "a type (did you mean '" + *near + "'?)" : "one of " + join(texts, ", "));
  return nullptr;
}

// How many code points, elements or members, or bytes of a body; nothing for
// other values.
std::optional<std::size_t> size_of(const Value& value, Kind kind) {
  if (const std::string* text = value.string()) {
    return kind == Kind::kRawBytes ? text->size() : count_code_points(*text);
  }
  if (const json::Array* array = value.array()) {
    return array->size();
  }
  if (const json::Object* object = value.object()) {
    return object->size();
  }
  return std::nullopt;
}

// The names of an object's members, in its order; nothing for other values.
std::optional<Value> names_of(const Value& value) {
  if (value.object() == nullptr) {
    return std::nullopt;
  }
  json::Array names;
  names.reserve(value.object()->size());
  for (const auto& member : *value.object()) {
    names.emplace_back(member.first);
  }
  return Value(std::move(names));
}

// `keys: [id, name]`: these names and no others, in any order. Judges a list of
// names.
std::optional<Test> read_key_list(const Operand& operand) {
  std::vector<std::string> wanted;
  std::string expected;
  for (const tree::Node& item : operand.node.items) {
    if (!item.is_scalar() || item.kind == tree::Kind::kNull) {
      operand.tell(item, "names of members");
      return std::nullopt;
    }
    expected += (expected.empty() ? "" : ", ") + show_operand(item.text, Kind::kText);
    wanted.push_back(item.text);
  }
  std::sort(wanted.begin(), wanted.end());
  expected = "to be exactly " + (expected.empty() ? "none" : expected);
  return Test{expected,
              [wanted, expected](const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                std::vector<std::string> found;
                for (const Value& name : *seen.value->array()) {
                  found.push_back(*name.string());
                }
                std::sort(found.begin(), found.end());
                if (found == wanted) {
                  return std::nullopt;
                }
                return wrong_value(seen, Kind::kJson, expected, judging);
              }};
}

// A test of `aspect` ("the length") of a value: what `look` makes of it is what
// `judge` sees. Nothing from `look`: the value has no such aspect.
template <typename Look, typename Judge>
Test aspect_test(std::string expected, std::string_view aspect, Look look, Judge judge) {
  return {expected,
          [expected, aspect, look, judge](const Seen& seen,
                                          const Judging& judging) -> std::optional<Miss> {
            if (seen.value == nullptr) {
              return missing(seen, expected, judging);
            }
            const std::optional<Value> looked = look(*seen.value);
            if (!looked) {
              return wrong_type(seen, expected, judging);
            }
            const Place place = seen.place.aspect(aspect);
            return judge(Seen{&*looked, nullptr, place}, judging);
          }};
}

std::optional<bool> read_boolean(const Operand& operand) {
  if (operand.node.kind != tree::Kind::kBoolean) {
    operand.tell("true or false");
    return std::nullopt;
  }
  return *tree::to_json(operand.node).boolean();
}

}  // namespace

std::vector<std::string_view> type_names() {
  std::vector<std::string_view> names;
  names.reserve(kTypes.size());
  for (const Type& type : kTypes) {
    names.push_back(type.name);
  }
  return names;
}

std::optional<Test> read_empty(const Operand& operand) {
  const auto wanted = read_boolean(operand);
  if (!wanted) {
    return std::nullopt;
  }
  return value_test(
      *wanted ? "to be empty" : "not to be empty", operand.kind,
      [wanted = *wanted, kind = operand.kind](const Value& value, const Judging&) {
        const auto size = size_of(value, kind);
        return !size ? Fit::kWrongType : wanted == (*size == 0) ? Fit::kYes : Fit::kNo;
      });
}

std::optional<Test> read_length(const Operand& operand) {
  const MatcherPtr matcher = read_matcher(operand.node, Kind::kNumber, "'length'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  return aspect_test(
      "to have a length (" + matcher->expected() + ')', "the length",
      [kind = operand.kind](const Value& value) -> std::optional<Value> {
        const auto size = size_of(value, kind);
        return size ? std::optional<Value>(static_cast<std::int64_t>(*size)) : std::nullopt;
      },
      [matcher](const Seen& seen, const Judging& judging) {
        return matcher->judge(seen, judging);
      });
}

std::optional<Test> read_keys(const Operand& operand) {
  if (operand.node.kind == tree::Kind::kList) {
    auto list =
        is_unresolved(operand.node, operand.reading) ? undecided_test() : read_key_list(operand);
    if (!list) {
      return std::nullopt;
    }
    return aspect_test("to have keys (" + list->expected + ')', "the keys", names_of, list->judge);
  }
  const MatcherPtr matcher = read_matcher(operand.node, Kind::kJson, "'keys'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  return aspect_test("to have keys (" + matcher->expected() + ')', "the keys", names_of,
                     [matcher](const Seen& seen, const Judging& judging) {
                       return matcher->judge(seen, judging);
                     });
}

std::optional<Test> read_type(const Operand& operand) {
  std::vector<const Type*> types;
  std::string expected;
  const bool list = operand.node.kind == tree::Kind::kList;
  const std::size_t count = list ? operand.node.items.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Type* type = read_type_name(operand, list ? operand.node.items[i] : operand.node);
    if (type == nullptr) {
      return std::nullopt;
    }
    expected += i == 0 ? "to be " : i + 1 == count ? " or " : ", ";
    expected += type->noun;
    types.push_back(type);
  }
  if (types.empty()) {
    operand.tell("a type or a list of types");
    return std::nullopt;
  }
  return value_test(expected, operand.kind, [types](const Value& value, const Judging&) {
    return std::any_of(types.begin(), types.end(),
                       [&](const Type* type) { return type->holds(value); })
               ? Fit::kYes
               : Fit::kWrongType;
  });
}

std::optional<Test> read_exists(const Operand& operand) {
  const auto wanted = read_boolean(operand);
  if (!wanted) {
    return std::nullopt;
  }
  const std::string expected = *wanted ? "to exist" : "not to exist";
  return Test{expected,
              [wanted = *wanted, kind = operand.kind, expected](
                  const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                if (wanted == (seen.value != nullptr)) {
                  return std::nullopt;
                }
                return wanted ? missing(seen, expected, judging)
                              : wrong_value(seen, kind, expected, judging);
              }};
}

std::optional<Test> read_optional(const Operand& operand) {
  const MatcherPtr matcher =
      read_matcher(operand.node, operand.kind, "'optional'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  return Test{"to be absent or " + matcher->expected(),
              [matcher](const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                return seen.value == nullptr ? std::nullopt : matcher->judge(seen, judging);
              }};
}

}  // namespace switchgate::expect
