#include "checks/base/set_cookie.h"

#include "gtest/gtest.h"

namespace switchgate {
namespace {

SetCookie read(std::string_view line) {
  Result<SetCookie> cookie = parse_set_cookie(line);
  EXPECT_TRUE(cookie) << line << ": " << (cookie ? "" : cookie.error().message);
  return cookie ? *std::move(cookie) : SetCookie{};
}

std::string mistake(std::string_view line) {
  const Result<SetCookie> cookie = parse_set_cookie(line);
  return cookie ? "none" : cookie.error().message;
}

TEST(SetCookie, ReadsEveryAttributeWhateverItsCase) {
  const SetCookie cookie = read(
      "sid=a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; MAX-AGE=60; domain=.Shop.Example; "
      "Path=/cart; Secure;HttpOnly ; SameSite = Lax");
  EXPECT_EQ(cookie.name, "sid");
  EXPECT_EQ(cookie.value, "a=b");
  EXPECT_EQ(cookie.domain, "shop.example");
  EXPECT_EQ(cookie.path, "/cart");
  ASSERT_TRUE(cookie.expires);
  EXPECT_EQ(format_date_time(*cookie.expires), "2026-10-21T07:28:00Z");
  EXPECT_EQ(cookie.max_age, std::chrono::seconds(60));
  EXPECT_TRUE(cookie.secure);
  EXPECT_TRUE(cookie.http_only);
  EXPECT_EQ(cookie.same_site, "Lax");
}

TEST(SetCookie, KeepsQuotesAndTrimsBlanks) {
  const SetCookie cookie = read("  a  =  \"x y\"  ;");
  EXPECT_EQ(cookie.name, "a");
  EXPECT_EQ(cookie.value, "\"x y\"");
  EXPECT_FALSE(cookie.secure);
}

TEST(SetCookie, TheLastAttributeOfANameCountsAndOneThatCannotBeReadDoesNot) {
  const SetCookie cookie = read("a=; Path=/x; Path=relative; Max-Age=5; Max-Age=1e3; Expires=soon");
  EXPECT_EQ(cookie.value, "");
  EXPECT_EQ(cookie.path, "");
  EXPECT_EQ(cookie.max_age, std::chrono::seconds(5));
  EXPECT_FALSE(cookie.expires);
}

TEST(SetCookie, BoundsAnAgeThatNoClockCanCount) {
  EXPECT_EQ(read("a=1; Max-Age=99999999999999999999999").max_age,
            std::chrono::seconds(400LL * 24 * 3600));
  EXPECT_EQ(read("a=1; Max-Age=-99999999999999999999999").max_age, std::chrono::seconds(0));
}

TEST(SetCookie, RefusesWhatNoBrowserKeeps) {
  EXPECT_EQ(mistake("sid; Path=/"), "expected NAME=VALUE, found no '=' in 'sid'");
  EXPECT_EQ(mistake(" =x"), "expected NAME=VALUE, found no name");
  EXPECT_EQ(mistake("a=b\r\nX: y"), "it holds a control character");
  EXPECT_EQ(mistake("a=b; Path=/\x7f"), "it holds a control character");
  EXPECT_EQ(mistake("a=" + std::string(4096, 'x')), "its name and value have more than 4096 bytes");
  EXPECT_EQ(mistake("a=" + std::string(4095, 'x')), "none");
}

TEST(HttpDate, ReadsTheThreeFormsOfHttpAndThoseOfCookies) {
  for (const std::string_view text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "6 november 1994 8:49:37", "08:49:37 06-Nov-1994 utc"}) {
    const auto date = parse_http_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(format_date_time(*date), "1994-11-06T08:49:37Z") << text;
  }
  EXPECT_EQ(format_date_time(*parse_http_date("Thu, 01-Jan-69 00:00:00 GMT")),
            "2069-01-01T00:00:00Z");
}

TEST(HttpDate, IsNothingForADayOrTimeThatDoesNotExist) {
  for (const std::string_view text :
       {"", "120", "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 1600 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994", "2026-11-22T10:15:30Z",
        "06 Nov 19945 08:49:37"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace switchgate
