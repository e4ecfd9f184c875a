// Text from outside, made safe to show: UTF-8, excerpts, spelling suggestions.

#ifndef SWITCHGATE_CHECKS_BASE_TEXT_H_
#define SWITCHGATE_CHECKS_BASE_TEXT_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate {

// Lambdas as one visitor: std::visit(Overloaded{...}, variant).
template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

// The offset of the first byte that is not part of well-formed UTF-8
// (surrogates, overlong forms and values beyond U+10FFFF are not), or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// `text` with each ill-formed byte replaced by U+FFFD; the same text when valid.
std::string to_valid_utf8(std::string_view text);

// How many code points `text` (valid UTF-8) has.
std::size_t count_code_points(std::string_view text);

// Appends the UTF-8 form of `code_point` (at most U+10FFFF).
void append_utf8(std::string& out, char32_t code_point);

// At most `max_bytes` of `text` as one line for people: valid UTF-8 cut between
// code points with "…" when something is left out; control characters (also C1,
// bidirectional overrides, ESC) as \n, \t, \u001b.
std::string excerpt(std::string_view text, std::size_t max_bytes = 200);

// The candidate nearest to `word` (edit distance with transpositions, at most a
// third of the length, case ignored), for "did you mean"; nothing when none is near.
std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string_view> candidates);

std::string to_lower_ascii(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // blanks, tabs, CR, LF
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from,
                        std::string_view to);  // `from` not empty

// Does `text` match `pattern`, where '*' is any run and '?' any one character?
bool glob_match(std::string_view pattern, std::string_view text);

std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);  // padding required
// Percent-encodes all but RFC 3986 unreserved characters.
std::string percent_encode(std::string_view text);

// 'it'\''s' : one word for a POSIX shell.
std::string shell_quote(std::string_view text);

// The same word to be shown on one line and pasted: what holds control characters (those that
// excerpt() writes out), ill-formed UTF-8 or a CI system's command is $'a\nb'. bash, zsh and ksh
// read that, POSIX has it since 2024, dash does not. No program takes a NUL as an argument.
std::string shell_quote_shown(std::string_view text);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_TEXT_H_
