// Which format a string is said to have.

#include "checks/shape/format.h"

#include <string_view>

#include <gtest/gtest.h>

namespace switchgate::shape {
namespace {

struct Case {
  std::string_view text;
  std::string_view format;
};

constexpr Case kCases[] = {
    {"", "empty"},
    {" ", "plain"},
    {"lamp", "plain"},
    {"550e8400-e29b-41d4-a716-446655440000", "uuid"},
    {"550E8400-E29B-41D4-A716-446655440000", "uuid"},
    {"550e8400-e29b-41d4-a716-44665544000g", "plain"},
    {"550e8400-e29b-41d4-a716-4466554400001", "plain"},
    {"2026-11-22T10:15:30Z", "date-time"},
    {"2026-11-22T10:15:30.123456789+01:00", "date-time"},
    {"2026-11-22T10:15:30", "plain"},
    {"2026-02-30T10:15:30Z", "plain"},
    {"2026-11-22", "date"},
    {"2024-02-29", "date"},
    {"2026-02-29", "plain"},
    {"10:15:30", "time"},
    {"10:15:30.5Z", "time"},
    {"10:15:30+01:00", "time"},
    {"10:15:30.", "plain"},
    {"25:15:30", "plain"},
    {"a.b+c@example.com", "email"},
    {"a@localhost", "plain"},
    {"@example.com", "plain"},
    {"a@b@example.com", "plain"},
    {"a@-x.com", "plain"},
    {"https://example.com/a?b=c#d", "uri"},
    {"urn:isbn:0451450523", "uri"},
    {"https://", "plain"},
    {"https://a b", "plain"},
    {"note: remember", "plain"},
    {"10.0.3.7", "ipv4"},
    {"10.0.3.256", "plain"},
    {"10.0.3", "plain"},
    {"10.0.03.7", "plain"},
    {"::1", "ipv6"},
    {"::", "ipv6"},
    {"2001:db8::8a2e:370:7334", "ipv6"},
    {"2001:0db8:0000:0000:0000:8a2e:0370:7334", "ipv6"},
    {"::ffff:10.0.3.7", "ipv6"},
    {"2001:db8::1::2", "plain"},
    {"1:2:3:4:5:6:7:8:9", "plain"},
    {"1:2:3:4:5:6:7", "plain"},
    {"12345::", "plain"},
    {"01ARZ3NDEKTSV4RRFFQ69G5FAV", "ulid"},
    {"81ARZ3NDEKTSV4RRFFQ69G5FAV", "plain"},
    {"01ARZ3NDEKTSV4RRFFQ69G5FAI", "plain"},
    {"42", "numeric"},
    {"-4.20", "numeric"},
    {"4.", "plain"},
    {".5", "plain"},
    {"1e5", "plain"},
    {"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "jwt"},
    {"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln", "jwt"},
    {"eyJhbGciOiJub25lIn0.eyJz", "plain"},
    {"a.b.c", "plain"},
};

TEST(Format, IsTheMostTellingOne) {
  for (const Case& c : kCases) EXPECT_EQ(name_of(detect_format(c.text)), c.format) << c.text;
}

TEST(Format, NamesReadBack) {
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    const auto format = static_cast<Format>(i);
    EXPECT_EQ(format_named(name_of(format)), format);
  }
  EXPECT_FALSE(format_named("hostname"));
}

TEST(Format, TellsKeysMadeByMachinesFromNames) {
  for (const char* key : {"17", "550e8400-e29b-41d4-a716-446655440000", "2026-11-22", "DE", "de-DE",
                          "pt_BR", "a@example.com", "deadbeef01"}) {
    EXPECT_TRUE(machine_made_key(key)) << key;
  }
  for (const char* key : {"id", "to", "price", "deadbeef", "", "a b", "created_at"}) {
    EXPECT_FALSE(machine_made_key(key)) << key;
  }
}

TEST(Format, AnyBytesAreTakenAsTheyAre) {
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const std::string_view one(&byte, 1);
    const bool digit = c >= '0' && c <= '9';
    EXPECT_EQ(detect_format(one), digit ? Format::kNumeric : Format::kPlain) << c;
  }
}

}  // namespace
}  // namespace switchgate::shape
