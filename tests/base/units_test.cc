// Quantities: how people write them and how they are shown.

#include "checks/base/units.h"

#include <limits>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

TEST(Units, AnAgeIsADurationOrDays) {
  EXPECT_EQ(parse_age("30d"), Micros(std::chrono::days(30)));
  EXPECT_EQ(parse_age("36h"), Micros(std::chrono::hours(36)));
  for (const char* bad :
       {"", "d", "30", "1.5d", "-1d", "+1d", "30 days", "36501d", "99999999999d"}) {
    EXPECT_EQ(parse_age(bad), std::nullopt) << bad;
  }
}

TEST(Duration, ReadsANumberAndAUnit) {
  struct {
    const char* text;
    std::optional<std::int64_t> micros;
  } const cases[] = {
      {"250ms", 250'000},
      {"1.5s", 1'500'000},
      {"2m", 120'000'000},
      {"1h", 3'600'000'000},
      {"300us", 300},
      {"0s", 0},
      {"0.0001ms", 0},
      {"1000h", 3'600'000'000'000},
      {"1000.1h", std::nullopt},
      {"250", std::nullopt},
      {"ms", std::nullopt},
      {"", std::nullopt},
      {"-1s", std::nullopt},
      {"+1s", std::nullopt},
      {"1 s", std::nullopt},
      {"1.s", std::nullopt},
      {".5s", std::nullopt},
      {"1e3ms", std::nullopt},
      {"1S", std::nullopt},
      {"1s ", std::nullopt},
      {"infs", std::nullopt},
      {"nans", std::nullopt},
      {"1d", std::nullopt},
      {"1,5s", std::nullopt},
  };
  for (const auto& c : cases) {
    const auto duration = parse_duration(c.text);
    EXPECT_EQ(duration ? std::optional(duration->count()) : std::nullopt, c.micros) << c.text;
  }
}

TEST(Duration, ReadsWellAtEveryScale) {
  struct {
    std::int64_t micros;
    const char* text;
  } const cases[] = {
      {0, "0us"},
      {830, "830us"},
      {999, "999us"},
      {1000, "1.00ms"},
      {9'994, "9.99ms"},
      {9'996, "10.0ms"},
      {12'345, "12.3ms"},
      {99'960, "100ms"},
      {250'000, "250ms"},
      {999'499, "999ms"},
      {999'500, "1s"},
      {1'520'000, "1.52s"},
      {59'900'000, "59.9s"},
      {59'999'999, "1m 00s"},
      {60'000'000, "1m 00s"},
      {125'000'000, "2m 05s"},
      {3'600'000'000, "60m 00s"},
      {-1'520'000, "-1.52s"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(format_duration(Micros(c.micros)), c.text) << c.micros;
  }
}

TEST(Percent, ReadsWhatEndsInItsSign) {
  EXPECT_DOUBLE_EQ(parse_percent("5%").value(), 0.05);
  EXPECT_DOUBLE_EQ(parse_percent("7.5%").value(), 0.075);
  EXPECT_DOUBLE_EQ(parse_percent("250%").value(), 2.5);
  for (const char* const bad : {"", "5", "%", "-5%", "5 %", "5%%", "5.%", "five%"}) {
    EXPECT_EQ(parse_percent(bad), std::nullopt) << bad;
  }
}

TEST(Bytes, AreShownInPowersOfAThousand) {
  struct {
    std::uint64_t bytes;
    const char* text;
  } const cases[] = {{0, "0 B"},
                     {4, "4 B"},
                     {999, "999 B"},
                     {1000, "1 KB"},
                     {12'345, "12.3 KB"},
                     {999'499, "999 KB"},
                     {999'500, "1 MB"},
                     {1'500'000, "1.5 MB"},
                     {2'000'000'000, "2 GB"},
                     {1'500'000'000'000, "1.5 TB"},
                     {std::numeric_limits<std::uint64_t>::max(), "18.4 EB"}};
  for (const auto& c : cases) {
    EXPECT_EQ(format_bytes(c.bytes), c.text);
  }
}

TEST(Numbers, AreShownWithoutNoise) {
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(1.0 / 3), "0.333333");
  EXPECT_EQ(format_number(1.0 / 3, 2), "0.33");
  EXPECT_EQ(format_number(42), "42");
  EXPECT_EQ(format_number(-2.50), "-2.5");
  EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN()), "nan");
}

}  // namespace
}  // namespace switchgate
