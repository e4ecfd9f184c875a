#include "checks/json/path_scanner.h"

#include <algorithm>
#include <charconv>

#include "checks/base/text.h"
#include "checks/json/reader.h"

namespace switchgate::json {
namespace {

constexpr std::int64_t kMaxInteger = (std::int64_t{1} << 53) - 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool starts_name(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t character_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) {
    ++size;
  }
  return size;
}

}  // namespace

bool Scanner::take(std::string_view s) {
  if (!looking_at(s)) {
    return false;
  }
  at_ += s.size();
  return true;
}

void Scanner::skip_blanks() {
  at_ = std::min(text_.find_first_not_of(" \t\n\r", at_), text_.size());
}

std::string_view Scanner::take_name() {
  const std::size_t start = at_;
  if (starts_name(peek())) {
    while (!done() && (starts_name(peek()) || is_digit(peek()))) {
      ++at_;
    }
  }
  return text_.substr(start, at_ - start);
}

std::string_view Scanner::take_word() {
  const std::size_t start = at_;
  if (is_lower(peek())) {
    while (!done() && (is_lower(peek()) || is_digit(peek()) || peek() == '_')) {
      ++at_;
    }
  }
  return text_.substr(start, at_ - start);
}

std::optional<std::string> Scanner::take_string() {
  const std::size_t start = at_;
  const char quote = text_[at_++];
  std::string out;
  while (!done() && peek() != quote) {
    if (static_cast<unsigned char>(peek()) < 0x20) {
      fail(
          "a control character inside a string must be escaped, such as \\n or "
          "\\u0009");
      return std::nullopt;
    }
    if (peek() != '\\') {
      out += text_[at_++];
    } else if (!take_escape(quote, out)) {
      return std::nullopt;
    }
  }
  if (done()) {
    fail_at(start, "the string is not closed");
    return std::nullopt;
  }
  ++at_;
  return out;
}

bool Scanner::take_escape(char quote, std::string& out) {
  const std::size_t start = at_++;
  const char c = peek();
  constexpr std::string_view kEscapes = "bfnrt/\\";
  constexpr std::string_view kMeanings = "\b\f\n\r\t/\\";
  if (const std::size_t i = kEscapes.find(c); !done() && i != std::string_view::npos) {
    out += kMeanings[i];
    ++at_;
    return true;
  }
  if (!done() && c == quote) {
    out += c;
    ++at_;
    return true;
  }
  if (c != 'u') {
    return fail_at(start, std::string("a backslash takes one of ") + quote +
                              " \\ / b f n r t u after it in this string");
  }
  auto code = take_hex();
  if (!code) {
    return fail_at(start, "\\u takes four hexadecimal digits");
  }
  if (*code >= 0xD800 && *code <= 0xDBFF && looking_at("\\u")) {
    ++at_;
    const auto low = take_hex();
    if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
      append_utf8(out, 0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00));
      return true;
    }
  }
  if (*code >= 0xD800 && *code <= 0xDFFF) {
    return fail_at(start, "half of a surrogate pair (\\uD800 to \\uDFFF) stands alone");
  }
  append_utf8(out, *code);
  return true;
}

// At the 'u' of "\u00e9".
std::optional<char32_t> Scanner::take_hex() {
  const std::string_view digits = text_.substr(at_ + 1, 4);
  unsigned value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 4 || result.ec != std::errc{} || result.ptr != digits.data() + 4) {
    return std::nullopt;
  }
  at_ += 5;
  return static_cast<char32_t>(value);
}

std::optional<std::int64_t> Scanner::take_integer() {
  const std::size_t start = at_;
  take("-");
  const std::size_t digits = at_;
  while (is_digit(peek())) {
    ++at_;
  }
  const std::string_view written = text_.substr(start, at_ - start);
  if (at_ == digits) {
    fail_at(start, "expected a digit after '-'");
    return std::nullopt;
  }
  if (written == "-0" || (text_[digits] == '0' && at_ - digits > 1)) {
    fail_at(start, "an index has no leading zeros and is not -0");
    return std::nullopt;
  }
  std::int64_t value = 0;
  const auto result = std::from_chars(written.data(), written.data() + written.size(), value);
  if (result.ec != std::errc{} || value > kMaxInteger || value < -kMaxInteger) {
    fail_at(start, "an index lies between -9007199254740991 and 9007199254740991");
    return std::nullopt;
  }
  return value;
}

std::optional<Value> Scanner::take_number() {
  const std::size_t start = at_;
  at_ = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
  const std::string_view written = text_.substr(start, at_ - start);
  auto number = read(written);  // the grammar of JSON
  if (!number) {
    fail_at(start, "'" + excerpt(written, 40) + "' is not a number as JSON writes them");
    return std::nullopt;
  }
  return std::move(number->root);
}

std::string Scanner::found() const {
  if (done()) {
    return "found the end";
  }
  Scanner ahead(rest());
  const std::size_t size = ahead.take_name().size();
  return "found '" + excerpt(rest().substr(0, size > 0 ? size : character_size(rest())), 40) + "'";
}

bool Scanner::fail_at(std::size_t position, std::string_view what) {
  if (!error_) {
    const std::size_t character = count_code_points(text_.substr(0, position)) + 1;
    error_ = Error{
        "not a valid JSONPath at character " + std::to_string(character) + ": " + std::string(what),
        SourcePos{-1, 0, static_cast<int>(character)}};
  }
  return false;
}

}  // namespace switchgate::json
