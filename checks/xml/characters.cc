// The character classes of XML, and conversion to UTF-8.

#include "checks/xml/characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "checks/base/text.h"

namespace switchgate::xml {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Production [4] of XML 1.0, NameStartChar, without the colon.
constexpr std::array<Range, 15> kNameStart = {{
    {'A', 'Z'},
    {'_', '_'},
    {'a', 'z'},
    {0xC0, 0xD6},
    {0xD8, 0xF6},
    {0xF8, 0x2FF},
    {0x370, 0x37D},
    {0x37F, 0x1FFF},
    {0x200C, 0x200D},
    {0x2070, 0x218F},
    {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF},
    {0xF900, 0xFDCF},
    {0xFDF0, 0xFFFD},
    {0x10000, 0xEFFFF},
}};

// What production [4a], NameChar, adds.
constexpr std::array<Range, 5> kNameFurther = {{
    {'-', '.'},
    {'0', '9'},
    {0xB7, 0xB7},
    {0x300, 0x36F},
    {0x203F, 0x2040},
}};

template <std::size_t N>
bool in_ranges(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range range) { return c >= range.first && c <= range.last; });
}

std::string from_latin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    append_utf8(out, static_cast<unsigned char>(c));
  }
  return out;
}

Result<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::string out;
  out.reserve(bytes.size() / 2);
  const Error broken{"it begins as UTF-16 and is none: half of a character stands alone", {}};
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    if (at + 2 > bytes.size()) {
      return broken;
    }
    char32_t value = unit(at);
    if (value >= 0xD800 && value <= 0xDFFF) {
      const bool pair = value <= 0xDBFF && at + 4 <= bytes.size() && unit(at + 2) >= 0xDC00 &&
                        unit(at + 2) <= 0xDFFF;
      if (!pair) {
        return broken;
      }
      value = 0x10000 + ((value - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, value);
  }
  return out;
}

// What the XML declaration names; empty when it names none. Its grammar is the
// reader's affair.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml") || text.size() < 6 || !is_blank(text[5])) {
    return {};
  }
  const std::string_view declaration = text.substr(0, text.find("?>"));
  std::size_t at = declaration.find("encoding");
  at = at == std::string_view::npos ? at : declaration.find_first_of("'\"", at);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string()
                                       : to_lower_ascii(declaration.substr(at + 1, end - at - 1));
}

}  // namespace

bool is_character(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const char32_t first = byte(0);
  if (first < 0x80) {
    return {first, 1};
  }
  if (first < 0xE0) {
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  }
  if (first < 0xF0) {
    return {(first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  }
  return {(first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

std::size_t name_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    const CodePoint next = code_point_at(text, length);
    if (!in_ranges(kNameStart, next.value) &&
        (length == 0 || !in_ranges(kNameFurther, next.value))) {
      break;
    }
    length += next.bytes;
  }
  return length;
}

std::optional<std::size_t> find_forbidden(std::string_view text) {
  const std::size_t valid = find_invalid_utf8(text).value_or(text.size());
  for (std::size_t at = 0; at < valid;) {
    if (text[at] >= ' ' && text[at] <= '~') {  // most of it
      ++at;
      continue;
    }
    const CodePoint next = code_point_at(text, at);
    if (!is_character(next.value)) {
      return at;
    }
    at += next.bytes;
  }
  return valid == text.size() ? std::nullopt : std::optional(valid);
}

Result<std::string> to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE")) {
    return from_utf16(bytes.substr(2), bytes[0] == '\xFE');
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    return std::string(bytes.substr(3));
  }
  const std::string encoding = declared_encoding(bytes);
  if (encoding == "iso-8859-1" || encoding == "latin1") {
    return from_latin1(bytes);
  }
  if (encoding.empty() || encoding == "utf-8" || encoding == "utf8" || encoding == "us-ascii" ||
      encoding == "ascii") {
    return std::string(bytes);
  }
  return Error{"it is written in " + excerpt(encoding, 40) +
                   ", and only UTF-8, UTF-16, US-ASCII and ISO-8859-1 are read",
               {}};
}

}  // namespace switchgate::xml
