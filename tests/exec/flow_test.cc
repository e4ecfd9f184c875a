// `flows:` in whole runs: before a check's own steps, or once for all checks of a suite.

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

constexpr const char* kOnce = R"(
flows:
  login:
    once: true
    steps:
      - post: /login
        json: {user: gate}
        safe: true
        capture: {token: $.token, customer: $.customer}
    finally:
      - post: /logout
        safe: true
        headers: {X-Token: '${token}'}
)";

// Answers /login with a cookie and a token of its own, and counts on its side.
void serve_login(ScriptedServer& server, const std::string& token) {
  ScriptedReply login{R"({"token": ")" + token + R"(", "customer": 7})"};
  login.headers = {{"Set-Cookie", "sid=" + token + "-sid; Path=/"}};
  server.on("POST /login", login);
  server.on("POST /logout", "{}");
}

// `{"id": 1}` for who is logged in, else 401.
void serve_for(ScriptedServer& server, const std::string& route, const std::string& token) {
  server.on(route, [token](const ScriptedRequest& request) {
    const auto cookie = request.headers.find("cookie");
    const auto header = request.headers.find("x-token");
    const bool known = cookie != request.headers.end() &&
                       cookie->second == "sid=" + token + "-sid" &&
                       header != request.headers.end() && header->second == token;
    return ScriptedReply{R"({"id": 1})", known ? 200 : 401};
  });
}

std::string fifty_checks(const std::string& more = "") {
  std::string checks = "defaults: {uses: login}\nchecks:\n";
  for (int i = 0; i < 50; ++i) {
    checks += "  - {name: c" + std::to_string(i) + ", get: '/customers/${customer}'" +
              ", headers: {X-Token: '${token}'}" + more + "}\n";
  }
  return checks;
}

TEST(UsedFlow, ThatRunsOnceLogsInOnceForFiftyChecksOfEightWorkersOnEachSide) {
  const GateRun gate(kOnce + fifty_checks(", compare: {shape: {samples: 1}}"));
  ScriptedServer candidate;
  ScriptedServer live;
  serve_login(candidate, "green-token");
  serve_login(live, "blue-token");
  serve_for(candidate, "GET /customers/7", "green-token");
  serve_for(live, "GET /customers/7", "blue-token");
  const GateRan ran = gate.run(candidate.url(), live.url(), {"--jobs", "8"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.outcomes().size(), 50U);
  EXPECT_EQ(candidate.count("POST /login"), 1U);
  EXPECT_EQ(live.count("POST /login"), 1U);
  EXPECT_EQ(candidate.requests().front().route(), "POST /login");
  EXPECT_EQ(candidate.requests().back().route(), "POST /logout");
  EXPECT_EQ(candidate.requests().back().headers.at("x-token"), "green-token");
  EXPECT_EQ(candidate.count("POST /logout"), 1U);
  EXPECT_EQ(live.count("POST /logout"), 0U);  // what is safe leaves nothing behind
}

TEST(UsedFlow, WithoutOnceRunsBeforeTheStepsOfEachCheckInItsSession) {
  const GateRun gate(R"(
flows:
  login:
    steps: [{post: /login, json: {user: '${user}'}, capture: {token: $.token}}]
    finally: [{delete: '/sessions/${token}'}]
  basket:
    steps: [{post: /carts, headers: {X-Token: '${token}'}, capture: {cart: $.id}}]
    finally: [{delete: '/carts/${cart}'}]
vars: {user: gate}
checks:
  - name: order
    uses: [login, basket]
    vars: {user: root}
    steps:
      - get: '/carts/${cart}/items'
    finally:
      - delete: '/carts/${cart}/items'
  - {name: open, get: /public}
)");
  ScriptedServer server;
  server.on("POST /login", R"({"token": "t-1"})");
  server.on("POST /carts", R"({"id": 3})");
  for (const auto* route : {"GET /carts/3/items", "DELETE /carts/3/items", "DELETE /carts/3",
                            "DELETE /sessions/t-1", "GET /public"}) {
    server.on(route, "{}");
  }
  const GateRan ran = gate.run(server.url(), {}, {"--jobs", "1"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  Lines asked;
  for (const ScriptedRequest& request : server.requests()) {
    asked.push_back(request.route());
  }
  EXPECT_EQ(asked,
            (Lines{"POST /login", "POST /carts", "GET /carts/3/items", "DELETE /carts/3/items",
                   "DELETE /carts/3", "DELETE /sessions/t-1", "GET /public"}));
  EXPECT_EQ(server.requests().front().body, R"({"user":"root"})");
  EXPECT_EQ(server.requests()[1].headers.at("x-token"), "t-1");
}

TEST(UsedFlow, GivesTheFindingsOfItsChecksTheNamesOfTheirSteps) {
  const GateRun gate(R"(
flows: {login: {steps: [{post: /login}]}}
checks:
  - {name: items, uses: login, get: /items}
)");
  ScriptedServer server;
  server.on("POST /login", "{}");
  server.on("GET /items", ScriptedReply{"{}", 500});
  const GateRan ran = gate.run(server.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.json.find(R"("step": "get /items")"), std::string::npos) << ran.json;
}

TEST(UsedFlow, ThatFailsIsToldOnceAndNoCheckThatUsesItRunsOrPasses) {
  const GateRun gate(kOnce + fifty_checks() + "  - {name: public, uses: [], get: /public}\n");
  std::string first;
  for (const auto* jobs : {"1", "8"}) {
    ScriptedServer server;
    server.on("POST /login", ScriptedReply{R"({"error": "no such user"})", 403});
    server.on("GET /public", "{}");
    const GateRan ran = gate.run(server.url(), {}, {"--jobs", jobs});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_EQ(ran.gate(), "closed");
    EXPECT_EQ(ran.findings(),
              (Lines{"[http/status] in the flow `login`: expected status 2xx, found 403 Scripted",
                     "note [cleanup/skipped] in the flow `login`: `post /logout` was not needed: "
                     "the variable 'token' is not defined"}));
    const Lines outcomes = ran.outcomes();
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "public: passed"), 1);
    EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(),
                            [](const std::string& line) { return line.ends_with(": undecided"); }),
              50);
    EXPECT_NE(ran.json.find("it was not run: the flow `login` before it failed"),
              std::string::npos);
    EXPECT_EQ(server.total(), 2U);
    EXPECT_EQ(server.count("POST /login"), 1U);
  }
}

TEST(UsedFlow, ThatFailsOnLiveLeavesTheComparisonUndecided) {
  const GateRun gate(std::string(kOnce) + R"(
checks:
  - {name: items, uses: login, get: /items, compare: {shape: {samples: 1}}}
  - {name: more, uses: login, get: /items, compare: {shape: {samples: 1}}}
)");
  ScriptedServer candidate;
  ScriptedServer live;
  serve_login(candidate, "green-token");
  live.on("POST /login", ScriptedReply{"{}", 403});
  for (ScriptedServer* server : {&candidate, &live}) {
    server->on("GET /items", R"({"id": 1})");
  }
  const GateRan ran = gate.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.outcomes(), (Lines{"items: undecided", "more: undecided"}));
  const std::string no_reference =
      "undecided [compare/no-reference] this step cannot be compared with live: live does not pass "
      "the flow `login` before it.";
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [compare/live-failed] live does not pass the flow `login`, so what "
                   "uses it cannot be compared: expected status 2xx, found 403 Scripted",
                   no_reference, no_reference}));
  EXPECT_EQ(live.total(), 1U);
}

TEST(UsedFlow, ThatIsNotSafeNeverGoesToLive) {
  const GateRun gate(R"(
flows:
  login: {once: true, steps: [{post: /login}]}
  cart: {steps: [{post: /carts}]}
checks:
  - {name: once, uses: login, get: /items, compare: {shape: {samples: 1}}}
  - {name: each, uses: cart, get: /items, compare: {shape: {samples: 1}}}
)");
  ScriptedServer candidate;
  ScriptedServer live;
  for (ScriptedServer* server : {&candidate, &live}) {
    for (const auto* route : {"POST /login", "POST /carts", "GET /items"}) {
      server->on(route, R"({"id": 1})");
    }
  }
  const GateRan ran = gate.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3);
  const std::string before =
      "undecided [compare/no-reference] this step cannot be compared with live: ";
  const std::string unsafe =
      " before it is not safe, and only safe requests go to live; say `safe: true` there if it "
      "changes nothing.";
  EXPECT_EQ(ran.findings(), (Lines{before + "the flow `login`" + unsafe,
                                   before + "the step `post /carts`" + unsafe}));
  EXPECT_EQ(live.total(), 0U);
}

TEST(UsedFlow, HidesWhatItCapturedAsASecretInAllChecksThatUseIt) {
  const GateRun gate(R"(
flows:
  login: {once: true, steps: [{get: /login, capture: {handle: {json: $.t, secret: true}}}]}
checks:
  - {name: echo, uses: login, get: /echo, expect: {json: {$.seen: nobody}}}
)");
  ScriptedServer server;
  server.on("GET /login", R"({"t": "hunter2-hunter2"})");
  server.on("GET /echo", R"({"seen": "hunter2-hunter2"})");
  const GateRan ran = gate.run(server.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ((ran.out + ran.err + ran.json).find("hunter2"), std::string::npos) << ran.out;
  EXPECT_NE(ran.json.find("***handle***"), std::string::npos);
}

TEST(UsedFlow, ThatHangsIsLeftAtTheDeadlineByAllWhoWaitForIt) {
  const GateRun gate(kOnce + fifty_checks());
  ScriptedServer server;
  std::atomic<bool> asked{false};
  server.on("POST /login", [&asked](const ScriptedRequest&) {
    asked = true;
    ScriptedReply reply{"{}"};
    reply.delay = std::chrono::seconds(20);
    return reply;
  });
  const GateRan ran =
      gate.run(server.url(), {}, {"--deadline", "300ms", "--timeout", "20s", "--jobs", "8"});
  EXPECT_TRUE(asked);
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(server.count("GET /customers/7"), 0U);
  const Lines outcomes = ran.outcomes();
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(),
                          [](const std::string& line) { return line.ends_with(": undecided"); }),
            50);
}

TEST(UsedFlow, OfAnUnreachableCandidateFailsItsChecksAtOnce) {
  const GateRun gate(R"(
flows: {login: {once: true, steps: [{post: /login}]}}
checks:
  - {name: items, uses: login, get: /items}
)");
  const RefusingPort nobody;
  const GateRan ran = gate.run(nobody.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/refused]"}));
  EXPECT_EQ(ran.outcomes(), (Lines{"items: undecided"}));
}

TEST(UsedFlow, ThatFailsEndsARunWithFailFast) {
  const GateRun gate(std::string(kOnce) + R"(
checks:
  - {name: items, uses: login, get: /items}
  - {name: public, get: /public}
)");
  ScriptedServer server;
  server.on("POST /login", ScriptedReply{"{}", 500});
  server.on("GET /public", "{}");
  const GateRan ran = gate.run(server.url(), {}, {"--fail-fast", "--jobs", "1"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.outcomes(), (Lines{"items: undecided", "public: skipped"}));
  EXPECT_EQ(server.count("GET /public"), 0U);
}

TEST(UsedFlow, UsedByNoSelectedCheckIsNotRun) {
  const GateRun gate(std::string(kOnce) + R"(
checks:
  - {name: items, uses: login, get: /items}
  - {name: public, get: /public}
)");
  ScriptedServer server;
  server.on("GET /public", "{}");
  const GateRan ran = gate.run(server.url(), {}, {"--only", "public"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(server.total(), 1U);
}

TEST(UsedFlow, OfWarningChecksOnlyWarns) {
  const GateRun gate(R"(
flows: {login: {once: true, steps: [{get: /login}]}}
checks:
  - {name: items, level: warning, uses: login, get: /items}
)");
  ScriptedServer server;
  server.on("GET /login", ScriptedReply{"{}", 500});
  server.on("GET /items", ScriptedReply{"[]", 401});
  const GateRan ran = gate.run(server.url());
  EXPECT_EQ(ran.rules(), (Lines{"warning [http/status]", "warning [http/status]"}));
  EXPECT_EQ(ran.outcomes(), (Lines{"items: passed"}));
  EXPECT_EQ(ran.exit_code, 0);
}

TEST(Flow, StepsBehindAMereWarningAreAskedUnlessTheyNeedWhatItDidNotGive) {
  const GateRun gate(R"(
checks:
  - name: order
    level: warning
    steps:
      - {get: /cart, expect: {json: {$.empty: true}}, capture: {cart: $.id}}
      - get: '/carts/${cart}'
)");
  ScriptedServer server;
  server.on("GET /cart", R"({"empty": false, "id": 7})");
  server.on("GET /carts/7", "{}");
  EXPECT_EQ(gate.run(server.url()).exit_code, 0);
  EXPECT_EQ(server.count("GET /carts/7"), 1U);
  server.on("GET /cart", R"({"empty": true})");
  const GateRan lost = gate.run(server.url());
  EXPECT_EQ(lost.rules(), (Lines{"warning [capture/missing]"}));
  EXPECT_EQ(lost.outcomes(), (Lines{"order: undecided"}));
  EXPECT_EQ(lost.exit_code, 3);  // what never ran opens nothing
}

TEST(UsedFlow, PreparesBothSidesOfARecordedComparison) {
  const GateRun gate(std::string(kOnce) + R"(
checks:
  - {name: items, uses: login, get: /items, headers: {X-Token: '${token}'}, compare: {shape: true}}
)");
  ScriptedServer live;
  serve_login(live, "blue-token");
  serve_for(live, "GET /items", "blue-token");
  const GateRan recorded = gate.record({"--live", live.url()});
  ASSERT_EQ(recorded.exit_code, 0) << recorded.out << recorded.err;
  EXPECT_EQ(live.count("POST /login"), 1U);
  ScriptedServer candidate;
  serve_login(candidate, "green-token");
  serve_for(candidate, "GET /items", "green-token");
  const GateRan ran = gate.run(candidate.url(), {}, {"--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

TEST(UsedFlow, ThatIsNotSafeKeepsItsChecksOutOfARecordingOfLive) {
  const GateRun gate(R"(
flows: {login: {once: true, steps: [{post: /login}]}}
checks:
  - {name: items, uses: login, get: /items, compare: {shape: true}}
  - {name: public, get: /public, compare: {shape: true}}
)");
  ScriptedServer live;
  live.on("GET /public", R"({"id": 1})");
  const GateRan recorded = gate.record({"--live", live.url()});
  EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
  EXPECT_EQ(live.count("POST /login"), 0U);
  EXPECT_EQ(live.count("GET /items"), 0U);
}

TEST(UsedFlow, IsShownByListAndDryRun) {
  const GateRun gate(std::string(kOnce) + R"(
  cart: {steps: [{post: /carts}], finally: [{delete: /carts/1}]}
checks:
  - {name: items, uses: [login, cart], get: /items}
)");
  EXPECT_EQ(gate.run("http://127.0.0.1:1", {}, {"--list"}).out,
            "items  (" + gate.suite() + ":18:5)  uses login, cart\n");
  EXPECT_EQ(gate.run("http://127.0.0.1:1", {}, {"--dry-run"}).out,
            "candidate  http://127.0.0.1:1  (from --candidate)\n"
            "flow login, once\n"
            "  POST /login\n"
            "  finally POST /logout\n"
            "items  uses login, cart\n"
            "  cart: POST /carts\n"
            "  GET /items\n"
            "  cart: finally DELETE /carts/1\n"
            "1 check; at most 0 requests to live (budget 20000); nothing was sent\n");
}

}  // namespace
}  // namespace switchgate::testing
