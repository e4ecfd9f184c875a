// Whole runs: what steps hand on, `finally`, readiness, builds, and what never shows.

#include <chrono>

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

TEST(Flow, CapturesAndCookiesCarryOver) {
  ScriptedServer candidate;
  candidate.on("POST /login",
               ScriptedReply{R"({"user": 7})", 200, {{"Set-Cookie", "sid=abc; Path=/"}}});
  candidate.on("GET /users/7", [](const ScriptedRequest& request) {
    const auto cookie = request.headers.find("cookie");
    const bool known = cookie != request.headers.end() && cookie->second == "sid=abc";
    return ScriptedReply{"{}", known ? 200 : 403};
  });
  const GateRun gate(R"(
checks:
  - name: flow
    steps:
      - {post: /login, json: {a: 1}, capture: {user: $.user}}
      - {get: '/users/${user}'}
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST(Flow, StepsAfterAFailureAreNotSentButFinallyIs) {
  ScriptedServer candidate;
  candidate.on("POST /carts", ScriptedReply{R"({"id": 7})", 201});
  candidate.on("PUT /carts/7", ScriptedReply{"{}", 500});
  candidate.on("GET /carts/7", "{}");
  candidate.on("DELETE /carts/7", ScriptedReply{"", 204});
  const GateRun gate(R"(
checks:
  - name: flow
    steps:
      - {post: /carts, json: {a: 1}, capture: {cart: $.id}}
      - {put: '/carts/${cart}', json: {a: 1}}
      - {get: '/carts/${cart}'}
    finally: [{delete: '/carts/${cart}'}]
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]"}));
  EXPECT_EQ(candidate.count("GET /carts/7"), 0U);
  EXPECT_EQ(candidate.count("DELETE /carts/7"), 1U);
}

TEST(Flow, AFinallyStepWhoseCaptureWasNeverMadeIsSkippedWithANote) {
  ScriptedServer candidate;
  candidate.on("POST /carts", ScriptedReply{"{}", 500});
  const GateRun gate(R"(
checks:
  - name: flow
    steps: [{post: /carts, json: {a: 1}, capture: {cart: $.id}}]
    finally: [{delete: '/carts/${cart}'}]
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]", "note [cleanup/skipped]"}));
  EXPECT_EQ(candidate.total(), 1U);
}

TEST(Flow, AFinallyStepThatFailsIsAWarningWithItsCommand) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  candidate.on("DELETE /a", ScriptedReply{"{}", 500});
  const GateRun gate("checks: [{name: flow, steps: [{get: /a}], finally: [{delete: /a}]}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"warning [cleanup/failed]"}));
  EXPECT_NE(ran.json.find("curl"), std::string::npos);
  EXPECT_NE(ran.json.find("DELETE"), std::string::npos) << ran.json;
}

TEST(Flow, ACaptureThatFindsNothingFailsTheStep) {
  ScriptedServer candidate;
  candidate.on("GET /a", R"({"id": 7})");
  candidate.on("GET /b", "{}");
  const GateRun gate(
      "checks: [{name: flow, steps: [{get: /a, capture: {x: $.idd}}, {get: '/b', query: {x: "
      "'${x}'}}]}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_EQ(ran.rules(), (Lines{"[capture/missing]"}));
  EXPECT_EQ(candidate.count("GET /b"), 0U);
}

constexpr auto kReady = R"(
ready: {get: /healthz, within: 2s, every: 10ms, consecutive: 2, fail_if: {json: {$.state: broken}}}
checks: [{name: a, get: /a}]
)";

TEST(Ready, WaitsUntilTheCandidateAnswersWell) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  candidate.on("GET /healthz", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", request.number < 5 ? 503 : 200};
  });
  const GateRan ran = GateRun(kReady).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
  EXPECT_EQ(candidate.count("GET /healthz"), 7U);
}

TEST(Ready, ACandidateThatNeverBecomesReadyClosesAndIsNotAsked) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  candidate.on("GET /healthz", ScriptedReply{"{}", 503});
  const GateRan ran = GateRun(kReady).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/not-ready]"}));
  EXPECT_EQ(ran.outcomes(), (Lines{"a: undecided"}));
  EXPECT_EQ(candidate.count("GET /a"), 0U);
}

TEST(Ready, AKnownBadStateEndsTheWaitAtOnce) {
  ScriptedServer candidate;
  candidate.on("GET /healthz", ScriptedReply{R"({"state": "broken"})", 503});
  const GateRan ran = GateRun(kReady).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/known-bad]"}));
  EXPECT_EQ(candidate.total(), 1U);
}

constexpr auto kIdentified = R"(
targets: {candidate: {identify: {headers: {X-Version: '2'}}}}
ready: {get: /healthz, within: 5s, every: 10ms}
checks: [{name: a, get: /a}, {name: b, get: /b}]
)";

ScriptedReply from_build(const std::string& version) {
  return ScriptedReply{"{}", 200, {{"X-Version", version}}};
}

TEST(Build, AnotherOneThanTheOneUnderTestCloses) {
  ScriptedServer candidate;
  candidate.on("GET /healthz", from_build("2"));
  candidate.on("GET /a", from_build("1"));
  candidate.on("GET /b", from_build("1"));
  const GateRan ran = GateRun(kIdentified).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/wrong-build]", "[target/wrong-build]"}));
}

TEST(Build, TwoMixedAreUndecided) {
  ScriptedServer candidate;
  candidate.on("GET /healthz", from_build("2"));
  candidate.on("GET /a", from_build("1"));
  candidate.on("GET /b", from_build("2"));
  const GateRan ran = GateRun(kIdentified).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(),
            (Lines{"undecided [target/mixed-builds]", "undecided [target/wrong-build]"}));
  EXPECT_EQ(ran.outcomes(), (Lines{"a: undecided", "b: passed"}));
}

TEST(Build, TheOneBeforeMayAnswerWhileReadinessIsAwaited) {
  ScriptedServer candidate;
  candidate.on("GET /healthz", [](const ScriptedRequest& request) {
    return from_build(request.number < 3 ? "1" : "2");
  });
  candidate.on("GET /a", from_build("2"));
  candidate.on("GET /b", from_build("2"));
  const GateRan ran = GateRun(kIdentified).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST(Secrets, ShowInNoReport) {
  const std::string token = "s3cr3t/to+ken?7";
  const std::string captured = "capt&ured=value9";
  const std::string cookie = "cookievalue42";
  ScriptedServer candidate;
  // The answers give back whatever they were told, in places that findings quote.
  candidate.on("GET /one", ScriptedReply{R"({"token": "s3cr3t/to+ken?7", "own": "capt&ured=value9",
      "basic": ")" + base64_encode("gate:" + token) +
                                             R"("})",
                                         200,
                                         {{"Set-Cookie", "sid=" + cookie}}});
  candidate.on("GET /two", ScriptedReply{"Bearer " + token + " " + captured + " sid=" + cookie +
                                             " " + base64_encode(token),
                                         500});
  GateRun gate(R"(
secrets: [SHOP_TOKEN]
targets: {candidate: {auth: {bearer: '${SHOP_TOKEN}'}}}
checks:
  - name: flow
    steps:
      - {get: /one, capture: {own: {json: $.own, secret: true}}, expect: {json: {$.token: '${SHOP_TOKEN}'}}}
      - get: /two
        query: {t: '${SHOP_TOKEN}', o: '${own}'}
        expect: {status: 500, text: {contains: 'nothing ${own} ${SHOP_TOKEN}'}}
  - {name: basic, get: /one, expect: {json: {$.basic: x, $.token: y}, headers: {Set-Cookie: z}}}
)");
  gate.environment["SHOP_TOKEN"] = token;
  const GateRan ran = gate.run(candidate.url(), "",
                               {"--report", "junit=" + gate.path("junit.xml"), "--report",
                                "sarif=" + gate.path("report.sarif"), "-v"});
  ASSERT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  const std::vector<std::pair<std::string, std::string>> outputs = {
      {"console", ran.out + ran.err},
      {"json", ran.json},
      {"junit", GateRun::read(gate.path("junit.xml"))},
      {"sarif", GateRun::read(gate.path("report.sarif"))}};
  for (const auto& [format, text] : outputs) {
    ASSERT_FALSE(text.empty()) << format;
    for (const std::string& secret :
         {token, captured, base64_encode(token), base64_encode(captured),
          base64_encode("gate:" + token), std::string("s3cr3t%2Fto%2Bken%3F7"),
          std::string("capt%26ured%3Dvalue9"), std::string("s3cr3t"), std::string("value9")}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << format << " tells " << secret << "\n"
                                                      << text;
    }
  }
}

TEST(Secrets, CapturedOnesShowNeitherBeforeTheCaptureNorWithoutIt) {
  ScriptedServer candidate;
  candidate.on("GET /early", R"({"link": "/reset/q7w8e9r0t1"})");
  candidate.on("GET /late", R"({"code": "q7w8e9r0t1"})");
  const GateRun gate(R"(
checks:
  - name: told before
    steps:
      - {get: /early, warn: {json: {$.link: /reset}}}
      - {get: /late, capture: {code: {json: $.code, secret: true}}}
  - name: never made
    get: /late
    expect: {json: {$.code: other}}
    capture: {code: {json: $.code, secret: true}}
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_EQ(ran.rules(), (Lines{"warning [json/value]", "[json/value]"}));
  EXPECT_EQ(ran.json.find("q7w8e9r0t1"), std::string::npos) << ran.json;
  EXPECT_EQ(ran.out.find("q7w8e9r0t1"), std::string::npos) << ran.out;
}

TEST(Secrets, CookiesThatTheServerSetAreMasked) {
  ScriptedServer candidate;
  candidate.on("GET /one", ScriptedReply{"{}", 200, {{"Set-Cookie", "sid=cookievalue42; Path=/"}}});
  candidate.on("GET /two", "{}");
  const GateRun gate(
      "checks: [{name: flow, steps: [{get: /one}, {get: /two, expect: {json: {$.a: 1}}}]}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.json.find("cookievalue42"), std::string::npos) << ran.json;
  EXPECT_EQ(ran.out.find("cookievalue42"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace switchgate::testing
