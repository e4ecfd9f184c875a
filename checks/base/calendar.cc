#include "checks/base/calendar.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "checks/base/units.h"

namespace switchgate {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads exactly `count` digits at the start of `text` and advances past them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) {
    return std::nullopt;
  }
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text[0] != expected) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

std::optional<Instant> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) {
    return std::nullopt;
  }
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) {
    return std::nullopt;
  }
  const auto day = take_digits(text, 2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return Instant{std::chrono::sys_days{date}};
}

// Up to six digits of a fraction count; the rest is read and dropped.
std::optional<microseconds> take_fraction(std::string_view& text) {
  microseconds value{0};
  int scale = 100'000;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    value += microseconds{(text[digits] - '0') * scale};
    scale /= 10;
    ++digits;
  }
  if (digits == 0) {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return value;
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) {
    return minutes{0};
  }
  const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
  if (sign == 0) {
    return std::nullopt;
  }
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) {
    return std::nullopt;
  }
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) {
    return std::nullopt;
  }
  return minutes{sign * (*hour * 60 + *minute)};
}

struct Parts {
  int year;
  unsigned month, day;
  int hour, minute, second;
};

Parts parts_of(Instant value) {
  const auto day = std::chrono::floor<std::chrono::days>(value);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<seconds>(value - day)};
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<int>(time.hours().count()),
          static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count())};
}

}  // namespace

std::optional<Instant> parse_date_time(std::string_view text) {
  auto instant = take_date(text);
  if (!instant || !(take(text, 'T') || take(text, 't'))) {
    return std::nullopt;
  }
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) {
    return std::nullopt;
  }
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) {
    return std::nullopt;
  }
  const auto second = take_digits(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  *instant += hours{*hour} + minutes{*minute} + seconds{*second};
  if (take(text, '.')) {
    const auto fraction = take_fraction(text);
    if (!fraction) {
      return std::nullopt;
    }
    *instant += *fraction;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) {
    return std::nullopt;
  }
  return *instant - *offset;
}

std::optional<Instant> parse_date(std::string_view text) {
  const auto instant = take_date(text);
  return text.empty() ? instant : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto date_time = parse_date_time(text);
  return date_time ? date_time : parse_date(text);
}

std::optional<microseconds> parse_from_now(std::string_view text) {
  constexpr std::string_view kNow = "now";
  if (!text.starts_with(kNow)) {
    return std::nullopt;
  }
  text.remove_prefix(kNow.size());
  if (text.empty()) {
    return microseconds{0};
  }
  const int sign = text[0] == '+' ? 1 : text[0] == '-' ? -1 : 0;
  text.remove_prefix(1);
  if (sign == 0 || text.empty() || text[0] < '0' || text[0] > '9') {
    return std::nullopt;
  }
  const auto age = parse_age(text);
  return age ? std::optional(*age * sign) : std::nullopt;
}

std::string format_date_time(Instant value) {
  const Parts p = parts_of(value);
  std::array<char, 64> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                                   p.year, p.month, p.day, p.hour, p.minute, p.second);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string format_date(Instant value) { return format_date_time(value).substr(0, 10); }

}  // namespace switchgate
