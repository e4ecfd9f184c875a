// Looks at the source text where an event of the parser points.

#include "checks/yaml/source.h"

#include <algorithm>
#include <array>

namespace switchgate::yaml {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kWhiteSpace = " \t\r\n";

bool ends_word(char c) {
  return std::string_view("\0 \t\r\n,]}#:", 10).find(c) != std::string_view::npos;
}

}  // namespace

std::size_t Source::skip_properties(std::size_t offset) const {
  while (at(offset) == '&' || at(offset) == '!') {
    const std::size_t end = text_.find_first_of(kWhiteSpace, offset);
    const std::size_t next = text_.find_first_not_of(kWhiteSpace, end);
    if (next == std::string_view::npos) {
      return text_.size();
    }
    offset = next;
  }
  return offset;
}

std::string_view Source::null_word(std::size_t offset, bool as_key) const {
  constexpr std::array<std::string_view, 4> kWords = {"null", "Null", "NULL", "~"};
  const std::size_t begin = skip_properties(offset);
  for (const std::string_view word : kWords) {
    const std::size_t end = begin + word.size();
    if (begin < text_.size() && text_.substr(begin).starts_with(word) && ends_word(at(end))) {
      const std::size_t next = std::min(text_.find_first_not_of(kBlanks, end), text_.size());
      const bool is_key = at(next) == ':';
      return is_key && !as_key ? std::string_view() : word;
    }
  }
  return {};
}

bool Source::quote_is_closed(std::size_t offset) const {
  const std::size_t begin = skip_properties(offset);
  const char quote = at(begin);
  if (quote != '"' && quote != '\'') {
    return true;
  }
  for (std::size_t i = begin + 1; i < text_.size(); ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || at(i + 1) != quote) {
        return true;
      }
      ++i;  // '' is a quote inside
    }
  }
  return false;
}

std::size_t Source::glued_comment(std::size_t offset, std::string_view scalar) const {
  const std::size_t begin = skip_properties(offset);
  if (begin + scalar.size() >= text_.size() || !text_.substr(begin).starts_with(scalar)) {
    return std::string_view::npos;
  }
  const std::size_t hash = text_.find_first_not_of(kBlanks, begin + scalar.size());
  if (hash == std::string_view::npos || hash == begin + scalar.size() || text_[hash] != '#') {
    return std::string_view::npos;
  }
  const bool meant =
      std::string_view("\0 \t\r\n#!-=", 9).find(at(hash + 1)) != std::string_view::npos;
  return meant ? std::string_view::npos : hash;
}

std::size_t Source::dash_before(std::size_t offset) const {
  const std::size_t last = text_.substr(0, offset).find_last_not_of(kWhiteSpace);
  return last != std::string_view::npos && text_[last] == '-' ? last : offset;
}

}  // namespace switchgate::yaml
