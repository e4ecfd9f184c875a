// Following redirects: the rules by a scripted probe, and the real thing
// against servers.

#include "runner/probe/redirects.h"

#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fault_server.h"

namespace switchgate::probe {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::FaultServer;
using testing::FaultServerOptions;
using ::testing::HasSubstr;

struct Answer {
  int status = 200;
  std::string location;
};

// Answers by URL and keeps what it was asked.
class ScriptedProbe : public Probe {
 public:
  explicit ScriptedProbe(std::map<std::string, Answer> script, milliseconds takes = {})
      : script_(std::move(script)), takes_(takes) {}

  Exchange perform(const HttpRequest& request, std::stop_token) override {
    asked.push_back(request);
    std::this_thread::sleep_for(takes_);
    HttpResponse response;
    response.url = request.url;
    const auto found = script_.find(request.url);
    response.status = found == script_.end() ? 404 : found->second.status;
    if (found != script_.end() && !found->second.location.empty()) {
      response.headers = {{"Location", found->second.location}};
    }
    return response;
  }

  std::vector<HttpRequest> asked;

 private:
  std::map<std::string, Answer> script_;
  milliseconds takes_;
};

HttpRequest secret_request(std::string_view url, std::string_view method = "GET") {
  HttpRequest request;
  request.url = url;
  request.method = method;
  request.headers = {{"Authorization", "Bearer s"},
                     {"Cookie", "sid=1"},
                     {"X-Api-Key", "k"},
                     {"Accept", "application/json"},
                     {"Host", "shop"}};
  request.connect_to = "10.0.0.1:80";
  request.tls = {"ca.pem", "me.pem", "me.key", "shop.example.com", true};
  return request;
}

int status_of(const Followed& followed) { return std::get<HttpResponse>(followed.last).status; }

TEST(Redirects, AreAnswersUnlessTheyAreToBeFollowed) {
  ScriptedProbe probe({{"http://a/", {302, "/b"}}});
  const Followed out = follow(probe, secret_request("http://a/"), {}, {});
  EXPECT_EQ(status_of(out), 302);
  EXPECT_FALSE(out.refusal);
  EXPECT_TRUE(out.hops.empty());
}

TEST(Redirects, KeepEveryHop) {
  ScriptedProbe probe({{"http://a/x/1", {302, "2"}},
                       {"http://a/x/2", {301, "http://a:80/3?y"}},
                       {"http://a/3?y", {200, ""}}});
  const Followed out = follow(probe, secret_request("http://a/x/1"), {.max = 2, .origins = {}}, {});
  EXPECT_EQ(status_of(out), 200);
  EXPECT_FALSE(out.refusal);
  ASSERT_EQ(out.hops.size(), 2U);
  EXPECT_EQ(out.hops[0].url, "http://a/x/1");
  EXPECT_EQ(out.hops[1].status, 301);
  EXPECT_EQ(out.asked.url, "http://a/3?y");

  const std::vector<Hop>& way = std::get<HttpResponse>(out.last).redirects;
  ASSERT_EQ(way.size(), 2U);
  EXPECT_EQ(way[0].status, 302);
  EXPECT_EQ(way[0].url, "http://a/x/1");
  EXPECT_THAT(way[0].headers, ElementsAre(Header{"Location", "2"}));
  EXPECT_EQ(way[1].status, 301);
  EXPECT_EQ(way[1].url, "http://a/x/2");
}

TEST(Redirects, AreToldByTheAnswerAlsoWhenOneWasRefused) {
  ScriptedProbe probe({{"http://a/1", {302, "/2"}}, {"http://a/2", {302, "http://b/"}}});
  const Followed out = follow(probe, secret_request("http://a/1"), {.max = 5, .origins = {}}, {});
  ASSERT_TRUE(out.refusal);
  const auto& last = std::get<HttpResponse>(out.last);
  EXPECT_EQ(last.url, "http://a/2");
  ASSERT_EQ(last.redirects.size(), 1U);
  EXPECT_EQ(last.redirects[0].url, "http://a/1");
}

TEST(Redirects, KeepEverythingOnTheSameOrigin) {
  ScriptedProbe probe({{"https://a/1", {302, "/2"}}, {"https://a/2", {200, ""}}});
  const HttpRequest request = secret_request("https://a/1");
  follow(probe, request, {.max = 1, .origins = {}}, {});
  ASSERT_EQ(probe.asked.size(), 2U);
  EXPECT_EQ(probe.asked[1].headers, request.headers);
  EXPECT_EQ(probe.asked[1].tls, request.tls);
  EXPECT_EQ(probe.asked[1].connect_to, request.connect_to);
}

TEST(Redirects, AreRefusedBeyondTheirNumber) {
  ScriptedProbe probe({{"http://a/", {302, "/"}}});
  const Followed out = follow(probe, secret_request("http://a/"), {.max = 3, .origins = {}}, {});
  ASSERT_TRUE(out.refusal);
  EXPECT_EQ(name_of(out.refusal->kind), "too-many");
  EXPECT_THAT(out.refusal->message, HasSubstr("redirects more than 3 times"));
  EXPECT_EQ(out.hops.size(), 3U);
  EXPECT_EQ(probe.asked.size(), 4U);
  EXPECT_EQ(status_of(out), 302);
}

TEST(Redirects, LeadToOtherOriginsOnlyWhenListed) {
  for (const std::string_view elsewhere : {"http://b/", "https://a/", "http://a:81/", "//b/"}) {
    ScriptedProbe probe({{"http://a/", {302, std::string(elsewhere)}}});
    const Followed out =
        follow(probe, secret_request("http://a/"), {.max = 5, .origins = {"http://c"}}, {});
    ASSERT_TRUE(out.refusal) << elsewhere;
    EXPECT_EQ(name_of(out.refusal->kind), "other-origin");
    EXPECT_THAT(out.refusal->message, HasSubstr("list it in `follow: {origins: ["));
    EXPECT_EQ(probe.asked.size(), 1U);
  }
}

TEST(Redirects, TellNothingToOtherOrigins) {
  ScriptedProbe probe({{"https://a/", {302, "https://b/1"}},
                       {"https://b/1", {302, "/2"}},
                       {"https://b/2", {200, ""}}});
  const Followed out =
      follow(probe, secret_request("https://a/"), {.max = 5, .origins = {"https://B:443/"}}, {});
  EXPECT_EQ(status_of(out), 200);
  ASSERT_EQ(probe.asked.size(), 3U);
  for (std::size_t i : {1U, 2U}) {
    EXPECT_THAT(probe.asked[i].headers, ElementsAre(Header{"Accept", "application/json"}));
    EXPECT_EQ(probe.asked[i].connect_to, "");
    EXPECT_EQ(probe.asked[i].tls, (TlsSettings{"ca.pem", "", "", "", true}));
  }
}

// The way back must not dial what DNS says: that may be the live side.
TEST(Redirects, GoBackToTheFirstOriginTheWayTheyCame) {
  ScriptedProbe probe({{"https://a/", {302, "https://idp/"}},
                       {"https://idp/", {302, "https://a/back"}},
                       {"https://a/back", {200, ""}}});
  const HttpRequest request = secret_request("https://a/");
  follow(probe, request, {.max = 5, .origins = {"https://idp"}}, {});
  ASSERT_EQ(probe.asked.size(), 3U);
  EXPECT_EQ(probe.asked[2].connect_to, request.connect_to);
  EXPECT_EQ(probe.asked[2].tls, request.tls);
  EXPECT_THAT(probe.asked[2].headers, ElementsAre(Header{"Accept", "application/json"}));
}

TEST(Redirects, ChangeTheMethodAsTheirStatusSays) {
  struct Case {
    std::string_view method, then;
    int status;
    bool keeps_body;
  };
  const Case table[] = {
      {"POST", "GET", 301, false},     {"POST", "GET", 302, false}, {"POST", "GET", 303, false},
      {"POST", "POST", 307, true},     {"POST", "POST", 308, true}, {"PUT", "PUT", 301, true},
      {"DELETE", "DELETE", 302, true}, {"PUT", "GET", 303, false},  {"HEAD", "HEAD", 303, true},
      {"HEAD", "HEAD", 301, true},     {"GET", "GET", 302, true},
  };
  for (const Case& c : table) {
    ScriptedProbe probe({{"http://a/", {c.status, "/b"}}});
    HttpRequest request = secret_request("http://a/", c.method);
    request.body = "body";
    request.headers = {{"Content-Type", "text/plain"}, {"X", "y"}};
    follow(probe, request, {.max = 1, .origins = {}}, {});
    ASSERT_EQ(probe.asked.size(), 2U);
    EXPECT_EQ(probe.asked[1].method, c.then) << c.status << c.method;
    EXPECT_EQ(probe.asked[1].body, c.keeps_body ? "body" : "") << c.status << c.method;
    EXPECT_EQ(probe.asked[1].headers.size(), c.keeps_body ? 2U : 1U) << c.status << c.method;
  }
}

TEST(Redirects, NeverSendABodyToAnotherOrigin) {
  ScriptedProbe probe({{"http://a/", {307, "http://b/"}}});
  HttpRequest request = secret_request("http://a/", "POST");
  request.body = "password=hunter2";
  const Followed out = follow(probe, request, {.max = 1, .origins = {"http://b"}}, {});
  ASSERT_TRUE(out.refusal);
  EXPECT_EQ(name_of(out.refusal->kind), "other-origin");
  EXPECT_THAT(out.refusal->message, HasSubstr("the body of a POST"));
  EXPECT_EQ(probe.asked.size(), 1U);
}

TEST(Redirects, AreRefusedWhenTheirLocationIsNone) {
  for (const std::string_view bad : {"javascript:alert(1)", "http://", "file:///etc/passwd"}) {
    ScriptedProbe probe({{"http://a/", {302, std::string(bad)}}});
    const Followed out = follow(probe, secret_request("http://a/"), {.max = 1, .origins = {}}, {});
    ASSERT_TRUE(out.refusal) << bad;
    EXPECT_EQ(name_of(out.refusal->kind), "bad-location");
    EXPECT_THAT(out.refusal->message, HasSubstr(std::string(bad)));
  }
}

TEST(Redirects, AreOnlyThoseWithALocationAndTheRightStatus) {
  for (const Answer& answer : {Answer{302, ""}, Answer{300, "/b"}, Answer{304, "/b"},
                               Answer{201, "/b"}, Answer{305, "/b"}}) {
    ScriptedProbe probe({{"http://a/", answer}});
    const Followed out = follow(probe, secret_request("http://a/"), {.max = 1, .origins = {}}, {});
    EXPECT_EQ(status_of(out), answer.status);
    EXPECT_EQ(probe.asked.size(), 1U);
    EXPECT_FALSE(out.refusal);
  }
}

TEST(Redirects, ShareOneDeadline) {
  ScriptedProbe probe({{"http://a/", {302, "/"}}}, milliseconds(30));
  HttpRequest request = secret_request("http://a/");
  request.timeout = milliseconds(100);
  const Followed out = follow(probe, request, {.max = 50, .origins = {}}, {});
  ASSERT_TRUE(std::holds_alternative<ExchangeFailure>(out.last));
  EXPECT_EQ(std::get<ExchangeFailure>(out.last).kind, FailureKind::kDeadline);
  EXPECT_LE(probe.asked.size(), 4U);
  EXPECT_LE(probe.asked.back().timeout, milliseconds(40 + 30));
}

TEST(Redirects, WorkOverHttp) {
  init_network();
  const FaultServer elsewhere;
  FaultServerOptions options;
  options.redirect_elsewhere = "http://thief:pw@" + elsewhere.address() + "/echo";
  const FaultServer server(options);
  const std::unique_ptr<Probe> probe = make_http_probe();
  HttpRequest request;
  request.headers = {{"Authorization", "Bearer s"}, {"Cookie", "sid=1"}, {"X-Api-Key", "k"}};

  request.url = server.url("/redirect-loop");
  EXPECT_EQ(follow(*probe, request, {.max = 9, .origins = {}}, {}).hops.size(), 9U);

  request.url = server.url("/redirect-elsewhere");
  EXPECT_TRUE(follow(*probe, request, {.max = 9, .origins = {}}, {}).refusal);
  EXPECT_THAT(elsewhere.requests(), ElementsAre());

  const Followed out = follow(*probe, request, {.max = 9, .origins = {elsewhere.url("/")}}, {});
  EXPECT_EQ(status_of(out), 200);
  EXPECT_THAT(elsewhere.requests(),
              ElementsAre("GET /echo HTTP/1.1\r\nHost: " + elsewhere.address() +
                          "\r\nAccept: */*\r\nUser-Agent: "
                          "switchgate/0.1.0\r\nAccept-Encoding: gzip\r\n\r\n"));

  request.url = server.url("/redirect-307");
  request.method = "POST";
  request.body = "kept";
  const Followed kept = follow(*probe, request, {.max = 1, .origins = {}}, {});
  EXPECT_TRUE(std::get<HttpResponse>(kept.last).body.ends_with("\r\n\r\nkept"));
}

}  // namespace
}  // namespace switchgate::probe
