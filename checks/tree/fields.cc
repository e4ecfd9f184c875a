// Typed fields of a mapping, and the words in which their mistakes are told.

#include "checks/tree/fields.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::tree {
namespace {

constexpr std::size_t kMostKeysListed = 13;

const Node& empty_map() {
  static const Node node = [] {
    Node map;
    map.kind = Kind::kMap;
    return map;
  }();
  return node;
}

// What stands there, for people: 'abc', or "a list".
std::string found(const Node& node) {
  if (!node.is_scalar()) {
    return std::string(describe(node.kind));
  }
  return node.kind == Kind::kNull ? "null" : '\'' + excerpt(node.text, 60) + '\'';
}

void tell(Problems& problems, const Node& node, std::string_view key, std::string_view expected) {
  problems.add(node.pos, '\'' + std::string(key) + "' expects " + std::string(expected) + ", got " +
                             found(node));
}

std::optional<std::int64_t> to_integer(const Node& node) {
  if (node.kind != Kind::kInteger) {
    return std::nullopt;
  }
  const json::Value value = to_json(node);
  const json::Number* number = value.number();
  if (number == nullptr || number->written_as_fraction()) {
    return std::nullopt;
  }
  const std::string text = number->text();
  std::int64_t result = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), result);
  return parsed.ec == std::errc{} ? std::optional(result) : std::nullopt;
}

}  // namespace

Fields::Fields(const Node& node, std::string what, Problems& problems)
    : node_(node.kind == Kind::kMap ? node : empty_map()),
      what_(std::move(what)),
      problems_(problems) {
  if (node.kind != Kind::kMap) {
    problems_.add(node.pos, what_ + " is a mapping (key: value), got " +
                                (node.written ? found(node) : "nothing"));
  }
  pos_ = node.pos;
}

const Node* Fields::take(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
    known_.emplace_back(key);
  }
  const Node* node = node_.find(key);
  if (node == nullptr || node->written) {
    return node;
  }
  problems_.add(pos(key), '\'' + std::string(key) + "' in " + what_ +
                              " is empty: give it a value, write null, or remove it");
  return nullptr;
}

std::optional<std::string> Fields::string(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (!node->is_scalar() || node->kind == Kind::kNull) {
    tell(problems_, *node, key, "a text");
    return std::nullopt;
  }
  return node->text;
}

std::optional<bool> Fields::boolean(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (node->kind != Kind::kBoolean) {
    tell(problems_, *node, key, "true or false");
    return std::nullopt;
  }
  return to_lower_ascii(node->text) == "true";
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t min,
                                            std::int64_t max, std::string_view raised_by) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto value = to_integer(*node);
  if (!value || *value < min || *value > max) {
    tell(problems_, *node, key,
         "an integer from " + std::to_string(min) + " to " + std::to_string(max) +
             (value && *value > max && !raised_by.empty()
                  ? " (" + std::string(raised_by) + " raises it)"
                  : std::string()));
    return std::nullopt;
  }
  return value;
}

std::optional<double> Fields::number(std::string_view key, double min, double max) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const json::Value value = to_json(*node);
  const json::Number* number = value.number();
  if (number == nullptr || number->as_double() < min || number->as_double() > max) {
    tell(problems_, *node, key,
         "a number from " + format_number(min) + " to " + format_number(max));
    return std::nullopt;
  }
  return number->as_double();
}

std::optional<Micros> Fields::duration(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto value = node->is_scalar() ? parse_duration(node->text) : std::nullopt;
  if (!value) {
    tell(problems_, *node, key, "a duration such as '250ms'");
  }
  return value;
}

std::optional<double> Fields::percent(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto value = node->is_scalar() ? parse_percent(node->text) : std::nullopt;
  if (!value) {
    tell(problems_, *node, key, "a percentage such as '5%'");
  }
  return value;
}

std::vector<std::string> Fields::strings(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) {
    return {};
  }
  std::vector<std::string> out;
  const auto read_one = [&](const Node& item) {
    if (item.is_scalar() && item.kind != Kind::kNull) {
      out.push_back(item.text);
    } else {
      tell(problems_, item, key, "texts");
    }
  };
  if (node->kind == Kind::kList) {
    std::for_each(node->items.begin(), node->items.end(), read_one);
  } else {
    read_one(*node);
  }
  return out;
}

const Node* Fields::map(std::string_view key) {
  const Node* node = take(key);
  if (node != nullptr && node->kind != Kind::kMap) {
    tell(problems_, *node, key, "a mapping (key: value)");
    return nullptr;
  }
  return node;
}

const Node* Fields::list(std::string_view key) {
  const Node* node = take(key);
  if (node != nullptr && node->kind != Kind::kList) {
    tell(problems_, *node, key, "a list");
    return nullptr;
  }
  return node;
}

SourcePos Fields::pos(std::string_view key) const {
  for (const Entry& entry : node_.entries) {
    if (entry.key == key) {
      return entry.key_pos;
    }
  }
  return pos_;
}

void Fields::finish() {
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const Entry& entry : node_.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) {
      continue;
    }
    std::string message = "unknown key '" + excerpt(entry.key, 60) + "' in " + what_;
    if (const auto near = nearest_name(entry.key, known)) {
      message += "; did you mean '" + *near + "'?";
    } else if (!known_.empty() && known_.size() <= kMostKeysListed) {
      message += "; it takes " + join(known_, ", ");
    }
    problems_.add(entry.key_pos, std::move(message));
  }
}

}  // namespace switchgate::tree
