// Words the mistakes of stored files.

#include "checks/baseline/members.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/pointer.h"

namespace switchgate::baseline {

void Mistake::add(const std::string& pointer, std::string_view expected, const json::Value& found) {
  add(pointer,
      "expected " + std::string(expected) + ", found " + excerpt(json::to_text(found), 60));
}

void Mistake::add(const std::string& pointer, std::string_view text) {
  if (first_) return;
  const std::string place = pointer.empty() ? "the document" : excerpt(pointer, 200);
  first_ = Error{place + ": " + std::string(text), {}};
}

Members::Members(const json::Value& value, std::string pointer, Mistake& mistake)
    : object_(value.object()), pointer_(std::move(pointer)), mistake_(mistake) {
  if (object_ == nullptr) {
    mistake_.add(pointer_, "expected an object, found " + std::string(value.kind_name()));
  }
}

std::string Members::pointer_to(std::string_view name) const {
  std::string pointer = pointer_;
  json::append_token(pointer, name);
  return pointer;
}

const json::Value* Members::find(std::string_view name) {
  known_.push_back(name);
  return object_ == nullptr ? nullptr : object_->find(name);
}

const json::Value* Members::require(std::string_view name) {
  const json::Value* value = find(name);
  if (value == nullptr) mistake_.add(pointer_, "the member '" + std::string(name) + "' is missing");
  return value;
}

std::string Members::text(std::string_view name) {
  const json::Value* value = require(name);
  if (value == nullptr) return {};
  if (const std::string* text = value->string()) return *text;
  mistake_.add(pointer_to(name), "a string", *value);
  return {};
}

std::int64_t Members::check_integer(std::string_view name, const json::Value& value,
                                    std::int64_t min, std::int64_t max) {
  const json::Number* number = value.number();
  const bool right = number != nullptr && number->is_integer() &&
                     json::Number::compare(*number, json::Number::of(min)) >= 0 &&
                     json::Number::compare(*number, json::Number::of(max)) <= 0;
  std::int64_t integer = min;
  if (right) {
    const std::string text = number->text();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return integer;
  }
  mistake_.add(pointer_to(name),
               "an integer from " + std::to_string(min) + " to " + std::to_string(max), value);
  return min;
}

std::int64_t Members::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const json::Value* value = require(name);
  return value == nullptr ? min : check_integer(name, *value, min, max);
}

std::int64_t Members::integer_or(std::string_view name, std::int64_t absent, std::int64_t min,
                                 std::int64_t max) {
  const json::Value* value = find(name);
  return value == nullptr ? absent : check_integer(name, *value, min, max);
}

std::vector<std::string> Members::texts(std::string_view name) {
  std::vector<std::string> texts;
  const json::Value* value = require(name);
  if (value == nullptr) return texts;
  const json::Array* array = value->array();
  const auto is_string = [](const json::Value& item) { return item.string() != nullptr; };
  if (array == nullptr || !std::all_of(array->begin(), array->end(), is_string)) {
    mistake_.add(pointer_to(name), "a list of strings", *value);
    return texts;
  }
  for (const json::Value& item : *array) texts.push_back(*item.string());
  return texts;
}

Instant Members::instant(std::string_view name) {
  const json::Value* value = require(name);
  if (value == nullptr) return {};
  const std::string* text = value->string();
  const std::optional<Instant> instant = text ? parse_date_time(*text) : std::nullopt;
  if (!instant) mistake_.add(pointer_to(name), "a time such as 2026-11-22T10:15:30Z", *value);
  return instant.value_or(Instant{});
}

void Members::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : *object_) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      mistake_.add(pointer_to(name), "this member is not known to this version of switchgate");
    }
  }
}

}  // namespace switchgate::baseline
