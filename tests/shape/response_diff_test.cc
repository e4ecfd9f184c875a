// Statuses, media types, headers and redirects on both sides.

#include "checks/shape/response_diff.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace switchgate::shape {
namespace {

std::string line_of(const std::optional<Change>& change) {
  return change ? std::string(name_of(change->level)) + " " + change->rule : "";
}

TEST(CompareStatus, FollowsTheTable) {
  struct Case {
    int live;
    int candidate;
    std::string expected;
  };
  const Case cases[] = {
      {200, 200, ""},
      {200, 201, "warning compare/status"},
      {200, 202, "warning compare/status"},
      {200, 204, "error compare/status"},
      {200, 205, "error compare/status"},
      {204, 200, "warning compare/status"},
      {200, 301, "error compare/status"},
      {200, 304, "error compare/status"},
      {200, 404, "error compare/status"},
      {200, 500, "error compare/status"},
      {302, 301, "warning compare/status"},
      {302, 200, "warning compare/status"},
      {302, 404, "error compare/status"},
      {404, 410, "warning compare/status"},
      {404, 200, "warning compare/status"},
      {404, 503, "error compare/status"},
      {500, 503, "warning compare/status"},
      {500, 200, "warning compare/status"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(line_of(compare_status(c.live, c.candidate)), c.expected)
        << c.live << " -> " << c.candidate;
  }
  EXPECT_EQ(compare_status(200, 404)->message,
            "The status was 200 on live and is 404 on the candidate");
  EXPECT_EQ(compare_status(200, 404, Reference::kBaseline)->message,
            "The status was 200 in the baseline and is 404 on the candidate");
}

TEST(CompareMediaType, ComparesTypeThenCharset) {
  using Value = std::optional<std::string>;
  struct Case {
    Value live;
    Value candidate;
    std::string expected;
  };
  const Case cases[] = {
      {std::nullopt, std::nullopt, ""},
      {"application/json", "application/json", ""},
      {"application/json", "Application/JSON ; charset=UTF-8", ""},
      {"application/json; charset=utf-8", "application/json; charset=\"utf-8\"", ""},
      {"application/json", "application/json; charset=iso-8859-1", "note compare/charset"},
      {"text/html", "text/html; charset=utf-8", "note compare/charset"},
      {"application/json", "text/html", "error compare/content-type"},
      {"application/json", "application/problem+json", "error compare/content-type"},
      {"application/json", std::nullopt, "error compare/content-type"},
      {"application/json", "", "error compare/content-type"},
      {std::nullopt, "application/json", "note compare/content-type"},
      {"multipart/mixed; boundary=a", "multipart/mixed; boundary=b", ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(line_of(compare_media_type(c.live, c.candidate)), c.expected)
        << c.live.value_or("none") << " -> " << c.candidate.value_or("none");
    const auto recorded = compare_media_type(c.live, c.candidate, Reference::kBaseline);
    EXPECT_TRUE(!recorded || recorded->message.find("live") == std::string::npos);
  }
}

using Answers = std::vector<std::vector<Header>>;

TEST(CompareHeaders, ReportsWatchedOnesThatAreGone) {
  const Answers live = {{{"ETag", "a"}, {"X-Noise", "1"}}, {{"etag", "b"}}};
  const Answers none = {{{"Date", "x"}}, {}};
  const Answers some = {{{"ETag", "c"}}, {}};
  const std::vector<std::string> watched = {"ETag"};
  const std::vector<Change> gone = compare_headers(live, none, watched);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].level, Level::kError);
  EXPECT_EQ(gone[0].rule, "compare/header-removed");
  EXPECT_EQ(gone[0].path, "ETag");
  EXPECT_EQ(gone[0].message,
            "The header 'ETag' was present in all 2 live answers and is "
            "missing from all 2 "
            "candidate answers");
  EXPECT_EQ(compare_headers(live, none, watched, Reference::kBaseline).at(0).message,
            "The header 'ETag' was recorded in the baseline and is missing from all 2 candidate "
            "answers");
  const std::vector<Change> rarer = compare_headers(live, some, watched);
  ASSERT_EQ(rarer.size(), 1U);
  EXPECT_EQ(rarer[0].level, Level::kWarning);
  EXPECT_FALSE(rarer[0].everywhere);
  EXPECT_TRUE(compare_headers(live, live, watched).empty());
  EXPECT_TRUE(compare_headers(some, none, watched).empty());  // live itself lacks it at times
  EXPECT_TRUE(compare_headers(live, none, {}).empty());
}

TEST(CompareHeaders, SaysWhatNeitherSideSends) {
  const Answers answers = {{{"Date", "x"}}, {}};
  const std::vector<std::string> watched = {"X-Z"};
  const std::vector<Change> absent = compare_headers(answers, answers, watched);
  ASSERT_EQ(absent.size(), 1U);
  EXPECT_EQ(line_of(absent[0]), "note compare/header-absent");
  EXPECT_EQ(absent[0].message,
            "The header 'X-Z' is neither on live nor on the candidate, so there was nothing to "
            "compare; is this its name?");
}

Locations locations(std::vector<std::string> values, std::string origin, std::size_t answers) {
  return {std::move(values), answers, {std::move(origin)}};
}

TEST(CompareLocation, TakesOwnOriginsForEqual) {
  const std::string live_origin = "https://shop.example.com";
  const std::string idle_origin = "http://10.0.3.7:8080";
  const Locations live = locations({"https://shop.example.com/cart"}, live_origin, 1);
  struct Case {
    std::string candidate;
    std::string expected;
  };
  const Case cases[] = {
      {"http://10.0.3.7:8080/cart", ""},
      {"HTTP://10.0.3.7:8080/cart", ""},
      {"/cart", ""},
      {"/checkout", "error compare/location"},
      {"https://elsewhere.example.com/cart", "error compare/location"},
      {"http://10.0.3.7:80801/cart", "error compare/location"},
      {"/cart?from=1", "warning compare/location"},
      {"/cart#top", "warning compare/location"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(line_of(compare_location(live, locations({c.candidate}, idle_origin, 1))), c.expected)
        << c.candidate;
  }
}

TEST(CompareLocation, ComparesOnlyPresenceWhereLiveItselfVaries) {
  const Locations live = locations({"/a", "/b"}, "https://x", 2);
  EXPECT_EQ(line_of(compare_location(live, locations({"/c", "/d"}, "https://y", 2))), "");
  EXPECT_EQ(line_of(compare_location(live, locations({}, "https://y", 2))),
            "error compare/location");
  EXPECT_EQ(line_of(compare_location(live, locations({"/c"}, "https://y", 2))),
            "warning compare/location");
  EXPECT_EQ(line_of(compare_location(locations({}, "https://x", 2), live)), "");
}

TEST(CompareLocation, TellsBothPlacesButNoValueOfAToken) {
  const auto tells = [](const char* live, const char* candidate) {
    const auto change =
        compare_location(locations({live}, "https://x", 1), locations({candidate}, "https://y", 1));
    return change ? change->before + " -> " + change->after : "";
  };
  EXPECT_EQ(tells("https://x/reset?token=abc", "/login?token=abc"), "/reset -> /login");
  EXPECT_EQ(tells("/cb?page=1&token=abc", "/cb?page=2#access_token=abc&x"),
            "/cb?page=1&token=*** -> /cb?page=2#access_token=***&x");
}

}  // namespace
}  // namespace switchgate::shape
