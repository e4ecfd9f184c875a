#include "checks/json/pointer.h"

#include <charconv>

#include "checks/base/text.h"

namespace switchgate::json {
namespace {

std::optional<std::string> unescape(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    ++i;
    if (i == token.size() || (token[i] != '0' && token[i] != '1')) {
      return std::nullopt;
    }
    out += token[i] == '0' ? '~' : '/';
  }
  return out;
}

const Value* element(const Array& array, std::string_view token) {
  std::size_t index = 0;
  const char* const end = token.data() + token.size();
  const auto result = std::from_chars(token.data(), end, index);
  const bool plain =
      result.ec == std::errc{} && result.ptr == end && (token.size() == 1 || token[0] != '0');
  return plain && index < array.size() ? &array[index] : nullptr;
}

}  // namespace

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

std::optional<std::vector<std::string>> split_pointer(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) {
    return tokens;
  }
  if (pointer[0] != '/') {
    return std::nullopt;
  }
  for (const std::string_view part : split(pointer.substr(1), '/')) {
    auto token = unescape(part);
    if (!token) {
      return std::nullopt;
    }
    tokens.push_back(std::move(*token));
  }
  return tokens;
}

const Value* find_by_pointer(const Value& root, std::string_view pointer) {
  const auto tokens = split_pointer(pointer);
  if (!tokens) {
    return nullptr;
  }
  const Value* value = &root;
  for (const std::string& token : *tokens) {
    if (const Object* const object = value->object()) {
      value = object->find(token);
    } else if (const Array* const array = value->array()) {
      value = element(*array, token);
    } else {
      return nullptr;
    }
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

}  // namespace switchgate::json
