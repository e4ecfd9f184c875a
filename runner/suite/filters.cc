// The filters of ${…}, one row each.

#include "runner/suite/filters.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "checks/base/calendar.h"
#include "checks/base/html.h"
#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/tree/node.h"
#include "checks/yaml/scalar.h"

namespace switchgate {
namespace {

using json::Value;

std::optional<Value> to_base64(const Value& value) { return Value(base64_encode(text_of(value))); }

std::optional<Value> to_percent(const Value& value) {
  return Value(percent_encode(text_of(value)));
}

std::optional<Value> to_sha256(const Value& value) { return Value(sha256_hex(text_of(value))); }

std::optional<Value> from_html(const Value& value) { return Value(html_unescape(text_of(value))); }

std::optional<Value> as_is(const Value& value) { return value; }

// The text read as an unquoted YAML scalar of one of `kinds`.
template <std::size_t N>
std::optional<Value> cast(const Value& value, const std::array<tree::Kind, N>& kinds) {
  tree::Node node;
  node.text = text_of(value);
  const yaml::Typed typed = yaml::type_scalar("?", node.text);
  if (typed.mistake || std::find(kinds.begin(), kinds.end(), typed.kind) == kinds.end()) {
    return std::nullopt;
  }
  node.kind = typed.kind;
  return tree::to_json(node);
}

std::optional<Value> to_number(const Value& value) {
  return cast(value, std::array{tree::Kind::kInteger, tree::Kind::kNumber});
}

std::optional<Value> to_boolean(const Value& value) {
  return cast(value, std::array{tree::Kind::kBoolean});
}

std::optional<Value> to_date(const Value& value) {
  const auto instant = parse_instant(text_of(value));
  return instant ? std::optional(Value(format_date(*instant))) : std::nullopt;
}

std::optional<Value> to_unix(const Value& value) {
  const auto instant = parse_instant(text_of(value));
  if (!instant) {
    return std::nullopt;
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant->time_since_epoch());
  return Value(std::int64_t{seconds.count()});
}

constexpr std::string_view kTime = "a time such as 2026-11-22T10:15:30Z or 2026-11-22";

constexpr std::array<Filter, 9> kFilters = {{
    {"base64", to_base64, {}, false, "the text in base64, with padding"},
    {"urlencode", to_percent, {}, true, "the text percent-encoded; a path takes it as it is"},
    {"sha256", to_sha256, {}, false, "the SHA-256 of the text, 64 hexadecimal digits"},
    {"html_unescape", from_html, {}, false, "character references of HTML resolved (&amp; &#43;)"},
    {"raw", as_is, {}, true, "the value itself, as if it were written there"},
    {"number", to_number, "a number", false, "the text as a number"},
    {"boolean", to_boolean, "true or false", false, "the text as a boolean"},
    {"date", to_date, kTime, false, "the day of a time, in UTC: 2026-11-22"},
    {"unix", to_unix, kTime, false, "a time as whole seconds since 1970"},
}};

}  // namespace

std::span<const Filter> filters() { return kFilters; }

const Filter* find_filter(std::string_view name) {
  const auto* found = std::find_if(kFilters.begin(), kFilters.end(),
                                   [&](const Filter& filter) { return filter.name == name; });
  return found == kFilters.end() ? nullptr : found;
}

std::string text_of(const Value& value) {
  const std::string* string = value.string();
  return string != nullptr ? *string : json::to_text(value);
}

}  // namespace switchgate
