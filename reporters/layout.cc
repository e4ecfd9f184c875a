#include "reporters/layout.h"

#include "checks/base/text.h"

namespace switchgate::reporters {
namespace {

std::string_view code_of(Tint tint) {
  switch (tint) {
    case Tint::kPlain:
      return "";
    case Tint::kBold:
      return "1";
    case Tint::kDim:
      return "2";
    case Tint::kRed:
      return "31";
    case Tint::kGreen:
      return "32";
    case Tint::kYellow:
      return "33";
    case Tint::kCyan:
      return "36";
  }
  return "";
}

// The first `count` code points of `text`.
std::string_view prefix(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) {
      ++at;
    }
  }
  return text.substr(0, at);
}

}  // namespace

std::string Paint::operator()(Tint tint, std::string_view text) const {
  if (!on_ || tint == Tint::kPlain || text.empty()) {
    return std::string(text);
  }
  return "\x1b[" + std::string(code_of(tint)) + 'm' + std::string(text) + "\x1b[0m";
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  if (width == 0) {
    return {std::string(text)};
  }
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;  // characters in `line`
  const auto flush = [&] {
    // Two blanks between words leave one behind at a line's end.
    lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
    line.clear();
    used = 0;
  };
  for (std::string_view word : split(text, ' ')) {
    std::size_t length = count_code_points(word);
    if (used > 0 && used + 1 + length > width) {
      flush();
    }
    while (length > width) {
      const std::string_view part = prefix(word, width);
      line = part;
      flush();
      word.remove_prefix(part.size());
      length -= width;
    }
    if (used > 0) {
      line += ' ';
      ++used;
    }
    line += word;
    used += length;
  }
  if (!line.empty() || lines.empty()) {
    flush();
  }
  return lines;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t length = count_code_points(text);
  return std::string(text) + std::string(length < width ? width - length : 0, ' ');
}

}  // namespace switchgate::reporters
