// Spells places as RFC 9535 would, members in shorthand where that is allowed.

#include "checks/shape/place.h"

#include <algorithm>

namespace switchgate::shape {
namespace {

bool is_name_first(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_shorthand(std::string_view name) {
  return !name.empty() && is_name_first(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_name_first(c) || (c >= '0' && c <= '9'); });
}

// In single quotes, escaped as normalized paths are.
std::string quote(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\'' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string member_of(std::string_view path, std::string_view name) {
  std::string out(path);
  if (is_shorthand(name)) return out.append(".").append(name);
  return out.append("[").append(quote(name)).append("]");
}

std::string elements_of(std::string_view path) { return std::string(path) + "[*]"; }

std::string members_of(std::string_view path) { return std::string(path) + ".*"; }

std::string variant_of(std::string_view path, std::string_view member, std::string_view value) {
  const bool elements = path.ends_with("[*]");
  std::string out(elements ? path.substr(0, path.size() - 3) : path);
  return out.append("[?")
      .append(member_of("@", member))
      .append("==")
      .append(quote(value))
      .append("]");
}

bool has_wildcard(std::string_view path) {
  bool quoted = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (quoted && path[i] == '\\') {
      ++i;
    } else if (path[i] == '\'') {
      quoted = !quoted;
    } else if (!quoted && (path[i] == '*' || path[i] == '?')) {
      return true;
    }
  }
  return false;
}

}  // namespace switchgate::shape
