#include "reporters/markup.h"

#include "checks/base/text.h"
#include "reporters/escape.h"

namespace switchgate::reporters {
namespace {

constexpr std::string_view kBreak = "&#8203;";  // a blank without width

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Without a meaning in markdown, but for "-" and "." at the start of a line.
bool is_harmless(char c) {
  return is_word(c) ? c != '_'
                    : c == ' ' || c == ',' || c == '.' || c == ';' || c == '?' || c == '/' ||
                          c == '-' || c == '\'' || c == '%' || c == '=';
}

// Does the renderer look at what follows this character: @name, #12, !12, $3, ~label, &7, %2,
// a scheme's "//", :smile:?
bool starts_reference(std::string_view text, std::size_t at) {
  constexpr std::string_view kSigns = "@#!$~&%^:";
  if (kSigns.find(text[at]) == std::string_view::npos || at + 1 == text.size()) {
    return false;
  }
  const char next = text[at + 1];
  if (text[at] == ':') {
    return next == '/' || (is_word(next) && !(next >= '0' && next <= '9'));
  }
  return is_word(next) || next == '"' || next == '\'' || next == '[';
}

// "www." and "GH-12", wherever a word begins.
std::size_t length_of_bait(std::string_view text, std::size_t at) {
  if (at > 0 && is_word(text[at - 1])) {
    return 0;
  }
  for (const std::string_view bait : {"www.", "gh-"}) {
    if (equals_ignore_case(text.substr(at, bait.size()), bait)) {
      return bait.size();
    }
  }
  return 0;
}

std::string reference_to(char c) {
  return "&#" + std::to_string(static_cast<int>(static_cast<unsigned char>(c))) + ';';
}

std::string html_text(std::string text) {
  for (const auto& [from, to] :
       {std::pair("&", "&amp;"), std::pair("<", "&lt;"), std::pair(">", "&gt;")}) {
    text = replace_all(std::move(text), from, to);
  }
  return text;
}

}  // namespace

std::string markup_text(std::string_view text, std::size_t max_bytes) {
  const std::string line = inert_line(text, max_bytes);
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (const std::size_t bait = length_of_bait(line, at); bait > 0) {
      out += line.substr(at, bait) + std::string(kBreak);
      at += bait - 1;
      continue;
    }
    const char c = line[at];
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    out += ascii && !is_harmless(c) ? reference_to(c) : std::string(1, c);
    if (ascii && starts_reference(line, at)) {
      out += kBreak;
    }
  }
  return out;
}

std::string markup_code(std::string_view text, std::size_t max_bytes) {
  return "<code>" + markup_text(text, max_bytes) + "</code>";
}

std::string markup_block(const std::vector<std::string>& lines, std::size_t max_bytes) {
  std::string out;
  for (const std::string& line : lines) {
    out += (out.empty() ? "<pre>" : "\n") + html_text(inert_line(line, max_bytes));
  }
  return out + "</pre>";
}

}  // namespace switchgate::reporters
