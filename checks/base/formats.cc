// The named text formats, by hand: each is a small grammar, and none needs a
// regular expression or the locale.

#include "checks/base/formats.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/text.h"

namespace switchgate {
namespace {

constexpr std::string_view kAtomMarks = "!#$%&'*+-/=?^_`{|}~";
constexpr std::string_view kUriMarks = "-._~!$&'()*+,;=";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <typename Predicate>
bool all(std::string_view text, Predicate predicate) {
  return std::all_of(text.begin(), text.end(), predicate);
}

// Digits without a leading zero, as versions and addresses write numbers.
bool is_plain_number(std::string_view text) {
  return !text.empty() && all(text, is_digit) && (text.size() == 1 || text[0] != '0');
}

// Percent-encoded triples, and else only characters that a URI part may hold.
bool is_uri_part(std::string_view text, std::string_view also) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) {
        return false;
      }
      i += 2;
    } else if (!is_alphanumeric(c) && kUriMarks.find(c) == std::string_view::npos &&
               also.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// "user@host:port", where host may be "[::1]".
bool is_authority(std::string_view text) {
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    if (!is_uri_part(text.substr(0, at), ":")) {
      return false;
    }
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !is_ipv6(text.substr(1, end - 1))) {
      return false;
    }
    text.remove_prefix(end + 1);
    return text.empty() || (text[0] == ':' && all(text.substr(1), is_digit));
  }
  const std::size_t colon = text.find(':');
  return is_uri_part(text.substr(0, colon), "") &&
         (colon == std::string_view::npos || all(text.substr(colon + 1), is_digit));
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) &&
         all(text, [](char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; });
}

bool is_atom_character(char c) {
  return is_alphanumeric(c) || kAtomMarks.find(c) != std::string_view::npos;
}

bool is_quoted_local_part(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
    return false;
  }
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < ' ' || text[i] > '~' || text[i] == '"') {
      return false;
    }
    if (text[i] == '\\' && ++i == text.size()) {
      return false;
    }
  }
  return true;
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > 64) {
    return false;
  }
  const std::vector<std::string_view> atoms = split(text, '.');
  return is_quoted_local_part(text) ||
         std::all_of(atoms.begin(), atoms.end(), [](std::string_view atom) {
           return !atom.empty() && all(atom, is_atom_character);
         });
}

bool is_address_literal(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) {
    return false;
  }
  text = text.substr(1, text.size() - 2);
  return is_ipv4(text) || (text.starts_with("IPv6:") && is_ipv6(text.substr(5)));
}

// How many 16-bit groups "a:b:c" has; a dotted IPv4 address at the end counts
// as two. Nothing readable: -1. The empty text has none.
int count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) {
    return 0;
  }
  const std::vector<std::string_view> groups = split(text, ':');
  int count = 0;
  for (const std::string_view& group : groups) {
    if (may_end_in_ipv4 && &group == &groups.back() && is_ipv4(group)) {
      count += 2;
    } else if (group.empty() || group.size() > 4 || !all(group, is_hex)) {
      return -1;
    } else {
      ++count;
    }
  }
  return count;
}

// Does the unpadded base64url `part` hold a JSON object, as far as its braces
// tell?
bool holds_object(std::string_view part) {
  std::string standard(part);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  const auto decoded = base64_decode(standard);
  if (!decoded) {
    return false;
  }
  const std::string_view json = trim(*decoded);
  return json.starts_with('{') && json.ends_with('}');
}

bool is_base64url(std::string_view text) {
  return text.size() % 4 != 1 &&
         all(text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

// "alpha.1" behind '-' (numbers without leading zeros) or "build.007" behind
// '+'.
bool are_identifiers(std::string_view text, bool numbers_are_plain) {
  const std::vector<std::string_view> parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return !part.empty() && all(part, [](char c) { return is_alphanumeric(c) || c == '-'; }) &&
           (!numbers_are_plain || !all(part, is_digit) || is_plain_number(part));
  });
}

constexpr std::array<TextFormat, 12> kFormats = {{
    {"date-time", is_date_time},
    {"date", is_date},
    {"time", is_time},
    {"uuid", is_uuid},
    {"uri", is_uri},
    {"email", is_email},
    {"hostname", is_hostname},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"base64", is_base64},
    {"jwt", is_jwt},
    {"semver", is_semver},
}};

}  // namespace

bool is_date_time(std::string_view text) { return parse_date_time(text).has_value(); }

bool is_date(std::string_view text) { return parse_date(text).has_value(); }

bool is_time(std::string_view text) {
  return text.size() <= 64 && is_date_time("2000-01-01T" + std::string(text));
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) {
      return false;
    }
  }
  return true;
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) {
    return false;
  }
  text.remove_prefix(colon + 1);
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    if (!is_uri_part(text.substr(hash + 1), ":@/?")) {
      return false;
    }
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    if (!is_uri_part(text.substr(mark + 1), ":@/?")) {
      return false;
    }
    text = text.substr(0, mark);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t slash = std::min(text.find('/'), text.size());
    return is_authority(text.substr(0, slash)) && is_uri_part(text.substr(slash), ":@/");
  }
  return is_uri_part(text, ":@/");
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 254) {
    return false;
  }
  const std::string_view host = text.substr(at + 1);
  return is_local_part(text.substr(0, at)) && (is_hostname(host) || is_address_literal(host));
}

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) {
    return false;
  }
  const std::vector<std::string_view> labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           all(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
  });
}

bool is_ipv4(std::string_view text) {
  if (text.size() > 15) {
    return false;
  }
  const std::vector<std::string_view> parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() <= 3 && is_plain_number(part) && (part.size() < 3 || part <= "255");
         });
}

bool is_ipv6(std::string_view text) {
  if (text.size() > 45) {
    return false;
  }
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    return count_groups(text, true) == 8;
  }
  const int before = count_groups(text.substr(0, gap), false);
  const int after = count_groups(text.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

bool is_base64(std::string_view text) {
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  return text.size() % 4 == 0 && all(text.substr(0, text.size() - padding), [](char c) {
           return is_alphanumeric(c) || c == '+' || c == '/';
         });
}

bool is_jwt(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), is_base64url) &&
         holds_object(parts[0]) && holds_object(parts[1]);
}

bool is_semver(std::string_view text) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) {
      return false;
    }
    text = text.substr(0, plus);
  }
  if (const std::size_t dash = text.find('-'); dash != std::string_view::npos) {
    if (!are_identifiers(text.substr(dash + 1), true)) {
      return false;
    }
    text = text.substr(0, dash);
  }
  const std::vector<std::string_view> numbers = split(text, '.');
  return numbers.size() == 3 && std::all_of(numbers.begin(), numbers.end(), is_plain_number);
}

std::span<const TextFormat> text_formats() { return kFormats; }

const TextFormat* find_text_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const TextFormat& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace switchgate
