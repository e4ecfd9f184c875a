#include "checks/base/set_cookie.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "checks/base/text.h"

namespace switchgate {
namespace {

constexpr std::size_t kMaxPair = 4096;
constexpr std::size_t kMaxAttribute = 1024;
constexpr std::int64_t kLongestAge = 400LL * 24 * 3600;  // as RFC 6265bis bounds it

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// `least` to `most` digits at the start of `text`, and no further digit behind them.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  for (; count < text.size() && is_digit(text[count]); ++count) {
    if (count == most) {
      return std::nullopt;
    }
    value = value * 10 + (text[count] - '0');
  }
  if (count < least) {
    return std::nullopt;
  }
  text.remove_prefix(count);
  return value;
}

struct Clock {
  int hour;
  int minute;
  int second;
};

// "08:49:37", whatever follows the last digit.
std::optional<Clock> read_clock(std::string_view token) {
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      if (token.empty() || token.front() != ':') {
        return std::nullopt;
      }
      token.remove_prefix(1);
    }
    const auto part = take_number(token, 1, 2);
    if (!part) {
      return std::nullopt;
    }
    parts[i] = *part;
  }
  return Clock{parts[0], parts[1], parts[2]};
}

std::optional<unsigned> read_month(std::string_view token) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (token.size() < 3) {
    return std::nullopt;
  }
  const std::size_t at = kMonths.find(to_lower_ascii(token.substr(0, 3)));
  return at == std::string_view::npos || at % 3 != 0
             ? std::nullopt
             : std::optional(static_cast<unsigned>(at / 3 + 1));
}

// What separates the tokens of a date; letters, digits, ':' and bytes beyond ASCII do not.
bool is_delimiter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x09 || (byte >= 0x20 && byte <= 0x2F) || (byte >= 0x3B && byte <= 0x40) ||
         (byte >= 0x5B && byte <= 0x60) || (byte >= 0x7B && byte <= 0x7E);
}

// The parts of a date in whatever order they come: the first token that fits each.
struct DateParts {
  std::optional<Clock> clock;
  std::optional<int> day;
  std::optional<unsigned> month;
  std::optional<int> year;

  void take(std::string_view token) {
    std::string_view rest = token;
    if (!clock && (clock = read_clock(token))) {
      return;
    }
    if (!day && (day = take_number(rest, 1, 2))) {
      return;
    }
    if (!month && (month = read_month(token))) {
      return;
    }
    if (!year) {
      year = take_number(rest, 2, 4);
    }
  }
};

std::optional<std::chrono::seconds> read_max_age(std::string_view value) {
  const bool negative = value.starts_with('-');
  const std::string_view digits = value.substr(negative ? 1 : 0);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return std::nullopt;
  }
  std::int64_t age = 0;
  for (const char c : digits) {
    age = std::min(kLongestAge, age * 10 + (c - '0'));
  }
  return std::chrono::seconds(negative ? 0 : age);
}

void read_attribute(std::string_view text, SetCookie& cookie) {
  const std::size_t equals = text.find('=');
  const std::string name = to_lower_ascii(trim_blanks(text.substr(0, equals)));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : trim_blanks(text.substr(equals + 1));
  if (value.size() > kMaxAttribute) {
    return;
  }
  if (name == "expires") {
    if (const auto date = parse_http_date(value)) {
      cookie.expires = date;
    }
  } else if (name == "max-age") {
    if (const auto age = read_max_age(value)) {
      cookie.max_age = age;
    }
  } else if (name == "domain") {
    cookie.domain = to_lower_ascii(value.starts_with('.') ? value.substr(1) : value);
  } else if (name == "path") {
    cookie.path = value.starts_with('/') ? value : std::string_view();
  } else if (name == "secure") {
    cookie.secure = true;
  } else if (name == "httponly") {
    cookie.http_only = true;
  } else if (name == "samesite") {
    cookie.same_site = value;
  }
}

}  // namespace

Result<SetCookie> parse_set_cookie(std::string_view line) {
  if (has_control(line)) {
    return Error{"it holds a control character", {}};
  }
  const std::vector<std::string_view> parts = split(line, ';');
  const std::string_view pair = parts.front();
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) {
    return Error{"expected NAME=VALUE, found no '=' in '" + excerpt(pair, 60) + '\'', {}};
  }
  SetCookie cookie;
  cookie.name = trim_blanks(pair.substr(0, equals));
  cookie.value = trim_blanks(pair.substr(equals + 1));
  if (cookie.name.empty()) {
    return Error{"expected NAME=VALUE, found no name", {}};
  }
  if (cookie.name.size() + cookie.value.size() > kMaxPair) {
    return Error{"its name and value have more than " + std::to_string(kMaxPair) + " bytes", {}};
  }
  std::for_each(parts.begin() + 1, parts.end(),
                [&](std::string_view attribute) { read_attribute(attribute, cookie); });
  return cookie;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  DateParts parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && !is_delimiter(text[at])) {
      ++at;
    }
    if (at > begin) {
      parts.take(text.substr(begin, at - begin));
    } else {
      ++at;
    }
  }
  if (!parts.clock || !parts.day || !parts.month || !parts.year) {
    return std::nullopt;
  }
  int year = *parts.year;
  year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{*parts.month},
                                         std::chrono::day{static_cast<unsigned>(*parts.day)}};
  const Clock& clock = *parts.clock;
  constexpr int kFirstYear = 1601;
  if (!date.ok() || year < kFirstYear || clock.hour > 23 || clock.minute > 59 ||
      clock.second > 59) {
    return std::nullopt;
  }
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours(clock.hour) +
         std::chrono::minutes(clock.minute) + std::chrono::seconds(clock.second);
}

}  // namespace switchgate
