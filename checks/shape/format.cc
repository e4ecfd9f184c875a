// Recognises formats by hand-written scanners: linear, no regular expression,
// no locale.

#include "checks/shape/format.h"

#include <algorithm>

#include "checks/base/calendar.h"

namespace switchgate::shape {
namespace {

constexpr std::array<std::string_view, kFormatCount> kNames = {
    "plain", "uuid", "date-time", "date",    "time", "email", "uri",
    "ipv4",  "ipv6", "ulid",      "numeric", "jwt",  "empty"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <typename Test>
bool all(std::string_view text, Test test) {
  return std::all_of(text.begin(), text.end(), test);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

// Crockford's base 32 in upper case; 26 characters hold 128 bits when the first
// is at most 7.
bool is_ulid(std::string_view text) {
  if (text.size() != 26 || text[0] < '0' || text[0] > '7') return false;
  return all(text, [](char c) {
    return is_digit(c) || (is_upper(c) && c != 'I' && c != 'L' && c != 'O' && c != 'U');
  });
}

// An optional sign, digits, optionally a point and more digits.
bool is_numeric(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !all(whole, is_digit)) return false;
  if (point == std::string_view::npos) return true;
  const std::string_view fraction = text.substr(point + 1);
  return !fraction.empty() && all(fraction, is_digit);
}

int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  const int hours = two_digits(text, 1);
  const int minutes = two_digits(text, 4);
  return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
}

// "10:15:30", with a fraction and an offset if there are any.
bool is_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  const int hours = two_digits(text, 0);
  const int minutes = two_digits(text, 3);
  const int seconds = two_digits(text, 6);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
    return false;
  }
  text.remove_prefix(8);
  if (text.starts_with('.')) {
    const std::size_t end = text.find_first_not_of("0123456789", 1);
    if (end == 1 || text.size() == 1) return false;
    text = end == std::string_view::npos ? std::string_view() : text.substr(end);
  }
  return is_offset(text);
}

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 253 || text.find('.') == std::string_view::npos) return false;
  std::size_t label = 0;
  for (const char c : text) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (is_letter(c) || is_digit(c) || (c == '-' && label > 0)) {
      ++label;
    } else {
      return false;
    }
  }
  return label > 0;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return false;
  const auto local = [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  };
  return all(text.substr(0, at), local) && is_host(text.substr(at + 1));
}

// "scheme://…" or "urn:…", without blanks: a bare "a:b" is more often a name
// than a URI.
bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text[0])) return false;
  const auto scheme = [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  };
  if (!all(text.substr(0, colon), scheme)) return false;
  const std::string_view rest = text.substr(colon + 1);
  const bool hierarchical = rest.starts_with("//") && rest.size() > 2;
  const bool urn = text.substr(0, colon) == "urn" && !rest.empty();
  return (hierarchical || urn) && all(text, [](char c) {
           return c > 0x20 && c != 0x7f && c != '<' && c != '>' && c != '"';
         });
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || part.size() > 3 || !all(part, is_digit)) return false;
    if (part.size() > 1 && part[0] == '0') return false;
    int value = 0;
    for (const char c : part) value = value * 10 + (c - '0');
    if (value > 255) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    text.remove_prefix(dot + 1);
  }
}

// Groups of up to four hexadecimal digits, an IPv4 address at the end counting
// as two; nothing when a group is wrong.
std::optional<int> count_ipv6_groups(std::string_view text) {
  int groups = 0;
  if (text.empty()) return groups;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && is_ipv4(group)) return groups + 2;
    if (group.empty() || group.size() > 4 || !all(group, is_hex)) return std::nullopt;
    ++groups;
    if (last) return groups;
    text.remove_prefix(colon + 1);
  }
}

bool is_ipv6(std::string_view text) {
  if (text.size() < 2 || text.size() > 45 || text.find(':') == std::string_view::npos) return false;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return count_ipv6_groups(text) == 8;
  const std::string_view front = text.substr(0, gap);
  if (front.find('.') != std::string_view::npos) return false;
  const std::optional<int> before = count_ipv6_groups(front);
  const std::optional<int> after = count_ipv6_groups(text.substr(gap + 2));
  return before && after && *before + *after <= 7;
}

// Three base64url parts, the first of which begins like the JSON of a header.
bool is_jwt(std::string_view text) {
  if (!text.starts_with("eyJ")) return false;
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || second == first + 1) return false;
  const auto base64url = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return all(text.substr(0, first), base64url) &&
         all(text.substr(first + 1, second - first - 1), base64url) &&
         all(text.substr(second + 1), base64url);
}

// "DE", "de-DE", "pt_BR": two plain letters in lower case are more often a
// word.
bool is_locale(std::string_view text) {
  if (text.size() == 2) return is_upper(text[0]) && is_upper(text[1]);
  return text.size() == 5 && is_lower(text[0]) && is_lower(text[1]) &&
         (text[2] == '-' || text[2] == '_') && is_upper(text[3]) && is_upper(text[4]);
}

bool is_hex_id(std::string_view text) {
  return text.size() >= 8 && all(text, is_hex) && std::any_of(text.begin(), text.end(), is_digit);
}

}  // namespace

std::string_view name_of(Format format) { return kNames[static_cast<std::size_t>(format)]; }

std::optional<Format> format_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Format>(found - kNames.begin());
}

Format detect_format(std::string_view text) {
  if (text.empty()) return Format::kEmpty;
  if (is_numeric(text)) return Format::kNumeric;
  if (is_uuid(text)) return Format::kUuid;
  if (text.size() == 10 && parse_date(text)) return Format::kDate;
  if (text.size() >= 20 && text.size() <= 40 && parse_date_time(text)) return Format::kDateTime;
  if (is_time(text)) return Format::kTime;
  if (is_ipv4(text)) return Format::kIpv4;
  if (is_ipv6(text)) return Format::kIpv6;
  if (is_ulid(text)) return Format::kUlid;
  if (is_jwt(text)) return Format::kJwt;
  if (is_uri(text)) return Format::kUri;
  if (is_email(text)) return Format::kEmail;
  return Format::kPlain;
}

bool machine_made_key(std::string_view name) {
  switch (detect_format(name)) {
    case Format::kUuid:
    case Format::kUlid:
    case Format::kDate:
    case Format::kDateTime:
    case Format::kEmail:
    case Format::kNumeric:
      return true;
    default:
      return is_hex_id(name) || is_locale(name);
  }
}

}  // namespace switchgate::shape
