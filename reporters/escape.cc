#include "reporters/escape.h"

#include <cstdint>

#include "checks/base/text.h"

namespace switchgate::reporters {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Drops terminal sequences: ESC [ … final byte, ESC ] … BEL, and a lone ESC.
std::string without_terminal_sequences(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '\x1b') {
      out += text[at++];
      continue;
    }
    ++at;
    if (at < text.size() && text[at] == '[') {
      const std::size_t end = text.find_first_not_of("0123456789;:?<=>!\"#$%&'()*+,-./ ", at + 1);
      at = end == std::string_view::npos ? text.size() : end + 1;
    } else if (at < text.size() && text[at] == ']') {
      const std::size_t end = text.find_first_of("\x07\x1b\n", at);
      at = end == std::string_view::npos ? text.size() : end + (text[end] == '\x07' ? 1 : 0);
    }
  }
  return out;
}

// The code point that starts at `at` of valid UTF-8, and its length.
struct Character {
  char32_t code = 0;
  std::size_t length = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const char32_t lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  return {code, length};
}

bool forbidden_in_xml(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE ||
         c == 0xFFFF;
}

// Characters that reorder or hide what stands beside them.
bool is_deceptive(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

// What GitHub's runner skips at a line's start before it looks for a command: Unicode's blanks.
bool is_blank(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// The offset of the first character of valid UTF-8 that is no blank; its size when there is none.
std::size_t skip_blanks(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    const Character next = character_at(line, at);
    if (!is_blank(next.code)) {
      break;
    }
    at += next.length;
  }
  return at;
}

// At most `max_bytes` of what XML 1.0 may hold.
std::string xml_characters(std::string_view text, std::size_t max_bytes) {
  // Nothing grows beyond eight bytes a byte, so a much longer text need not be
  // read whole.
  const std::string source =
      to_valid_utf8(without_terminal_sequences(text.substr(0, max_bytes * 4 + 16)));
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    const Character next = character_at(source, at);
    std::string piece = source.substr(at, next.length);
    if (next.code == '\r') {
      const bool pair = at + 1 < source.size() && source[at + 1] == '\n';
      piece = pair ? "" : "\n";
    } else if (forbidden_in_xml(next.code)) {
      piece = "\xEF\xBF\xBD";
    } else if (is_deceptive(next.code)) {
      piece = excerpt(piece);
    }
    if (out.size() + piece.size() > max_bytes) {
      return out + "…";
    }
    out += piece;
    at += next.length;
  }
  return out;
}

}  // namespace

std::string break_commands(std::string line) {
  const std::size_t start = skip_blanks(line);
  if (line.compare(start, 2, "::") == 0) {
    line.insert(start + 1, 1, ' ');
  }
  for (std::size_t at = line.find("##"); at != std::string::npos; at = line.find("##", at + 1)) {
    if (at + 2 < line.size() && (line[at + 2] == '[' || is_letter(line[at + 2]))) {
      line.insert(at + 1, 1, ' ');
    }
  }
  return line;
}

std::string inert_line(std::string_view text, std::size_t max_bytes) {
  return break_commands(excerpt(text, max_bytes));
}

std::vector<std::string> inert_lines(std::string_view text, std::size_t max_bytes) {
  std::vector<std::string> lines;
  std::size_t left = max_bytes;
  for (const std::string_view line : split(text, '\n')) {
    lines.push_back(inert_line(trim(line).empty() ? std::string_view() : line, left));
    if (line.size() + 1 >= left) {
      break;
    }
    left -= line.size() + 1;
  }
  while (!lines.empty() && lines.back().empty()) {
    lines.pop_back();
  }
  return lines;
}

std::string xml_text(std::string_view text, std::size_t max_bytes) {
  const std::string legal = xml_characters(text, max_bytes);
  std::vector<std::string> lines;
  for (const std::string_view line : split(legal, '\n')) {
    lines.push_back(break_commands(std::string(line)));
  }
  return join(lines, "\n");
}

std::string uri_path(std::string_view path) {
  std::string out;
  for (const std::string_view part : split(path, '/')) {
    out += percent_encode(part);
    out += '/';
  }
  out.pop_back();
  return out;
}

std::string_view first_sentence(std::string_view message) {
  const std::size_t line_end = message.find('\n');
  const std::string_view line = message.substr(0, line_end);
  for (std::size_t at = line.find(". "); at != std::string_view::npos;
       at = line.find(". ", at + 1)) {
    const std::size_t next = line.find_first_not_of(' ', at + 1);
    // "e.g. this" and "approx. 5" go on; a sentence starts with a capital or a
    // quote.
    if (next != std::string_view::npos &&
        ((line[next] >= 'A' && line[next] <= 'Z') || line[next] == '\'' || line[next] == '"')) {
      return line.substr(0, at + 1);
    }
  }
  return line;
}

}  // namespace switchgate::reporters
