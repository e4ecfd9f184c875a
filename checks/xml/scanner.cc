// Tokens of XML, and the words for what is wrong with them.

#include "checks/xml/scanner.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "checks/base/text.h"
#include "checks/xml/characters.h"

namespace switchgate::xml {
namespace {

struct Entity {
  std::string_view name;
  char32_t value;
};
constexpr std::array<Entity, 5> kEntities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

// Longer references are none: a code point has at most seven digits, and what
// stands before them may be zeros.
constexpr std::size_t kLongestReference = 40;

bool looks_like_html(std::string_view text) {
  const std::string start = to_lower_ascii(trim(text.substr(0, 100)));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

}  // namespace

bool Scanner::take(std::string_view word) {
  if (!sees(word)) {
    return false;
  }
  at_ += word.size();
  return true;
}

bool Scanner::skip_blanks() {
  const std::size_t before = at_;
  while (!at_end() && is_blank(text_[at_])) {
    ++at_;
  }
  return at_ != before;
}

bool Scanner::fail(std::size_t at, const std::string& message) {
  if (!error_) {
    const std::string_view before = text_.substr(0, at);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const std::size_t column = count_code_points(before.substr(line_start)) + 1;
    error_ = Error{"not well-formed XML at line " + std::to_string(lines + 1) + ", column " +
                       std::to_string(column) + ": " + message +
                       (looks_like_html(text_) ? " (this looks like HTML, which is not XML)" : ""),
                   {}};
  }
  return false;
}

bool Scanner::fail_expected(std::string_view what) {
  const std::string_view rest = text_.substr(at_);
  const std::string found =
      rest.empty() ? "the end" : '\'' + excerpt(rest.substr(0, rest.find('\n')), 20) + '\'';
  return fail("expected " + std::string(what) + ", found " + found);
}

bool Scanner::expect(std::string_view word, std::string_view what) {
  return take(word) || fail_expected(what);
}

std::optional<QName> Scanner::name(std::string_view what) {
  const std::size_t start = at_;
  const std::size_t first = name_length(text_.substr(at_));
  at_ += first;
  QName name{text_.substr(start, first), {}, text_.substr(start, first), start};
  if (first > 0 && peek() == ':') {
    const std::size_t second = name_length(text_.substr(at_ + 1));
    at_ += 1 + second;
    name = {text_.substr(start, first + 1 + second), name.local,
            text_.substr(start + first + 1, second), start};
  }
  if (name.local.empty() || peek() == ':') {
    at_ = start;
    fail_expected(what);
    return std::nullopt;
  }
  return name;
}

std::optional<std::string_view> Scanner::quoted(std::string_view what) {
  const char quote = peek();
  if (quote != '"' && quote != '\'') {
    fail_expected(std::string(what) + " in quotes");
    return std::nullopt;
  }
  ++at_;
  return until({&quote, 1}, what);
}

std::optional<std::string_view> Scanner::until(std::string_view end, std::string_view what) {
  const std::size_t found = text_.find(end, at_);
  if (found == std::string_view::npos) {
    fail(std::string(what) + " has no end");
    return std::nullopt;
  }
  const std::string_view inside = text_.substr(at_, found - at_);
  at_ = found + end.size();
  return inside;
}

std::optional<char32_t> Scanner::reference() {
  const std::size_t start = at_;
  const std::string_view window = text_.substr(at_, kLongestReference);
  const std::string_view name = window.substr(0, window.find(';'));
  if (name.empty() || name.size() == window.size()) {
    fail(start - 1,
         "'&' begins a reference such as &amp;, and here is none; a plain one is "
         "written &amp;");
    return std::nullopt;
  }
  at_ += name.size() + 1;
  if (name[0] == '#') {
    return character_reference(start, name.substr(1));
  }
  const auto* entity = std::find_if(kEntities.begin(), kEntities.end(),
                                    [&](const Entity& row) { return row.name == name; });
  if (entity == kEntities.end()) {
    fail(start - 1, "the entity '&" + excerpt(name, 20) +
                        ";' is not defined; XML itself has &lt; &gt; &amp; &quot; &apos;");
    return std::nullopt;
  }
  return entity->value;
}

std::optional<char32_t> Scanner::character_reference(std::size_t start, std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x');
  digits.remove_prefix(hexadecimal ? 1 : 0);
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
  if (read.ec != std::errc{} || read.ptr != end || !is_character(value)) {
    fail(start - 1, "the reference stands for no character of XML");
    return std::nullopt;
  }
  return value;
}

bool read_equals_sign(Scanner& in) {
  in.skip_blanks();
  if (!in.expect("=", "'=' and a value in quotes")) {
    return false;
  }
  in.skip_blanks();
  return true;
}

}  // namespace switchgate::xml
