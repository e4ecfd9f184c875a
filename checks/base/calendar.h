// The UTC calendar: RFC 3339 dates and times as seconds since 1970, without the
// C library's global time zone and locale.

#ifndef SWITCHGATE_CHECKS_BASE_CALENDAR_H_
#define SWITCHGATE_CHECKS_BASE_CALENDAR_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace switchgate {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// "2026-11-22T10:15:30.250Z", "2026-11-22T10:15:30+01:00" (RFC 3339; the leap
// second :60 is taken as the next minute's :00). Nothing for anything else.
std::optional<Instant> parse_date_time(std::string_view text);

// "2026-11-22", at midnight UTC. Nothing for a day that does not exist.
std::optional<Instant> parse_date(std::string_view text);

// A date or a date with its time, either of the above.
std::optional<Instant> parse_instant(std::string_view text);

// "now", "now-5m", "now+2d": how far from now. Durations as in units.h, and days.
std::optional<std::chrono::microseconds> parse_from_now(std::string_view text);

std::string format_date_time(Instant value);  // "2026-11-22T10:15:30Z", whole seconds
std::string format_date(Instant value);       // "2026-11-22"

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_CALENDAR_H_
