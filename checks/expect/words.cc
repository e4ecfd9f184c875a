// Puts values and misses into words.

#include "checks/expect/words.h"

#include <charconv>
#include <cmath>

#include "checks/base/text.h"
#include "checks/base/units.h"

namespace switchgate::expect {
namespace {

// More than is ever shown, so that masking sees whole secrets around the cut.
constexpr std::size_t kWrittenBytes = 64'000;
// Leaves room for the "…" within the 200 bytes of evidence.
constexpr std::size_t kShownBytes = 197;
constexpr std::string_view kHidden = "***";

bool hides(const Masked* masked, const json::Value& value) {
  return masked != nullptr && masked->hides(value);
}

void append(std::string& out, const json::Value& value, std::size_t limit, const Masked* masked);

void append_hidden(std::string& out) {
  out += '"';
  out += kHidden;
  out += '"';
}

void append_array(std::string& out, const json::Array& array, std::size_t limit,
                  const Masked* masked) {
  out += '[';
  for (const json::Value& item : array) {
    if (&item != &array.front()) {
      out += ',';
    }
    if (out.size() > limit) {
      return;
    }
    append(out, item, limit, masked);
  }
  out += ']';
}

void append_object(std::string& out, const json::Object& object, std::size_t limit,
                   const Masked* masked) {
  out += '{';
  for (const auto& [name, value] : object) {
    if (out.back() != '{') {
      out += ',';
    }
    if (out.size() > limit) {
      return;
    }
    append(out, json::Value(name), limit, masked);
    out += ':';
    if (Masker::sensitive_name(name) && !value.is_null() && value.boolean() == nullptr) {
      append_hidden(out);
    } else {
      append(out, value, limit, masked);
    }
  }
  out += '}';
}

// Compact JSON that stops soon after `limit` bytes, so that a huge answer costs
// no more than a short one.
void append(std::string& out, const json::Value& value, std::size_t limit, const Masked* masked) {
  if (hides(masked, value)) {
    append_hidden(out);
  } else if (const std::string* text = value.string()) {
    out += json::to_text(std::string_view(*text).substr(0, limit));
  } else if (const json::Array* array = value.array()) {
    append_array(out, *array, limit, masked);
  } else if (const json::Object* object = value.object()) {
    append_object(out, *object, limit, masked);
  } else {
    out += json::to_text(value);
  }
}

// "89 50 4e 47": each byte as two hexadecimal digits.
std::string show_bytes(std::string_view bytes, std::size_t limit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes.substr(0, limit / 3)) {
    const auto byte = static_cast<unsigned char>(c);
    out += out.empty() ? "" : " ";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xF];
  }
  return out.empty() ? "no bytes" : out;
}

std::string show(const json::Value& value, Kind kind, std::size_t limit, const Masked* masked) {
  const json::Number* number = value.number();
  if (kind == Kind::kDuration && number != nullptr) {
    return format_duration(Micros(std::llround(number->as_double())));
  }
  if (kind == Kind::kRawBytes) {
    return show_bytes(*value.string(), limit);
  }
  std::string out;
  append(out, value, limit, masked);
  if (kind == Kind::kBytes && number != nullptr) {
    out += out == "1" ? " byte" : " bytes";
  }
  return out;
}

// Does the value hold a secret that would be known again in hexadecimal?
bool hides_secret(const json::Value& value, Kind kind, const Judging& judging) {
  if (kind != Kind::kRawBytes) {
    return false;
  }
  const std::string_view start = std::string_view(*value.string()).substr(0, kWrittenBytes);
  return judging.masker.mask(start) != start;
}

// Is the value one that the suite, or its place's name, forbids to show?
bool hidden(const Seen& seen, const Judging& judging) {
  return hides(judging.masked, *seen.value) ||
         (!seen.value->is_null() && seen.value->boolean() == nullptr && seen.place.sensitive());
}

std::string count_of(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

}  // namespace

std::string shown(std::string_view text, const Judging& judging) {
  // The masker knows by "…" that a secret may go on behind it.
  const bool cut = text.size() > kWrittenBytes;
  const std::string start = std::string(text.substr(0, kWrittenBytes)) + (cut ? "…" : "");
  return excerpt(judging.masker.mask(start), kShownBytes);
}

std::string shown_remark(std::string_view remark, std::string_view source, const Judging& judging) {
  return excerpt(judging.masker.mask_quotes(remark, source), kShownBytes);
}

std::string show_operand(const json::Value& value, Kind kind) {
  return show(value, kind, std::string::npos, nullptr);
}

std::string show_found(const Seen& seen, Kind kind, const Judging& judging) {
  if (seen.value == nullptr) {
    return "nothing";
  }
  return hidden(seen, judging) || hides_secret(*seen.value, kind, judging)
             ? std::string(kHidden)
             : shown(show(*seen.value, kind, kWrittenBytes, judging.masked), judging);
}

std::string show_typed(const Seen& seen, const Judging& judging) {
  const json::Value& value = *seen.value;
  if (value.is_null()) {
    return "null";
  }
  if (const json::Array* array = value.array()) {
    return "an array of " + count_of(array->size(), "element", "elements");
  }
  if (const json::Object* object = value.object()) {
    return "an object of " + count_of(object->size(), "member", "members");
  }
  return "the " + std::string(value.kind_name()) + ' ' + show_found(seen, Kind::kJson, judging);
}

Miss miss(Miss::Why why, const Place& place, const std::string& expected, std::string found,
          const Judging& judging) {
  Miss out;
  out.why = why;
  if (judging.explain) {
    out.place = shown(place.text(), judging);
    out.expected = shown(expected, judging);
    out.found = std::move(found);
  }
  return out;
}

Miss missing(const Seen& seen, const std::string& expected, const Judging& judging) {
  return miss(Miss::Why::kMissing, seen.place, expected, "nothing", judging);
}

Miss wrong_value(const Seen& seen, Kind kind, const std::string& expected, const Judging& judging) {
  return miss(Miss::Why::kValue, seen.place, expected,
              judging.explain ? show_found(seen, kind, judging) : std::string(), judging);
}

Miss wrong_type(const Seen& seen, const std::string& expected, const Judging& judging) {
  return miss(Miss::Why::kType, seen.place, expected,
              judging.explain ? show_typed(seen, judging) : std::string(), judging);
}

std::optional<json::Number> parse_number(std::string_view text) {
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole);
      read.ec == std::errc{} && read.ptr == end) {
    return json::Number::of(whole);
  }
  double value = 0;
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return json::Number::of(value, std::string(text));
}

}  // namespace switchgate::expect
