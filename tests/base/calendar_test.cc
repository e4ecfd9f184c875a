// The UTC calendar: RFC 3339 in and out.

#include "checks/base/calendar.h"

#include <gtest/gtest.h>

namespace switchgate {
namespace {

TEST(Calendar, ReadsRfc3339) {
  struct {
    const char* text;
    std::optional<std::int64_t> micros;  // since 1970
  } const cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01t00:00:01z", 1'000'000},
      {"1970-01-01T00:00:00.25Z", 250'000},
      {"1970-01-01T00:00:00.1234569Z", 123'456},
      {"1970-01-01T01:00:00+01:00", 0},
      {"1969-12-31T23:30:00-00:30", 0},
      {"1969-12-31T23:59:59.5Z", -500'000},
      {"2026-11-22T10:15:30Z", 1'795'342'530'000'000},
      {"2024-02-29T00:00:00Z", 1'709'164'800'000'000},
      {"2016-12-31T23:59:60Z", 1'483'228'800'000'000},  // the leap second
      {"2023-02-29T00:00:00Z", std::nullopt},
      {"2023-13-01T00:00:00Z", std::nullopt},
      {"2023-00-01T00:00:00Z", std::nullopt},
      {"2023-01-01T24:00:00Z", std::nullopt},
      {"2023-01-01T00:60:00Z", std::nullopt},
      {"2023-01-01T00:00:61Z", std::nullopt},
      {"2023-01-01T00:00:00", std::nullopt},
      {"2023-01-01 00:00:00Z", std::nullopt},
      {"2023-01-01T00:00Z", std::nullopt},
      {"2023-01-01T00:00:00.Z", std::nullopt},
      {"2023-01-01T00:00:00+24:00", std::nullopt},
      {"2023-01-01T00:00:00+0100", std::nullopt},
      {"2023-01-01T00:00:00Zx", std::nullopt},
      {"23-01-01T00:00:00Z", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& c : cases) {
    const auto instant = parse_date_time(c.text);
    EXPECT_EQ(instant ? std::optional(instant->time_since_epoch().count()) : std::nullopt, c.micros)
        << c.text;
  }
}

TEST(Calendar, ReadsDatesThatExist) {
  EXPECT_EQ(parse_date("2026-11-22"), parse_date_time("2026-11-22T00:00:00Z"));
  for (const char* const bad :
       {"2023-02-29", "2026-11-22T", "2026-1-2", "2026-11-31", "", "20261122"}) {
    EXPECT_EQ(parse_date(bad), std::nullopt) << bad;
  }
}

TEST(Calendar, WritesWholeSecondsAndDates) {
  EXPECT_EQ(format_date_time(*parse_date_time("2026-11-22T10:15:30.999+01:00")),
            "2026-11-22T09:15:30Z");
  EXPECT_EQ(format_date(*parse_date_time("2026-11-22T00:30:00+01:00")), "2026-11-21");
  EXPECT_EQ(format_date_time(*parse_date_time("1969-12-31T23:59:59.5Z")), "1969-12-31T23:59:59Z");
}

TEST(Calendar, ReadsWhatItWrites) {
  for (std::int64_t seconds = -5'000'000'000; seconds < 5'000'000'000; seconds += 12'345'677) {
    const Instant instant{std::chrono::seconds{seconds}};
    EXPECT_EQ(parse_date_time(format_date_time(instant)), instant) << seconds;
  }
}

TEST(Calendar, CountsFromNow) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_from_now("now"), 0us);
  EXPECT_EQ(parse_from_now("now-5m"), -5min);
  EXPECT_EQ(parse_from_now("now+1.5h"), 90min);
  EXPECT_EQ(parse_from_now("now+2d"), 48h);
  EXPECT_EQ(parse_from_now("now-36500d"), -36500 * 24h);
  for (const char* bad :
       {"", "no", "now+", "now-", "now 5m", "now5m", "now+d", "now+1.5d", "now--5m", "now+-5m",
        "now+36501d", "now+5", "now+5w", "Now", "now+2dd"}) {
    EXPECT_EQ(parse_from_now(bad), std::nullopt) << bad;
  }
}

TEST(Calendar, TakesADateForItsMidnight) {
  EXPECT_EQ(parse_instant("2026-11-22"), parse_date_time("2026-11-22T00:00:00Z"));
  EXPECT_EQ(parse_instant("2026-11-22T01:00:00+01:00"), parse_date("2026-11-22"));
  EXPECT_EQ(parse_instant("tomorrow"), std::nullopt);
}

}  // namespace
}  // namespace switchgate
