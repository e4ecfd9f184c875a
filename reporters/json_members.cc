#include "reporters/json_members.h"

#include <charconv>
#include <limits>
#include <optional>

namespace switchgate::reporters {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const json::Value& null_value() {
  static const json::Value value;
  return value;
}

const json::Value& empty_object() {
  static const json::Value value{json::Object()};
  return value;
}

std::optional<std::int64_t> integer_from(const json::Value& value, std::int64_t min,
                                         std::int64_t max) {
  if (value.number() == nullptr) {
    return std::nullopt;
  }
  const std::string text = value.number()->text();
  std::int64_t integer = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), integer);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && integer >= min && integer <= max ? std::optional(integer) : std::nullopt;
}

}  // namespace

bool JsonMembers::boolean(std::string_view name) {
  const json::Value* value = require(name);
  if (value != nullptr && value->boolean() != nullptr) {
    return *value->boolean();
  }
  if (value != nullptr) {
    mistake().add(pointer_to(name), "true or false", *value);
  }
  return false;
}

bool JsonMembers::is_null(std::string_view name) {
  const json::Value* value = require(name);
  return value == nullptr || value->is_null();
}

std::string JsonMembers::text_or_null(std::string_view name) {
  return is_null(name) ? std::string() : text(name);
}

double JsonMembers::number_from(const json::Value& value, const std::string& pointer) {
  if (value.number() != nullptr) {
    return value.number()->as_double();
  }
  if (!value.is_null()) {
    mistake().add(pointer, "a number or null", value);
  }
  return kNaN;
}

double JsonMembers::number_or_nan(std::string_view name) {
  const json::Value* value = require(name);
  return number_from(value == nullptr ? null_value() : *value, pointer_to(name));
}

std::vector<double> JsonMembers::numbers(std::string_view name) {
  std::vector<double> out;
  const json::Value* value = require(name);
  if (value != nullptr && value->array() == nullptr) {
    mistake().add(pointer_to(name), "a list of numbers", *value);
  } else if (value != nullptr) {
    out.reserve(value->array()->size());
    for (const json::Value& number : *value->array()) {
      out.push_back(number_from(number, pointer_to(name) + '/' + std::to_string(out.size())));
    }
  }
  return out;
}

std::pair<double, double> JsonMembers::interval(std::string_view name) {
  const json::Value* value = require(name);
  if (value == nullptr) {
    return {kNaN, kNaN};
  }
  if (value->array() == nullptr || value->array()->size() != 2) {
    mistake().add(pointer_to(name), "a list of two numbers", *value);
    return {kNaN, kNaN};
  }
  const std::string pointer = pointer_to(name);
  return {number_from((*value->array())[0], pointer + "/0"),
          number_from((*value->array())[1], pointer + "/1")};
}

std::vector<std::pair<std::int64_t, std::int64_t>> JsonMembers::pairs(std::string_view name,
                                                                      std::int64_t min,
                                                                      std::int64_t max) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  const json::Value* value = require(name);
  if (value == nullptr) {
    return out;
  }
  bool right = value->array() != nullptr;
  for (std::size_t i = 0; right && i < value->array()->size(); ++i) {
    const json::Array* two = (*value->array())[i].array();
    right = two != nullptr && two->size() == 2;
    const auto first = right ? integer_from((*two)[0], min, max) : std::nullopt;
    const auto second = right ? integer_from((*two)[1], min, max) : std::nullopt;
    right = first && second;
    if (right) {
      out.emplace_back(*first, *second);
    }
  }
  if (!right) {
    mistake().add(pointer_to(name), "a list of pairs of integers", *value);
  }
  return out;
}

JsonMembers JsonMembers::child(std::string_view name) {
  const json::Value* value = require(name);
  return {value == nullptr ? empty_object() : *value, pointer_to(name), mistake()};
}

std::vector<JsonMembers> JsonMembers::children(std::string_view name) {
  std::vector<JsonMembers> out;
  const json::Value* value = require(name);
  if (value == nullptr) {
    return out;
  }
  if (value->array() == nullptr) {
    mistake().add(pointer_to(name), "a list", *value);
    return out;
  }
  out.reserve(value->array()->size());
  for (std::size_t i = 0; i < value->array()->size(); ++i) {
    out.emplace_back((*value->array())[i], pointer_to(name) + '/' + std::to_string(i), mistake());
  }
  return out;
}

}  // namespace switchgate::reporters
