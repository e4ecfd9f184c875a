// The cookie jar against the rules of RFC 6265, case by case.

#include "runner/exec/cookie_jar.h"

#include <string>
#include <vector>

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::exec {
namespace {

const Instant kNow = *parse_date_time("2026-11-22T12:00:00Z");

CookiePlace at(const std::string& url) { return CookiePlace::of(*probe::parse_url(url)); }

// What goes to `to` after an answer from `from` set `lines`.
std::string carried(const std::vector<std::string>& lines, const std::string& from,
                    const std::string& to, std::chrono::seconds later = {}) {
  CookieJar jar(std::vector<Header>{});
  for (const std::string& line : lines) {
    jar.take(line, at(from), kNow);
  }
  return jar.header_value(at(to), kNow + later, true);
}

struct Case {
  const char* what;
  std::vector<std::string> lines;
  const char* from;
  const char* to;
  const char* sent;
};

const std::vector<Case> kCases = {
    {"host-only stays on its host",
     {"a=1"},
     "https://example.com/",
     "https://www.example.com/",
     ""},
    {"host-only goes back", {"a=1"}, "https://example.com/", "https://example.com/x", "a=1"},
    {"ports share cookies", {"a=1"}, "https://example.com/", "https://example.com:8443/", "a=1"},
    {"a domain reaches the names below it",
     {"a=1; Domain=example.com"},
     "https://www.example.com/",
     "https://api.example.com/",
     "a=1"},
    {"a leading dot says nothing",
     {"a=1; Domain=.example.com"},
     "https://example.com/",
     "https://a.b.example.com/",
     "a=1"},
    {"letters of a domain count in any case",
     {"a=1; domain=EXAMPLE.com"},
     "https://example.com/",
     "https://www.example.com/",
     "a=1"},
    {"a foreign domain is refused",
     {"a=1; Domain=other.com"},
     "https://example.com/",
     "https://other.com/",
     ""},
    {"nor does it stay with the sender",
     {"a=1; Domain=other.com"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"a domain below the sender's is refused",
     {"a=1; Domain=www.example.com"},
     "https://example.com/",
     "https://www.example.com/",
     ""},
    {"a suffix that is no label is refused",
     {"a=1; Domain=ample.com"},
     "https://example.com/",
     "https://ample.com/",
     ""},
    {"a top-level domain is refused",
     {"a=1; Domain=com"},
     "https://example.com/",
     "https://other.com/",
     ""},
    {"a domain with a dot at its end matches nothing",
     {"a=1; Domain=example.com."},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"nor does a top-level domain with one",
     {"a=1; Domain=com."},
     "https://example.com./",
     "https://other.com./",
     ""},
    {"an empty domain is none",
     {"a=1; Domain="},
     "https://example.com/",
     "https://example.com/",
     "a=1"},
    {"the last domain counts",
     {"a=1; Domain=other.com; Domain=example.com"},
     "https://www.example.com/",
     "https://example.com/",
     "a=1"},
    {"an address has no names below it",
     {"a=1; Domain=0.0.1"},
     "http://127.0.0.1/",
     "http://127.0.0.1/",
     ""},
    {"an address may name itself",
     {"a=1; Domain=127.0.0.1"},
     "http://127.0.0.1/",
     "http://127.0.0.1/",
     "a=1"},
    {"a name without dots may name itself",
     {"a=1; Domain=localhost"},
     "http://localhost/",
     "http://localhost/",
     "a=1"},
    {"and only itself", {"a=1; Domain=localhost"}, "http://localhost/", "http://a.localhost/", ""},
    {"an IPv6 address is a host", {"a=1"}, "http://[::1]:80/", "http://[::1]:8080/", "a=1"},

    {"a path reaches what is below it",
     {"a=1; Path=/shop"},
     "https://example.com/",
     "https://example.com/shop/cart",
     "a=1"},
    {"and itself", {"a=1; Path=/shop"}, "https://example.com/", "https://example.com/shop", "a=1"},
    {"but no neighbour",
     {"a=1; Path=/shop"},
     "https://example.com/",
     "https://example.com/shops",
     ""},
    {"a path that ends in a slash",
     {"a=1; Path=/shop/"},
     "https://example.com/",
     "https://example.com/shop",
     ""},
    {"without a path the directory counts",
     {"a=1"},
     "https://example.com/shop/login",
     "https://example.com/shop/cart",
     "a=1"},
    {"and nothing above it",
     {"a=1"},
     "https://example.com/shop/login",
     "https://example.com/cart",
     ""},
    {"a relative path is none",
     {"a=1; Path=shop"},
     "https://example.com/a/b",
     "https://example.com/a/c",
     "a=1"},
    {"the query is no part of the path",
     {"a=1; Path=/x"},
     "https://example.com/",
     "https://example.com/x?y=/z",
     "a=1"},

    {"secure stays off plain HTTP",
     {"a=1; Secure"},
     "https://example.com/",
     "http://example.com/",
     ""},
    {"secure goes over TLS",
     {"a=1; secure"},
     "https://example.com/",
     "https://example.com/",
     "a=1"},
    {"this machine is trusted",
     {"a=1; Secure"},
     "http://127.0.0.1:8080/",
     "http://127.0.0.1:8080/",
     "a=1"},
    {"HttpOnly is for scripts",
     {"a=1; HttpOnly"},
     "https://example.com/",
     "https://example.com/",
     "a=1"},
    {"an unknown attribute says nothing",
     {"a=1; Zone=x; ;"},
     "https://example.com/",
     "https://example.com/",
     "a=1"},

    {"__Secure- needs Secure",
     {"__Secure-a=1"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"__Secure- needs TLS",
     {"__Secure-a=1; Secure"},
     "http://example.com/",
     "https://example.com/",
     ""},
    {"__Secure- with both",
     {"__Secure-a=1; Secure"},
     "https://example.com/",
     "https://example.com/",
     "__Secure-a=1"},
    {"__Host- with all it needs",
     {"__Host-a=1; Secure; Path=/"},
     "https://example.com/x/y",
     "https://example.com/",
     "__Host-a=1"},
    {"__Host- takes no domain",
     {"__Host-a=1; Secure; Path=/; Domain=example.com"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"__Host- needs the root",
     {"__Host-a=1; Secure"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"a prefix counts in any case",
     {"__HOST-a=1"},
     "https://example.com/",
     "https://example.com/",
     ""},

    {"the last value counts",
     {"a=1", "a=2"},
     "https://example.com/",
     "https://example.com/",
     "a=2"},
    {"and keeps its place",
     {"a=1", "b=2", "a=3"},
     "https://example.com/",
     "https://example.com/",
     "a=3; b=2"},
    {"the longer path comes first",
     {"a=1; Path=/", "b=2; Path=/x"},
     "https://example.com/",
     "https://example.com/x",
     "b=2; a=1"},
    {"one name on two paths is two cookies",
     {"a=1; Path=/", "a=2; Path=/x"},
     "https://example.com/",
     "https://example.com/x",
     "a=2; a=1"},
    {"Max-Age 0 removes",
     {"a=1", "a=x; Max-Age=0"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"a negative one too",
     {"a=1", "a=x; Max-Age=-5"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"a date in the past removes",
     {"a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"},
     "https://example.com/",
     "https://example.com/",
     ""},
    {"only on its own path",
     {"a=1; Path=/x", "a=; Max-Age=0; Path=/"},
     "https://example.com/",
     "https://example.com/x",
     "a=1"},
    {"Max-Age stands over Expires",
     {"a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"},
     "https://example.com/",
     "https://example.com/",
     "a=1"},
    {"a date that cannot be read is none",
     {"a=1; Expires=soon"},
     "https://example.com/",
     "https://example.com/",
     "a=1"},
    {"no name, no cookie", {"=1", "plain", ""}, "https://example.com/", "https://example.com/", ""},
    {"a value may hold '=' and quotes",
     {"a=\"b=c\""},
     "https://example.com/",
     "https://example.com/",
     "a=\"b=c\""},
};

TEST(CookieJar, CarriesWhatItMayAndNothingElse) {
  for (const Case& row : kCases) {
    EXPECT_EQ(carried(row.lines, row.from, row.to), row.sent) << row.what;
  }
}

TEST(CookieJar, ForgetsWhatHasExpired) {
  const std::string home = "https://example.com/";
  const std::vector<std::string> lines = {"a=1; Max-Age=60",
                                          "b=2; Expires=Sun, 22 Nov 2026 12:01:00 GMT", "c=3"};
  EXPECT_EQ(carried(lines, home, home, std::chrono::seconds(59)), "a=1; b=2; c=3");
  EXPECT_EQ(carried(lines, home, home, std::chrono::seconds(60)), "c=3");
}

TEST(CookieJar, PathsMatchAsTheRfcSays) {
  EXPECT_EQ(default_cookie_path("/"), "/");
  EXPECT_EQ(default_cookie_path("/a"), "/");
  EXPECT_EQ(default_cookie_path("/a/"), "/a");
  EXPECT_EQ(default_cookie_path("/a/b"), "/a");
  EXPECT_EQ(default_cookie_path(""), "/");
}

TEST(CookieJar, ABombLeavesTheNewest) {
  CookieJar jar(std::vector<Header>{});
  for (int i = 0; i < 1000; ++i) {
    jar.take("c" + std::to_string(i) + "=1", at("https://example.com/"), kNow);
  }
  EXPECT_EQ(jar.size(), CookieJar::kMostPerDomain);
  const std::string line = jar.header_value(at("https://example.com/"), kNow, true);
  EXPECT_TRUE(line.starts_with("c950=1; ")) << line;
  EXPECT_TRUE(line.ends_with("; c999=1")) << line;
  for (int i = 0; i < 1000; ++i) {
    jar.take("a=1", at("https://h" + std::to_string(i) + ".example.com/"), kNow);
  }
  EXPECT_EQ(jar.size(), CookieJar::kMost);
}

TEST(CookieJar, TheTargetsOwnGoUntilAnAnswerReplacesThem) {
  CookieJar jar(std::vector<Header>{{"a", "1"}, {"b", "2"}});
  const CookiePlace home = at("https://example.com/x/y");
  EXPECT_EQ(jar.header_value(home, kNow, true), "a=1; b=2");
  EXPECT_EQ(jar.header_value(home, kNow, false), "");  // an absolute URL
  jar.take("a=3; Path=/", home, kNow);
  jar.take("b=; Max-Age=0", home, kNow);
  EXPECT_EQ(jar.header_value(home, kNow, true), "a=3");
}

TEST(CookieJar, WhatTheStepStatesStandsOverAll) {
  CookieJar jar(std::vector<Header>{{"a", "1"}});
  const CookiePlace home = at("https://example.com/");
  jar.take("sid=x", home, kNow);
  EXPECT_EQ(jar.header_value(home, kNow, true, {{"sid", "mine"}, {"a", "9"}}), "sid=mine; a=9");
}

TEST(CookieJar, TheHostHeaderIsTheHostThatCounts) {
  CookieJar jar(std::vector<Header>{});
  const auto behind =
      CookiePlace::of(*probe::parse_url("http://10.0.0.7:8080/"), "Shop.Example.com:80");
  jar.take("a=1; Domain=example.com", behind, kNow);
  EXPECT_EQ(jar.header_value(at("http://www.example.com/"), kNow, true), "a=1");
  EXPECT_EQ(jar.header_value(at("http://10.0.0.7:8080/"), kNow, true), "");
}

}  // namespace
}  // namespace switchgate::exec

namespace switchgate::testing {
namespace {

std::string cookie_of(const ScriptedRequest& request) {
  const auto found = request.headers.find("cookie");
  return found == request.headers.end() ? "" : found->second;
}

TEST(Cookies, SetOnTheWayOfARedirectGoToItsEnd) {
  ScriptedServer candidate;
  candidate.on("POST /login",
               ScriptedReply{"", 303, {{"Location", "/home"}, {"Set-Cookie", "sid=7; Path=/"}}});
  candidate.on("GET /home", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", cookie_of(request) == "sid=7; own=1" ? 200 : 403};
  });
  candidate.on("GET /cart", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", cookie_of(request) == "sid=7" ? 200 : 403};
  });
  const GateRun gate(R"(
checks:
  - name: flow
    steps:
      - {post: /login, form: {a: b}, cookies: {own: 1}, follow: 1}
      - {get: /cart}
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(Cookies, DoNotFollowToAnotherHost) {
  ScriptedServer candidate;
  ScriptedServer other;
  const std::string elsewhere = "http://localhost" + other.url().substr(other.url().rfind(':'));
  candidate.on(
      "GET /out",
      ScriptedReply{"", 302, {{"Location", elsewhere + "/in"}, {"Set-Cookie", "sid=7; Path=/"}}});
  other.on("GET /in", "{}");
  const GateRun gate(
      "targets: {candidate: {cookies: {t: 1}}}\nchecks: [{name: a, get: /out, cookies: {own: 1}, "
      "follow: {max: 1, origins: ['" +
      elsewhere + "']}}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  ASSERT_EQ(other.total(), 1U);
  EXPECT_EQ(cookie_of(other.requests().front()), "");
}

}  // namespace
}  // namespace switchgate::testing
