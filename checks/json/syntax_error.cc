#include "checks/json/syntax_error.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"

namespace switchgate::json {
namespace {

struct Phrase {
  std::string_view theirs;
  std::string_view ours;
};

// Complaints about the inside of a token; the place is the last byte that was
// read.
constexpr std::array<Phrase, 8> kInsideToken = {{
    {"missing closing quote", "the string is not closed"},
    {"control character",
     "a control character inside a string must be escaped, such as \\n or "
     "\\u0009"},
    {"forbidden character after backslash",
     "a backslash takes one of \" \\ / b f n r t u after it"},
    {"must be followed by 4 hex digits", "\\u takes four hexadecimal digits"},
    {"surrogate", "half of a surrogate pair (\\uD800 to \\uDFFF) stands alone"},
    {"digit after '-'", "expected a digit after '-'"},
    {"digit after '.'", "expected a digit after '.'"},
    {"digit after exponent", "expected a digit in the exponent"},
}};

// Complaints about a token that may not stand where it stands; the place is its
// start.
constexpr std::array<Phrase, 4> kOfToken = {{
    {"parsing object key", "expected a member name in double quotes"},
    {"parsing object separator", "expected ':' after the member name"},
    {"parsing array", "expected ',' or ']' after the element"},
    {"parsing object ", "expected ',' or '}' after the member"},
}};

constexpr std::array<Phrase, 9> kAdvice = {{
    {"'", "strings take double quotes"},
    {"//", "JSON has no comments"},
    {"/*", "JSON has no comments"},
    {"<", "this looks like HTML or XML"},
    {"NaN", "JSON has no NaN; write null or a string"},
    {"Infinity", "JSON has no infinity; write null or a string"},
    {"undefined", "JSON has null, not undefined"},
    {"True", "write true"},
    {"False", "write false"},
}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <std::size_t N>
std::optional<std::string_view> find_phrase(const std::array<Phrase, N>& phrases,
                                            std::string_view complaint) {
  for (const Phrase& phrase : phrases) {
    if (complaint.find(phrase.theirs) != std::string_view::npos) {
      return phrase.ours;
    }
  }
  return std::nullopt;
}

// The word or mark at the start of `rest`, for people.
std::string found(std::string_view rest) {
  if (rest.empty()) {
    return "the end of the text";
  }
  std::size_t length = rest.find_first_of(" \t\r\n,:[]{}\"");
  length = std::max<std::size_t>(1, std::min(length, rest.size()));
  while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80) {
    ++length;  // never half a character
  }
  return '\'' + excerpt(rest.substr(0, length), 40) + '\'';
}

// Where the refused token starts: the library tells how far it has read, and of
// numbers and strings alone how long they are.
std::size_t token_start(std::string_view text, std::string_view complaint, std::size_t consumed,
                        std::size_t token_size) {
  const auto says = [&](std::string_view words) {
    return complaint.find(words) != std::string_view::npos;
  };
  const std::size_t end = std::min(consumed, text.size());
  if (says("unexpected end of input")) {
    return text.size();
  }
  std::size_t start = end - std::min<std::size_t>(1, end);
  if (says("unexpected number") || says("unexpected string")) {
    return end - std::min(token_size, end);
  }
  if (says("invalid literal") || says("unexpected true") || says("unexpected false") ||
      says("unexpected null")) {
    while (start > 0 && is_letter(text[start - 1])) {
      --start;
    }
  }
  return start;
}

// What the found text suggests, such as " (strings take double quotes)".
std::string advice(std::string_view before, std::string_view rest) {
  for (const Phrase& phrase : kAdvice) {
    if (rest.starts_with(phrase.theirs)) {
      return " (" + std::string(phrase.ours) + ")";
    }
  }
  const bool closes = rest.starts_with(']') || rest.starts_with('}');
  if (closes && trim(before).ends_with(',')) {
    return " (no comma may stand before it)";
  }
  return {};
}

}  // namespace

Error error_at(std::string_view text, std::size_t offset, std::string_view what) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = count_code_points(before.substr(before.rfind('\n') + 1)) + 1;
  return {"not valid JSON at line " + std::to_string(line) + ", column " + std::to_string(column) +
              " (byte " + std::to_string(before.size() + 1) + "): " + std::string(what),
          {}};
}

std::optional<Error> check_encoding(std::string_view text) {
  if (trim(text).empty()) {
    return Error{text.empty() ? "not valid JSON: the text is empty"
                              : "not valid JSON: the text is nothing but white space",
                 {}};
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return error_at(text, 0, "a byte order mark (EF BB BF) stands before the value; remove it");
  }
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
    return error_at(text, 0, "the text is UTF-16; JSON is sent as UTF-8");
  }
  if (const auto bad = find_invalid_utf8(text)) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(text[*bad]);
    return error_at(
        text, *bad,
        std::string("the byte 0x") + kHex[byte >> 4U] + kHex[byte & 15U] + " is not valid UTF-8");
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return error_at(text, nul, "a NUL byte has no place in JSON");
  }
  return std::nullopt;
}

Error syntax_error(std::string_view text, std::string_view complaint, std::size_t consumed,
                   std::size_t token_size) {
  // The library quotes the token, which may say anything, between two parts of
  // its own.
  const std::string_view before = complaint.substr(0, complaint.find("; last read: "));
  const bool after_the_value = complaint.ends_with("; expected end of input");
  if (const auto phrase = find_phrase(kInsideToken, before)) {
    const std::size_t at = consumed == 0 ? 0 : consumed - 1;
    const std::string_view rest = text.substr(std::min(at, text.size()));
    return error_at(text, at, std::string(*phrase) + ", found " + found(rest));
  }
  const std::size_t at = token_start(text, before, consumed, token_size);
  const std::string_view rest = text.substr(std::min(at, text.size()));
  const std::string_view expected =
      after_the_value ? "expected nothing more after the value"
                      : find_phrase(kOfToken, before).value_or("expected a value");
  return error_at(
      text, at,
      std::string(expected) + ", found " + found(rest) + advice(text.substr(0, at), rest));
}

}  // namespace switchgate::json
