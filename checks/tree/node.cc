// A tree's nodes: looking up keys, and the same document as a JSON value.

#include "checks/tree/node.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace switchgate::tree {
namespace {

// "0x1F" and "0o17" hold digits of their own base behind the prefix.
int base_of(std::string_view digits) {
  return digits.starts_with("0x") ? 16 : digits.starts_with("0o") ? 8 : 10;
}

template <typename T>
std::optional<T> parse_whole(std::string_view text, int base) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// Does JSON know this spelling too? YAML's "+5", ".5", "5." and "007" it does
// not.
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const std::size_t whole = std::min(text.find_first_not_of("0123456789"), text.size());
  const bool leading_zero = whole > 1 && text[0] == '0';
  const bool bare_point = text.find('.') != std::string_view::npos &&
                          text.find_first_of("0123456789", whole + 1) != whole + 1;
  return whole > 0 && !leading_zero && !bare_point;
}

json::Value decimal_value(const Node& node, std::string_view digits) {
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec == std::errc::result_out_of_range && !std::isfinite(value)) {
    return node.text;  // the reader of YAML refuses these
  }
  return json::Number::of(value, is_json_number(digits) ? std::string(digits) : std::string());
}

json::Value integer_value(const Node& node, std::string_view digits) {
  const int base = base_of(digits);
  const std::string_view tail = base == 10 ? digits : digits.substr(2);
  if (const auto value = parse_whole<std::int64_t>(tail, base)) {
    return json::Number::of(*value);
  }
  if (const auto value = parse_whole<std::uint64_t>(tail, base)) {
    return json::Number::of(*value);
  }
  return base == 10 ? decimal_value(node, digits) : json::Value(node.text);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) {
      return &entry.value;
    }
  }
  return nullptr;
}

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return "a boolean";
    case Kind::kInteger:
      return "an integer";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a mapping";
  }
  return "nothing";
}

void mark_as_data(Node& node) {
  node.is_data = true;
  for (Node& item : node.items) {
    mark_as_data(item);
  }
  for (Entry& entry : node.entries) {
    mark_as_data(entry.value);
  }
}

bool holds_data(const Node& node) {
  return node.is_data || !node.inserted.empty() ||
         std::any_of(node.items.begin(), node.items.end(), holds_data) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& entry) { return holds_data(entry.value); });
}

json::Value to_json(const Node& node) {
  const std::string_view digits =
      std::string_view(node.text).substr(node.text.starts_with('+') ? 1 : 0);
  switch (node.kind) {
    case Kind::kNull:
      return {};
    case Kind::kBoolean:
      return node.text == "true" || node.text == "True" || node.text == "TRUE";
    case Kind::kInteger:
      return integer_value(node, digits);
    case Kind::kNumber:
      return decimal_value(node, digits);
    case Kind::kString:
      return node.text;
    case Kind::kList: {
      json::Array array;
      array.reserve(node.items.size());
      for (const Node& item : node.items) {
        array.push_back(to_json(item));
      }
      return array;
    }
    case Kind::kMap: {
      std::vector<json::Object::Member> members;
      members.reserve(node.entries.size());
      for (const Entry& entry : node.entries) {
        members.emplace_back(entry.key, to_json(entry.value));
      }
      return json::Object::of(std::move(members));
    }
  }
  return {};
}

Node from_json(const json::Value& value, SourcePos pos) {
  Node node;
  node.pos = pos;
  if (const bool* boolean = value.boolean()) {
    node.kind = Kind::kBoolean;
    node.text = *boolean ? "true" : "false";
  } else if (const json::Number* number = value.number()) {
    node.kind =
        number->is_integer() && !number->written_as_fraction() ? Kind::kInteger : Kind::kNumber;
    node.text = number->text();
  } else if (const std::string* string = value.string()) {
    node.kind = Kind::kString;
    node.text = *string;
  } else if (const json::Array* array = value.array()) {
    node.kind = Kind::kList;
    for (const json::Value& item : *array) {
      node.items.push_back(from_json(item, pos));
    }
  } else if (const json::Object* object = value.object()) {
    node.kind = Kind::kMap;
    for (const json::Object::Member& member : *object) {
      node.entries.push_back({member.first, pos, from_json(member.second, pos)});
    }
  } else {
    node.text = "null";
  }
  return node;
}

}  // namespace switchgate::tree
