#include "checks/base/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace switchgate {
namespace {

// A plain decimal at the start of `text`; advances past it.
std::optional<double> take_decimal(std::string_view& text) {
  if (text.empty() || text[0] < '0' || text[0] > '9') {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end[-1] == '.') {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return value;
}

struct Unit {
  std::string_view name;
  double micros;
};
constexpr std::array<Unit, 5> kUnits = {
    {{"us", 1}, {"ms", 1e3}, {"s", 1e6}, {"m", 60e6}, {"h", 3600e6}}};

std::string fixed_number(double value, int decimals, const char* unit) {
  std::array<char, 64> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::fixed, decimals);
  return std::string(buffer.data(), result.ptr) + unit;
}

}  // namespace

std::optional<Micros> parse_duration(std::string_view text) {
  const auto value = take_decimal(text);
  if (!value) {
    return std::nullopt;
  }
  for (const Unit& unit : kUnits) {
    if (text == unit.name) {
      const double micros = *value * unit.micros;
      if (micros > 1000 * 3600e6) {
        return std::nullopt;
      }
      return Micros(std::llround(micros));
    }
  }
  return std::nullopt;
}

std::optional<Micros> parse_age(std::string_view text) {
  constexpr int kMostDays = 36'500;
  if (!text.ends_with('d')) {
    return parse_duration(text);
  }
  text.remove_suffix(1);
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc{} || end != text.data() + text.size() || days < 0 || days > kMostDays) {
    return std::nullopt;
  }
  return std::chrono::days(days);
}

std::string format_duration(Micros value) {
  const auto count = value.count();
  const double us = static_cast<double>(count);
  if (count < 0) {
    return '-' + format_duration(-value);
  }
  if (count < 1000) {
    return std::to_string(count) + "us";
  }
  // The bounds are where rounding would add a digit: never "1000ms" or "60s".
  if (count < 9'995) {
    return fixed_number(us / 1e3, 2, "ms");
  }
  if (count < 99'950) {
    return fixed_number(us / 1e3, 1, "ms");
  }
  if (count < 999'500) {
    return fixed_number(us / 1e3, 0, "ms");
  }
  if (count < 59'950'000) {
    return format_number(us / 1e6, 3) + "s";
  }
  const auto seconds = (count + 500'000) / 1'000'000;
  const auto rest = seconds % 60;
  return std::to_string(seconds / 60) + (rest < 10 ? "m 0" : "m ") + std::to_string(rest) + "s";
}

std::optional<double> parse_percent(std::string_view text) {
  const auto value = take_decimal(text);
  if (!value || text != "%") {
    return std::nullopt;
  }
  return *value / 100;
}

std::string format_bytes(std::uint64_t bytes) {
  if (bytes < 1000) {
    return std::to_string(bytes) + " B";
  }
  double value = static_cast<double>(bytes);
  const char* unit = "B";
  for (const char* next : {"KB", "MB", "GB", "TB", "PB", "EB"}) {
    if (value < 999.5) {
      break;
    }
    value /= 1000;
    unit = next;
  }
  return format_number(value, 3) + ' ' + unit;
}

std::string format_number(double value, int digits) {
  if (std::isnan(value)) {
    return "nan";
  }
  std::array<char, 64> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::general, digits);
  return {buffer.data(), result.ptr};
}

}  // namespace switchgate
