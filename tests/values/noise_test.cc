// Values that are made for one answer, and addresses of a side's own.

#include "checks/values/noise.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/values/document.h"
#include "tests/values/asked.h"

namespace switchgate::values {
namespace {

using namespace testing;  // NOLINT: the tests' own words
using Lines = std::vector<std::string>;

const Instant kNow = *parse_date_time("2026-11-22T10:15:30Z");

TEST(Noise, IsWhatProgramsMakeForAnAnswer) {
  for (const std::string text :
       {"123e4567-e89b-12d3-a456-426614174000", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "2026-11-22T10:15:30Z", "10:15:30Z", "9f86d081884c7d659a2f", "Zk3vQ9-xT0aB7_pL"}) {
    EXPECT_TRUE(is_made_for_an_answer(text)) << text;
  }
  for (const std::string text :
       {"lamp", "2026-11-22", "12.50", "a@b.de", "internationalization", "product-2024-edition",
        "https://shop.example.com/items/1", "9f86 d081 884c 7d65 9a2f"}) {
    EXPECT_FALSE(is_made_for_an_answer(text)) << text;
  }
  EXPECT_FALSE(is_made_for_an_answer(17));
}

TEST(Noise, IsTheTimeOfDay) {
  EXPECT_TRUE(is_about_now("2026-11-22T09:00:00+01:00", kNow));
  EXPECT_TRUE(is_about_now(std::int64_t{1795342530}, kNow));
  EXPECT_TRUE(is_about_now(1795342530250.0, kNow));
  EXPECT_FALSE(is_about_now("2026-11-20T09:00:00Z", kNow));
  EXPECT_FALSE(is_about_now(1795342, kNow));
  EXPECT_FALSE(is_about_now("1795342530", kNow));
}

// Each side stamps or caches its own.
TEST(Noise, OfTheTimeOfDayIsNoDifferenceThoughBothSidesRepeatIt) {
  EXPECT_EQ(compare(always(R"({"at": "2026-11-22T10:15:00Z", "ts": 1795342530})"),
                    always(R"({"at": "2026-11-22T10:14:00Z", "ts": 1795342000})"))
                .lines(),
            Lines());
  EXPECT_EQ(compare(always(R"({"at": "2024-01-01T10:15:00Z"})"),
                    always(R"({"at": "2024-01-02T10:15:00Z"})"))
                .changes.size(),
            1U);
}

TEST(Noise, ThatOnlyTheCandidateMovesIsNoDifference) {
  const std::string id = "123e4567-e89b-12d3-a456-42661417400";
  EXPECT_EQ(compare(always("{\"id\": \"" + id + "0\"}"),
                    [&](std::size_t, std::size_t number) {
                      return json_of("{\"id\": \"" + id + std::to_string(1 + number % 9) + "\"}");
                    })
                .lines(),
            Lines());
  EXPECT_EQ(compare(always("{\"id\": \"" + id + "0\"}"), always("{\"id\": \"" + id + "1\"}"))
                .changes.size(),
            1U);
}

TEST(Document, LeavesOutTheSidesOwnAddress) {
  EXPECT_EQ(without_origin("see http://a:80/x and http://a:8080/y", "http://a:80"),
            "see /x and http://a:8080/y");
  EXPECT_EQ(without_origin("http://a", "http://a"), "");
  EXPECT_EQ(without_origin("http://a.b/", "http://a"), "http://a.b/");
  EXPECT_EQ(without_origin("http://a/", ""), "http://a/");
}

TEST(Document, LeavesOutWhatIsIgnoredAndHidesWhatIsMasked) {
  const std::vector<json::Path> ignore = {*json::Path::parse("$[?@.ad]"),
                                          *json::Path::parse("$..at")};
  const std::vector<json::Path> mask = {*json::Path::parse("$[?@.at==7].who")};
  const Document document =
      *document_of(json_of(R"([{"ad": true}, {"at": 7, "who": "Ann"}, {"at": 8, "who": "Bob"}])"),
                   {{&ignore}, mask, {}});
  EXPECT_EQ(json::to_text(*document.root), R"([{"who":"Ann"},{"who":"Bob"}])");
  ASSERT_EQ(document.hidden.size(), 1U);
  EXPECT_EQ(*(*document.hidden.begin())->string(), "Ann");
  const std::vector<json::Path> all = {*json::Path::parse("$")};
  EXPECT_TRUE(document_of(json_of("[1]"), {{&all}, {}, {}})->root->is_null());
}

}  // namespace
}  // namespace switchgate::values
