// `auth: {oauth2: …}`: how a token is asked for, kept, renewed and hidden.

#include "runner/exec/token.h"

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"
#include "tests/support/websocket_peer.h"

namespace switchgate::exec {
namespace {

HttpResponse answer(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

struct AnswerCase {
  int status;
  const char* body;
  const char* token;  // empty: an error
  int lives;          // seconds; 0: not told
  const char* error;
};

TEST(ReadToken, TakesWhatTheRfcSaysAndTellsWhatItCannotUse) {
  const std::vector<AnswerCase> cases = {
      {200, R"({"access_token": "abc", "token_type": "Bearer", "expires_in": 60})", "abc", 60, ""},
      {201, R"({"access_token": "abc", "token_type": "bearer", "expires_in": "90"})", "abc", 90,
       ""},
      {200, R"({"access_token": "abc"})", "abc", 0, ""},
      {200, R"({"access_token": "abc", "expires_in": -1})", "abc", 0, ""},
      {200, R"({"access_token": "abc", "token_type": "mac"})", "", 0,
       "answered 200 with a token of type 'mac', and only bearer tokens are understood"},
      {200, R"({"access_token": "a\r\nX-Evil: 1"})", "", 0,
       "answered 200 with no `access_token` that could be sent"},
      {200, R"({"access_token": ""})", "", 0, "with no `access_token` that could be sent"},
      {200, "<html>", "", 0, "answered 200 with no JSON object"},
      {401, R"({"error": "invalid_client", "error_description": "unknown client"})", "", 0,
       "answered 401 `invalid_client`: unknown client"},
      {503, "busy", "", 0, "the token endpoint answered 503"},
      {302, "", "", 0, "the token endpoint answered 302"},
  };
  for (const AnswerCase& row : cases) {
    const Result<Granted> granted = read_token(answer(row.status, row.body));
    ASSERT_EQ(granted.ok(), *row.token != '\0') << row.body;
    if (granted) {
      EXPECT_EQ(granted->text, row.token);
      EXPECT_EQ(granted->lives.value_or(std::chrono::seconds(0)).count(), row.lives) << row.body;
    } else {
      EXPECT_NE(granted.error().message.find(row.error), std::string::npos)
          << granted.error().message;
    }
  }
}

TEST(TokenRequest, EncodesClientAndSecretAsFormsDo) {
  TokenClient client{
      "https://login.example.com/token", "my id", "p:w/ü", "a b", {{"audience", "x y"}}, false};
  const HttpRequest basic = token_request(client, {}, Micros{1'000'000});
  EXPECT_EQ(basic.method, "POST");
  EXPECT_EQ(basic.body, "grant_type=client_credentials&scope=a+b&audience=x+y");
  EXPECT_EQ(*find_header(basic.headers, "Authorization"),
            "Basic " + base64_encode("my+id:p%3Aw%2F%C3%BC"));
  client.in_body = true;
  const HttpRequest body = token_request(client, {}, Micros{1'000'000});
  EXPECT_EQ(find_header(body.headers, "Authorization"), nullptr);
  EXPECT_TRUE(body.body.ends_with("&client_id=my+id&client_secret=p%3Aw%2F%C3%BC")) << body.body;
}

TEST(TokenRequest, TakesTheTargetsConnectionOnlyToItsOwnOrigin) {
  HttpRequest target;
  target.target = "candidate";
  target.url = "https://shop.example.com/base";
  target.connect_to = "10.0.0.7:8443";
  target.tls.cert = "me.pem";
  target.headers = {{"X-Team", "a"}};
  const HttpRequest here =
      token_request({"https://shop.example.com/token", "i", "s", "", {}, false}, target, Micros{1});
  EXPECT_EQ(here.connect_to, "10.0.0.7:8443");
  EXPECT_EQ(here.tls.cert, "me.pem");
  EXPECT_EQ(find_header(here.headers, "X-Team"), nullptr);
  const HttpRequest elsewhere = token_request(
      {"https://login.example.com/token", "i", "s", "", {}, false}, target, Micros{1});
  EXPECT_EQ(elsewhere.connect_to, "");
  EXPECT_EQ(elsewhere.tls.cert, "");
}

}  // namespace
}  // namespace switchgate::exec

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

std::string authorization_of(const ScriptedRequest& request) {
  const auto found = request.headers.find("authorization");
  return found == request.headers.end() ? "" : found->second;
}

std::string token_answer(const std::string& token, int lives = 3600) {
  return R"({"access_token": ")" + token + R"(", "token_type": "bearer", "expires_in": )" +
         std::to_string(lives) + '}';
}

class OAuth2 : public ::testing::Test {
 protected:
  OAuth2() {
    idp.on("POST /token", [this](const ScriptedRequest& request) {
      return ScriptedReply{token_answer("first-token-" + std::to_string(request.number), lives),
                           200,
                           {},
                           "application/json",
                           delay};
    });
    candidate.on("GET /a", [](const ScriptedRequest& request) {
      return ScriptedReply{"{}", authorization_of(request) == "Bearer first-token-0" ? 200 : 403};
    });
  }

  GateRan run(const std::string& checks, const std::vector<std::string>& more = {}) const {
    GateRun gate("secrets: [SHOP_SECRET]\ntargets: {candidate: {auth: {oauth2: {token_url: '" +
                 idp.url() + "/token', client_id: gate, client_secret: '${SHOP_SECRET}'}}}}\n" +
                 checks);
    gate.environment["SHOP_SECRET"] = "s3cr3t/with+signs";
    return gate.run(candidate.url(), {}, more);
  }

  int lives = 3600;
  std::chrono::microseconds delay{0};
  ScriptedServer idp;
  ScriptedServer candidate;
};

TEST_F(OAuth2, FetchesOneTokenForAllChecksHoweverManyAskAtOnce) {
  delay = std::chrono::milliseconds(100);
  std::string checks = "checks:\n";
  for (int i = 0; i < 40; ++i) {
    checks += "  - {name: c" + std::to_string(i) + ", get: /a}\n";
  }
  const GateRan ran = run(checks, {"-j", "32"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(idp.count("POST /token"), 1U);
  EXPECT_EQ(authorization_of(idp.requests().front()),
            "Basic " + base64_encode("gate:s3cr3t%2Fwith%2Bsigns"));
}

TEST_F(OAuth2, ItGoesAlongWithAWebSocketToo) {
  std::string head;
  {
    const RawServer chat([&](RawConnection& connection) {
      head = connection.take_until("\r\n\r\n");
      connection.send(websocket::accepting(head));
      connection.send(websocket::frame(0x81, websocket::take_frame(connection).payload));
      websocket::take_frame(connection);
    });
    GateRun gate("targets: {candidate: {url: '" + chat.url() + "', auth: {oauth2: {token_url: '" +
                 idp.url() + "/token', client_id: gate, client_secret: secret-of-gate}}}}\n" +
                 "checks: [{name: chat, websocket: /chat}]\n");
    const GateRan ran = gate.run({});
    EXPECT_EQ(ran.findings(), std::vector<std::string>()) << ran.out << ran.err;
  }
  EXPECT_EQ(websocket::header_in(head, "Authorization"), "Bearer first-token-0");
}

TEST_F(OAuth2, AWebSocketWithoutATokenIsNotAsked) {
  idp.on("POST /token", ScriptedReply{R"({"error": "invalid_client"})", 401});
  const GateRan ran = run("checks: [{name: chat, websocket: /chat}]\n");
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"[target/token]"}) << ran.out;
  EXPECT_EQ(candidate.total(), 0U);
}

TEST_F(OAuth2, AsksAgainBeforeATokenExpires) {
  lives = 1;  // over after 0.9 s
  candidate.on("GET /slow",
               ScriptedReply{"{}", 200, {}, "application/json", std::chrono::milliseconds(1000)});
  candidate.on("GET /after", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", authorization_of(request) == "Bearer first-token-1" ? 200 : 403};
  });
  const GateRan ran = run("checks: [{name: f, steps: [{get: /slow}, {get: /after}]}]\n");
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(idp.count("POST /token"), 2U);
}

TEST_F(OAuth2, A401IsWorthOneNewToken) {
  candidate.on("GET /b", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", authorization_of(request) == "Bearer first-token-1" ? 200 : 401};
  });
  const GateRan ran = run("checks: [{name: b, get: /b}]\n");
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(idp.count("POST /token"), 2U);
  candidate.on("GET /never", ScriptedReply{"{}", 401});
  std::string checks = "checks:\n";
  for (int i = 0; i < 5; ++i) {
    checks += "  - {name: n" + std::to_string(i) + ", get: /never}\n";
  }
  const GateRan refused = run(checks);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(idp.count("POST /token"), 4U);  // not one for each 401
}

TEST_F(OAuth2, ATokenEndpointThatRefusesClosesAndSaysWhat) {
  idp.on(
      "POST /token",
      ScriptedReply{
          R"({"error": "invalid_client", "error_description": "who is s3cr3t/with+signs?"})", 401});
  const GateRan ran = run("checks: [{name: a, get: /a}]\n");
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_EQ(ran.rules(), (Lines{"[target/token]"}));
  EXPECT_EQ(ran.findings().front(),
            "[target/token] expected a token for candidate: the token endpoint answered 401 "
            "`invalid_client`: who is ***SHOP_SECRET***?. Without one nothing can be asked; check "
            "`auth.oauth2`.");
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_EQ(ran.json.find("s3cr3t"), std::string::npos) << ran.json;
}

TEST_F(OAuth2, NeitherTokenNorSecretShowsAndTheCommandNamesTheToken) {
  candidate.on("GET /a", ScriptedReply{R"({"echo": "first-token-0"})", 200});
  const GateRan ran = run("checks: [{name: a, get: /a, expect: {json: {$.echo: other}}}]\n");
  EXPECT_EQ(ran.exit_code, 1);
  const std::string all = ran.out + ran.err + ran.json;
  for (const std::string& secret :
       {std::string("first-token"), base64_encode("first-token-0"), std::string("s3cr3t"),
        base64_encode("gate:s3cr3t%2Fwith%2Bsigns")}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret << '\n' << all;
  }
  EXPECT_NE(ran.json.find("$CANDIDATE_TOKEN"), std::string::npos) << ran.json;
}

TEST_F(OAuth2, LiveWithoutATokenLeavesTheComparisonUndecided) {
  ScriptedServer live;
  live.on("GET /b", R"({"x": 1})");
  candidate.on("GET /b", R"({"x": 1})");
  idp.on("POST /token", ScriptedReply{"{}", 403});
  const GateRun both("targets: {live: {url: '" + live.url() + "', auth: {oauth2: {token_url: '" +
                     idp.url() +
                     "/token', client_id: gate, client_secret: secret-words}}}}\n"
                     "checks: [{name: b, get: /b, compare: {shape: true}}]\n");
  const GateRan ran = both.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(live.total(), 0U);
}

TEST_F(OAuth2, MistakesAreToldBeforeAnythingIsSent) {
  const GateRun wrong(
      "targets: {candidate: {auth: {oauth2: {token_url: 'ftp://x', client_id: a, client_auth: "
      "jwt, params: {scope: x}}}}}\nchecks: [{get: /a}]\n");
  const GateRan ran = wrong.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 2);
  for (const char* told : {"'token_url'", "expects token_url, client_id and client_secret",
                           "'client_auth' expects basic or body, got 'jwt'",
                           "'scope' is one that oauth2 fills in by itself"}) {
    EXPECT_NE(ran.err.find(told), std::string::npos) << told << '\n' << ran.err;
  }
}

}  // namespace
}  // namespace switchgate::testing
