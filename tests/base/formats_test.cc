// The named text formats, by examples on both sides of each border.

#include "checks/base/formats.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

struct Examples {
  std::vector<std::string> valid;
  std::vector<std::string> invalid;
};

const std::string kLongLabel(63, 'a');
const std::string kClaims = "eyJzdWIiOiIxIn0";  // {"sub":"1"}

const std::map<std::string, Examples>& examples() {
  static const std::map<std::string, Examples> all = {
      {"date-time",
       {{"2026-11-22T10:15:30Z", "2026-11-22t10:15:30.123456789+01:00",
         "2024-02-29T00:00:00-23:59"},
        {"2026-11-22", "2026-11-22 10:15:30Z", "2026-11-22T10:15:30", "2025-02-29T00:00:00Z",
         "2026-11-22T24:00:00Z", "2026-11-22T10:15:30.Z", "2026-11-22T10:15:30Zx", ""}}},
      {"date",
       {{"2026-11-22", "2024-02-29"}, {"2026-11-31", "2026-1-1", "2026-11-22T", "20261122", ""}}},
      {"time",
       {{"10:15:30Z", "10:15:30.5+01:00", "23:59:60Z"},
        {"10:15:30", "10:15Z", "24:00:00Z", "T10:15:30Z", ""}}},
      {"uuid",
       {{"123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000",
         "018F3C5E-7B1A-7CC0-8000-0123456789AB"},
        {"123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
         "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456_426614174000", ""}}},
      {"uri",
       {{"https://shop.example.com/a?b=c#d", "mailto:ann@example.com", "urn:isbn:0451450523",
         "http://[::1]:8080/", "ftp://user:pw@host", "http://a/%20", "x:", "http://a:/b",
         "file:///etc/hosts"},
        {"/products", "shop.example.com", "http://a b/", "http://a/%2", "://a", "http://[::1/",
         "http://a:80x/", "1http://a", "http://a/<b>", "http://a/ä", ""}}},
      {"email",
       {{"ann@example.com", "a.b+c@example.com", "\"a b\"@example.com", "ann@[127.0.0.1]",
         "ann@[IPv6:::1]", "o'hara@localhost"},
        {"ann", "@example.com", "ann@", "a..b@example.com", ".a@example.com", "a b@example.com",
         "ann@-example.com", "ann@[1.2.3]", std::string(65, 'a') + "@example.com",
         "\"a\"b\"@example.com", ""}}},
      {"hostname",
       {{"shop.example.com", "localhost", "xn--nxasmq6b", "1.example", kLongLabel + ".com"},
        {"-a.com", "a-.com", "a..com", "a_b.com", "example.com.", kLongLabel + "a.com",
         kLongLabel + '.' + kLongLabel + '.' + kLongLabel + '.' + kLongLabel, "ä.com", ""}}},
      {"ipv4",
       {{"127.0.0.1", "0.0.0.0", "255.255.255.255"},
        {"256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "1..2.3", ""}}},
      {"ipv6",
       {{"::", "::1", "1::", "2001:db8::8a2e:370:7334", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
         "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::"},
        {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "fe80::1%eth0",
         "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4::5:6:7:8", ""}}},
      {"base64",
       {{"", "aGVsbG8=", "aA==", "+/+/"}, {"aGVsbG8", "aGVs bG8=", "a===", "-_-_", "=", "aG=s"}}},
      {"jwt",
       {{"eyJhbGciOiJIUzI1NiJ9." + kClaims + ".c2ln", "eyJhbGciOiJub25lIn0." + kClaims + '.'},
        {"a.b.c", "eyJhbGciOiJIUzI1NiJ9." + kClaims, "eyJhbGciOiJIUzI1NiJ9." + kClaims + ".c2ln.x",
         "eyJhbGciOiJIUzI1NiJ9." + kClaims + ".c2l=", "eyJhbGciOiJIUzI1NiJ9..c2ln", ""}}},
      {"semver",
       {{"1.2.3", "0.0.0", "1.0.0-alpha.1", "1.0.0+build.007", "1.0.0-0a.-x+001"},
        {"1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.0-a..b", ""}}},
  };
  return all;
}

TEST(Formats, TakeTheirOwnAndNothingElse) {
  for (const auto& [name, texts] : examples()) {
    const TextFormat* format = find_text_format(name);
    ASSERT_NE(format, nullptr) << name;
    for (const std::string& text : texts.valid) {
      EXPECT_TRUE(format->holds(text)) << name << ": " << text;
    }
    for (const std::string& text : texts.invalid) {
      EXPECT_FALSE(format->holds(text)) << name << ": " << text;
    }
  }
}

TEST(Formats, AllHaveExamples) {
  EXPECT_EQ(text_formats().size(), examples().size());
  EXPECT_EQ(find_text_format("phone"), nullptr);
}

TEST(Formats, TakeNoTextWithATrailingBlankOrZeroByte) {
  for (const auto& [name, texts] : examples()) {
    for (const std::string& text : texts.valid) {
      EXPECT_FALSE(find_text_format(name)->holds(text + ' ')) << name << ": " << text;
      EXPECT_FALSE(find_text_format(name)->holds(text + '\0')) << name << ": " << text;
    }
  }
}

}  // namespace
}  // namespace switchgate
