// What captures take out of an answer, and what they say when they find
// nothing.

#include "checks/expect/capture.h"

#include <gtest/gtest.h>

#include "tests/support/expect_testing.h"

namespace switchgate {
namespace {

struct Case {
  CaptureFrom from;
  std::string expression;
  int group;
  std::string expected;  // as JSON, or the error's message
};

HttpResponse shop_answer() {
  HttpResponse answer = expect_testing::answer_with(
      R"({"id": 7, "name": "lamp", "null": null, "items": [{"p": 1}, {"p": 2.50}]})");
  answer.headers = {{"X-Cart-Token", "abc"},
                    {"x-cart-token", "second"},
                    {"Set-Cookie", "sid=first; Path=/"},
                    {"set-cookie", "sid = \"s=1\" ; HttpOnly"},
                    {"Set-Cookie", "empty=; Secure"},
                    {"Set-Cookie", "broken"}};
  return answer;
}

std::string outcome(const Capture& capture, const HttpResponse& answer) {
  const auto value = expect::capture(capture, answer);
  return value ? json::to_text(*value) : value.error().message;
}

TEST(Captures, TakeWhatTheyName) {
  const std::vector<Case> cases = {
      {CaptureFrom::kJson, "$.id", 1, "7"},
      {CaptureFrom::kJson, "$.null", 1, "null"},
      {CaptureFrom::kJson, "$.items[1].p", 1, "2.50"},
      {CaptureFrom::kJson, "$.items[*].p", 1, "[1,2.50]"},
      {CaptureFrom::kJson, "$.items[?@.p == 1]", 1, R"([{"p":1}])"},
      {CaptureFrom::kHeader, "X-CART-TOKEN", 1, "\"abc\""},
      {CaptureFrom::kCookie, "sid", 1, R"("\"s=1\"")"},
      {CaptureFrom::kCookie, "empty", 1, "\"\""},
      {CaptureFrom::kRegex, R"("name": "(\w+)\")", 1, "\"lamp\""},
      {CaptureFrom::kRegex, R"(l.mp)", 0, "\"lamp\""},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(outcome({"x", one.from, one.expression, one.group, false, {}}, shop_answer()),
              one.expected);
  }
}

TEST(Captures, ThatFindNothingSayWhatWasLookedFor) {
  const std::vector<Case> cases = {
      {CaptureFrom::kJson, "$.cart", 1,
       "capture 'x': expected $.cart in the body, found nothing there"},
      {CaptureFrom::kJson, "$.items[?@.p > 9]", 1,
       "capture 'x': expected $.items[?@.p > 9] in the body, found nothing "
       "there"},
      {CaptureFrom::kHeader, "Location", 1,
       "capture 'x': expected a header Location, found none of that name"},
      {CaptureFrom::kCookie, "SID", 1,
       "capture 'x': expected a cookie SID to be set, found no Set-Cookie of "
       "that name"},
      {CaptureFrom::kRegex, "token=(.)", 1,
       "capture 'x': expected the body to match 'token=(.)', found no match"},
      {CaptureFrom::kRegex, "a", 1,
       "capture 'x': expected a group from 0 to 0, as 'a' has them, got 1"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(outcome({"x", one.from, one.expression, one.group, false, {}}, shop_answer()),
              one.expected);
  }
}

TEST(Captures, FromABodyThatIsNoJsonSaySo) {
  const Capture id{"id", CaptureFrom::kJson, "$.id", 1, false, {0, 3, 5}};
  EXPECT_EQ(outcome(id, expect_testing::answer_with(" ")),
            "capture 'id': expected a JSON body to take $.id from, found an "
            "empty one");
  const auto html = expect::capture(id, expect_testing::answer_with("<h1>"));
  ASSERT_FALSE(html.ok());
  EXPECT_EQ(html.error().pos, id.pos);
  EXPECT_TRUE(html.error().message.starts_with(
      "capture 'id': expected a JSON body to take $.id from, found one that is "
      "not valid JSON"));
}

TEST(Captures, OfXmlFollowTheNamespacesThatAreBound) {
  const HttpResponse answer = expect_testing::answer_with(
      "<cart xmlns='urn:shop' id='7'><item>lamp</item><item>desk</item></cart>");
  const auto found = [&](const std::string& expression) {
    return outcome({"x", CaptureFrom::kXPath, expression, 1, false, {}, {{"s", "urn:shop"}}},
                   answer);
  };
  EXPECT_EQ(found("/s:cart/@id"), "\"7\"");
  EXPECT_EQ(found("//s:item"), R"(["lamp","desk"])");
  EXPECT_EQ(found("count(//s:item)"), "2");
  EXPECT_EQ(found("//item"), "capture 'x': expected //item in the body, found nothing there");
  EXPECT_EQ(
      outcome({"x", CaptureFrom::kXPath, "/a", 1, false, {}}, expect_testing::answer_with("")),
      "capture 'x': expected an XML body to take /a from, found one that is not well-formed "
      "XML at line 1, column 1: expected the root element, found the end");
}

TEST(Captures, OfUrlsLookWhereTheAnswerLeads) {
  HttpResponse answer = expect_testing::answer_with("");
  answer.url = "http://shop.example.com/orders/7?page=2";
  const Capture id{"id", CaptureFrom::kUrl, "/orders/(\\d+)", 1, false, {}};
  EXPECT_EQ(outcome(id, answer), "\"7\"");
  answer.headers.push_back({"Location", "/orders/8"});
  EXPECT_EQ(outcome(id, answer), "\"7\"");  // of a 200 it says nothing
  answer.status = 302;
  EXPECT_EQ(outcome(id, answer), "\"8\"");
  answer.headers.back().value = "/login";
  EXPECT_EQ(outcome(id, answer),
            "capture 'id': expected the Location to match '/orders/(\\d+)', found no match");
}

TEST(Captures, AreCheckedBeforeTheRun) {
  EXPECT_FALSE(expect::check({"x", CaptureFrom::kXPath, "//s:a", 1, false, {}}).ok());
  EXPECT_TRUE(expect::check({"x", CaptureFrom::kXPath, "//a", 1, false, {}}).ok());
  EXPECT_FALSE(expect::check({"x", CaptureFrom::kUrl, "(a)", 2, false, {}}).ok());
  EXPECT_TRUE(expect::check({"x", CaptureFrom::kJson, "$.a", 1, false, {}}).ok());
  EXPECT_TRUE(expect::check({"x", CaptureFrom::kHeader, "ETag", 1, false, {}}).ok());
  EXPECT_TRUE(expect::check({"x", CaptureFrom::kRegex, "(a)(b)", 2, false, {}}).ok());
  const auto path = expect::check({"x", CaptureFrom::kJson, "$.a[", 1, false, {0, 2, 4}});
  ASSERT_FALSE(path.ok());
  EXPECT_EQ(path.error().pos, (SourcePos{0, 2, 4}));
  EXPECT_TRUE(path.error().message.starts_with("capture 'x': '$.a[' is not a valid JSONPath"));
  const auto group = expect::check({"x", CaptureFrom::kRegex, "(a)", 2, false, {}});
  ASSERT_FALSE(group.ok());
  EXPECT_EQ(group.error().message,
            "capture 'x': expected a group from 0 to 1, as '(a)' has them, got 2");
  EXPECT_FALSE(expect::check({"x", CaptureFrom::kRegex, "(", 1, false, {}}).ok());
}

}  // namespace
}  // namespace switchgate
