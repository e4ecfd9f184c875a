#include "reporters/json_text.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace switchgate::reporters {
namespace {

std::string escaped(unsigned code) {
  std::array<char, 8> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "\\u%04x", code);
  return buffer.data();
}

// The code point at `at` when it is one of two or three bytes that must be
// written out, with its length; else length 0. Expects valid UTF-8.
struct Special {
  unsigned code = 0;
  std::size_t length = 0;
};

Special special_at(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]));
  };
  if (byte(0) == 0x7F) {
    return {0x7F, 1};
  }
  if (byte(0) == 0xC2 && byte(1) < 0xA0) {
    return {byte(1), 2};
  }
  if (byte(0) == 0xE2 || byte(0) == 0xEF) {
    const unsigned code = (byte(0) & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    const bool deceptive = (code >= 0x200B && code <= 0x200F) ||
                           (code >= 0x2028 && code <= 0x202E) ||
                           (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF;
    return {code, deceptive ? 3U : 0U};
  }
  return {};
}

}  // namespace

json::Object object(std::initializer_list<Member> members) {
  json::Object out;
  for (const Member& member : members) {
    out.append_new(member.name, std::move(member.value));
  }
  return out;
}

json::Value integer(std::size_t value) { return static_cast<std::int64_t>(value); }

json::Value finite(double value) {
  return std::isfinite(value) ? json::Value(value) : json::Value();
}

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text);
}

json::Value strings(const std::vector<std::string>& list) {
  json::Array out;
  for (const std::string& text : list) {
    out.push_back(text);
  }
  return out;
}

std::string json_text(const json::Value& value) {
  const std::string plain = json::to_text(value, 2);
  std::string out;
  out.reserve(plain.size() + 1);
  for (std::size_t at = 0; at < plain.size();) {
    const Special special = special_at(plain, at);
    if (special.length > 0) {
      out += escaped(special.code);
      at += special.length;
    } else if (plain[at] == '#' && plain[at + 1] == '#') {  // can only stand in a string
      out += "#\\u0023";
      at += 2;
    } else {
      out += plain[at++];
    }
  }
  out += '\n';
  return out;
}

}  // namespace switchgate::reporters
