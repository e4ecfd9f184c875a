// Building requests, cookies, selecting checks, and what all workers learn about a side.

#include "runner/exec/request.h"

#include "gtest/gtest.h"
#include "runner/exec/select.h"

namespace switchgate::exec {
namespace {

Text text(std::string value) { return {std::move(value), {}}; }

class BuildRequest : public testing::Test {
 protected:
  BuildRequest() {
    target.name = "candidate";
    side.name = "candidate";
    side.target = &target;
    side.url = "http://127.0.0.1:8080/base";
    side.connect_to = "10.0.0.1:80";
    side.headers = {{"Authorization", "Bearer abc"}, {"X-Team", "target"}};
    suite.default_headers = {{"Accept", text("application/json")}, {"X-Team", text("defaults")}};
  }

  HttpRequest built() {
    Result<HttpRequest> result =
        build_request(suite, side, request, scope, CookieJar(side.cookies), Micros{5'000'000});
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return *std::move(result);
  }

  Suite suite;
  Target target;
  Side side{0};
  Request request;
  Scope scope;
};

TEST_F(BuildRequest, AppendsThePathToTheBasePathAndTheQueryToThat) {
  request.url = text("/products");
  request.query = {{"q", text("a b&c")}, {"q", text("ü")}};
  EXPECT_EQ(built().url, "http://127.0.0.1:8080/base/products?q=a%20b%26c&q=%C3%BC");
}

TEST_F(BuildRequest, EncodesAVariableInAPathAsOneSegment) {
  scope.values["id"] = json::Value("a/b?c");
  request.url = text("/carts/${id}");
  EXPECT_EQ(built().url, "http://127.0.0.1:8080/base/carts/a%2Fb%3Fc");
}

TEST_F(BuildRequest, LaterHeadersReplaceEarlierOnesWhateverTheirCase) {
  request.url = text("/");
  request.headers = {{"x-team", text("request")}};
  const HttpRequest result = built();
  EXPECT_EQ(*find_header(result.headers, "X-Team"), "request");
  EXPECT_EQ(*find_header(result.headers, "Accept"), "application/json");
  EXPECT_EQ(*find_header(result.headers, "Authorization"), "Bearer abc");
}

TEST_F(BuildRequest, AnAbsoluteUrlGetsNothingOfTheTarget) {
  side.cookies = {{"sid", "secret"}};
  target.tls.cert = "me.pem";
  request.url = text("http://elsewhere.example.com/x");
  const HttpRequest result = built();
  EXPECT_EQ(find_header(result.headers, "Authorization"), nullptr);
  EXPECT_EQ(find_header(result.headers, "Cookie"), nullptr);
  EXPECT_TRUE(result.connect_to.empty());
  EXPECT_TRUE(result.tls.cert.empty());
}

TEST_F(BuildRequest, TheRequestsOwnAuthReplacesTheTargets) {
  request.url = text("/");
  request.auth = BasicAuth{text("user"), text("pass")};
  EXPECT_EQ(*find_header(built().headers, "Authorization"), "Basic dXNlcjpwYXNz");
}

TEST_F(BuildRequest, FormsAreEncodedAndSayWhatTheyAre) {
  request.method = "POST";
  request.url = text("/login");
  request.body = FormBody{{{"user", text("gate")}, {"note", text("a+b c")}}};
  const HttpRequest result = built();
  EXPECT_EQ(result.body, "user=gate&note=a%2Bb%20c");
  EXPECT_EQ(*find_header(result.headers, "Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(BuildRequest, AnUndefinedVariableIsAnErrorThatNamesIt) {
  request.url = text("/carts/${cart}");
  const Result<HttpRequest> result = build_request(
      suite, side, request, scope, CookieJar(std::vector<Header>{}), Micros{1'000'000});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("cart"), std::string::npos) << result.error().message;
}

class Selecting : public testing::Test {
 protected:
  Selecting() {
    for (const auto& [id, tags] : std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"shop/list", {"catalog", "critical"}},
             {"shop/order", {"critical"}},
             {"shop/about", {}}}) {
      Check check;
      check.id = id;
      check.name = id.substr(5);
      check.tags = tags;
      plan.checks.push_back(check);
    }
  }
  Plan plan;
};

TEST_F(Selecting, ByGlobByTagAndWithoutTag) {
  EXPECT_EQ(*select(plan, {}), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(*select(plan, {{"shop/o*"}, {}, {}}), (std::vector<std::size_t>{1}));
  EXPECT_EQ(*select(plan, {{"about"}, {}, {}}), (std::vector<std::size_t>{2}));
  EXPECT_EQ(*select(plan, {{}, {"catalog", "critical"}, {}}), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(*select(plan, {{}, {"critical"}, {"catalog"}}), (std::vector<std::size_t>{1}));
}

TEST_F(Selecting, NothingSelectedIsAMistakeThatSaysWhatThereIs) {
  const auto none = select(plan, {{"shop/lst"}, {}, {}});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("near 'shop/list'"), std::string::npos)
      << none.error().message;
  const auto tag = select(plan, {{}, {"nightly"}, {}});
  ASSERT_FALSE(tag);
  EXPECT_NE(tag.error().message.find("the tags are: catalog critical"), std::string::npos)
      << tag.error().message;
}

TEST(Sides, AreTheSameWhenTheVeryRequestWouldBeTheSame) {
  Target target;
  Side a(0);
  Side b(0);
  a.target = b.target = &target;
  a.url = "http://localhost:8080";
  b.url = "http://127.0.0.1:8080";
  b.headers = {{"Host", "localhost"}};
  EXPECT_TRUE(same_side(a, b));
  b.headers.push_back({"X-Colour", "green"});
  EXPECT_FALSE(same_side(a, b));
  b.headers.pop_back();
  b.url = "http://127.0.0.1:8081";
  EXPECT_FALSE(same_side(a, b));
  b.connect_to = "127.0.0.1:8080";
  EXPECT_TRUE(same_side(a, b)) << "connect_to says what is dialled";
  b.identify = {{"X-Version", "2"}};
  EXPECT_TRUE(same_side(a, b)) << "only one says which build it is";
  a.identify = {{"X-Version", "1"}};
  EXPECT_FALSE(same_side(a, b)) << "identify tells them apart";
}

TEST(Breaker, AsksForOneLastTryAtTheFifthFailureInARow) {
  Breaker breaker;
  for (int i = 1; i < Breaker::kLimit; ++i) {
    EXPECT_FALSE(breaker.failed());
  }
  breaker.succeeded();
  for (int i = 1; i < Breaker::kLimit; ++i) {
    EXPECT_FALSE(breaker.failed());
  }
  EXPECT_TRUE(breaker.failed());
  EXPECT_FALSE(breaker.failed());
  EXPECT_FALSE(breaker.dead());
}

TEST(Pacer, SpacesRequestsAndStopsWhenTold) {
  Pacer pacer(200);
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 11; ++i) {
    EXPECT_TRUE(pacer.wait({}));
  }
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(50));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(Pacer(0.001).wait(stop.get_token()));
}

}  // namespace
}  // namespace switchgate::exec
