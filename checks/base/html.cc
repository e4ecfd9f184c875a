#include "checks/base/html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "checks/base/text.h"

namespace switchgate {
namespace {

struct Named {
  std::string_view name;
  char32_t code_point;
};
constexpr std::array<Named, 6> kNamed = {
    {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", 0xA0}}};
constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kLongestReference = 16;  // leading zeros included

// What stands between "&#" and ";".
std::optional<char32_t> parse_number(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
  digits.remove_prefix(hexadecimal ? 1 : 0);
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
  if (read.ec != std::errc{} || read.ptr != end) {
    return std::nullopt;
  }
  const bool character = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return character ? static_cast<char32_t>(value) : kReplacement;
}

// What stands between "&" and ";".
std::optional<char32_t> resolve(std::string_view reference) {
  if (reference.starts_with('#')) {
    return parse_number(reference.substr(1));
  }
  for (const Named& row : kNamed) {
    if (row.name == reference) {
      return row.code_point;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<HtmlReference> read_html_reference(std::string_view text) {
  const std::size_t end = text.substr(0, kLongestReference + 2).find(';');
  if (!text.starts_with('&') || end == std::string_view::npos) {
    return std::nullopt;
  }
  const auto character = resolve(text.substr(1, end - 1));
  return character ? std::optional(HtmlReference{*character, end + 1}) : std::nullopt;
}

std::string html_unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (const auto reference = read_html_reference(text)) {
      append_utf8(out, reference->character);
      text.remove_prefix(reference->length);
      continue;
    }
    const std::size_t next = std::min(text.find('&', 1), text.size());
    out += text.substr(0, next);
    text.remove_prefix(next);
  }
  return out;
}

}  // namespace switchgate
