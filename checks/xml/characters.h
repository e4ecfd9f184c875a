// Which characters XML 1.0 (fifth edition) allows where, and the encodings that
// a body may come in.

#ifndef SWITCHGATE_CHECKS_XML_CHARACTERS_H_
#define SWITCHGATE_CHECKS_XML_CHARACTERS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate::xml {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_character(char32_t code_point);  // production [2], Char

// The code point that begins at `at` of well-formed UTF-8, and its length in
// bytes.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
};
CodePoint code_point_at(std::string_view text, std::size_t at);

// How many bytes at the start of `text` (valid UTF-8) are a name without colons
// (NCName of Namespaces in XML 1.0); 0 when none are.
std::size_t name_length(std::string_view text);

// The offset of the first character that may stand nowhere in a document, or of
// the first byte that is no UTF-8.
std::optional<std::size_t> find_forbidden(std::string_view text);

// The bytes of a document as UTF-8 without a byte order mark: from UTF-8, from
// UTF-16 with a mark, and from what the declaration names, UTF-8, US-ASCII or
// ISO-8859-1. Any other encoding is an error.
Result<std::string> to_utf8(std::string_view bytes);

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_CHARACTERS_H_
