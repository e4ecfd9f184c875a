// Quantities with their unit in the type, and how people write them.

#ifndef SWITCHGATE_CHECKS_BASE_UNITS_H_
#define SWITCHGATE_CHECKS_BASE_UNITS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchgate {

using Micros = std::chrono::microseconds;

// "250ms", "1.5s", "2m", "1h", "300us": a number and a unit without a blank.
// Nothing for anything else, for negative values, and beyond 1000 hours.
std::optional<Micros> parse_duration(std::string_view text);

// How old something may be: a duration as above, or days: "30d", up to 36500 of them.
std::optional<Micros> parse_age(std::string_view text);

// The shortest form that reads well: "830us", "12.3ms", "1.52s", "2m 05s".
std::string format_duration(Micros value);

// "5%", "7.5%" -> 0.05, 0.075. Nothing for anything else and for negatives.
std::optional<double> parse_percent(std::string_view text);

// "4 B", "12.3 KB", "1.5 MB" (powers of 1000, as a browser shows them).
std::string format_bytes(std::uint64_t bytes);

// A number without noise: at most `digits` significant digits, no trailing zeros.
// Locale-independent, so that reports are the same everywhere.
std::string format_number(double value, int digits = 6);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_UNITS_H_
