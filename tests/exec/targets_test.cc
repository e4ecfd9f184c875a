// Targets besides candidate and live, in whole runs: who is asked, and what goes with it.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

std::string value_of(const ScriptedRequest& request, const std::string& header) {
  const auto found = request.headers.find(header);
  return found == request.headers.end() ? "" : found->second;
}

std::vector<ScriptedRequest> only(const ScriptedServer& server, const std::string& route) {
  std::vector<ScriptedRequest> requests = server.requests();
  std::erase_if(requests, [&](const ScriptedRequest& request) { return request.route() != route; });
  return requests;
}

class FurtherTarget : public ::testing::Test {
 protected:
  FurtherTarget() {
    ScriptedReply token{R"({"token": "of-the-idp"})"};
    token.headers = {{"Set-Cookie", "idp_session=1; Path=/"}};
    idp.on("POST /token", token);
    idp.on("GET /me", R"({"name": "gate"})");
    ScriptedReply item{R"({"id": 7})"};
    item.headers = {{"Set-Cookie", "shop_session=2; Path=/"}};
    candidate.on("GET /item", item);
    live.on("GET /item", item);
  }

  // `rest` stands behind the targets; `idp_more` within the mapping of idp.
  GateRun gate(const std::string& rest, const std::string& idp_more = "") const {
    return GateRun(
        "targets:\n"
        "  candidate: {headers: {X-Side: green}, cookies: {own: green}}\n"
        "  idp: {url: '" +
        idp.url() + "'" + idp_more + "}\n" + rest);
  }

  ScriptedServer candidate;
  ScriptedServer live;
  ScriptedServer idp;
};

constexpr const char* kLogin = R"(
flows:
  login:
    once: true
    steps:
      - post: /token
        target: idp
        safe: true
        capture: {token: $.token}
checks:
  - name: item
    uses: login
    steps:
      - {get: /item, headers: {X-Token: '${token}'}, compare: {shape: true}}
      - {get: /me, target: idp}
      - {get: /item}
    finally:
      - {get: /me, target: idp}
)";

TEST_F(FurtherTarget, IsAskedForBothSidesWithNothingOfTheirs) {
  const GateRan ran = gate(kLogin, ", headers: {X-Side: idp}").run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(idp.count("POST /token"), 2U) << "once for each side";
  EXPECT_EQ(candidate.count("POST /token") + live.count("POST /token"), 0U);
  EXPECT_EQ(candidate.count("GET /me") + live.count("GET /me"), 0U);
  for (const ScriptedRequest& request : idp.requests()) {
    EXPECT_EQ(value_of(request, "x-side"), "idp");
    EXPECT_EQ(value_of(request, "cookie"), request.path == "/token" ? "" : "idp_session=1")
        << request.path;
  }
  for (const ScriptedRequest& request : only(candidate, "GET /item")) {
    EXPECT_EQ(value_of(request, "x-side"), "green");
    EXPECT_EQ(value_of(request, "cookie").find("idp_session"), std::string::npos);
  }
  for (const ScriptedRequest& request : only(live, "GET /item")) {
    EXPECT_EQ(value_of(request, "x-side"), "");
    EXPECT_EQ(value_of(request, "cookie").find("idp_session"), std::string::npos);
  }
}

TEST_F(FurtherTarget, IsNamedInEveryReportWithItsUrlAddressAndOrigin) {
  const GateRan ran =
      gate("ready: {get: /item}\nchecks: [{get: /me, target: idp}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("idp        " + idp.url() + ", from"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("suite.yaml:4, dialled " + idp.url().substr(7)), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.json.find("\"name\": \"idp\""), std::string::npos);
}

TEST_F(FurtherTarget, ThatFailsIsNamedInTheFinding) {
  idp.on("GET /me", ScriptedReply{"{}", 500});
  const GateRan ran =
      gate("ready: {get: /item}\nchecks: [{get: /me, target: idp}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]"}));
  EXPECT_NE(ran.out.find(idp.url() + "/me"), std::string::npos) << ran.out;
  EXPECT_EQ(candidate.count("GET /me"), 0U);
}

TEST_F(FurtherTarget, ThatIsGivenUpLeavesTheCandidateAlone) {
  const RefusingPort nobody;
  std::string checks = "targets: {idp: {url: '" + nobody.url() + "'}}\nchecks:\n";
  for (int i = 0; i < 8; ++i) {
    checks += "  - {name: a" + std::to_string(i) + ", get: /me, target: idp}\n";
  }
  checks += "  - {name: z, get: /item}\n";
  const GateRan ran = GateRun(checks).run(candidate.url(), "", {"--jobs", "1"});
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_FALSE(ran.findings().empty());
  EXPECT_EQ(ran.findings().front(),
            "[target/unreachable] idp at " + nobody.url() +
                " could not be reached 5 times in a row, and once more after a pause: it was not "
                "tried any more.");
  EXPECT_EQ(ran.outcomes().back(), "z: passed");
}

TEST_F(FurtherTarget, GetsNoUnsafeStepASecondTimeToPrepareLive) {
  const GateRan ran = gate(R"(
checks:
  - name: item
    steps:
      - {post: /token, target: idp}
      - {get: /item, compare: {shape: true}}
)")
                          .run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [compare/no-reference] this step cannot be compared with live: the "
                   "step `post /token` before it is not safe, and preparing live would send it to "
                   "its target once more; say `safe: true` there if it changes nothing."}));
  EXPECT_EQ(idp.count("POST /token"), 1U);
  EXPECT_EQ(live.total(), 0U);
}

TEST_F(FurtherTarget, CanBeDialledElsewhereByFlag) {
  const GateRan ran = GateRun(R"(
targets: {idp: {url: 'http://login.example.com'}}
ready: {get: /item}
checks: [{get: /me, target: idp}]
)")
                          .run(candidate.url(), "", {"--connect-to", "idp=" + idp.url().substr(7)});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  ASSERT_EQ(idp.count("GET /me"), 1U);
  EXPECT_EQ(value_of(idp.requests().front(), "host"), "login.example.com");
}

TEST_F(FurtherTarget, CanBeWaitedFor) {
  idp.on("GET /me", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", request.number < 3 ? 503 : 200};
  });
  const GateRan ran = gate(R"(
ready: {get: /me, target: idp, within: 20s, every: 10ms}
checks: [{get: /item}]
)")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(idp.count("GET /me"), 4U);
}

TEST_F(FurtherTarget, OfAnotherBuildCloses) {
  const GateRan ran = gate("checks: [{get: /me, target: idp}, {get: /item}]\n",
                           ", identify: {headers: {X-Version: '3'}}")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/wrong-build]"}));
  EXPECT_NE(ran.findings().front().find("expected idp to answer with X-Version: 3"),
            std::string::npos);
}

TEST_F(FurtherTarget, LiveByNameIsLiveOnEitherSideAndNeverTheCandidate) {
  live.on("GET /flags", R"({"on": true})");
  for (const char* compare : {"shape", "none"}) {
    const std::size_t before = live.count("GET /flags");
    const GateRan ran = gate("ready: {get: /item}\nchecks: [{get: /flags, target: live}]\n")
                            .run(candidate.url(), live.url(), {"--compare", compare});
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    EXPECT_EQ(live.count("GET /flags"), before + 1) << compare;
    EXPECT_EQ(candidate.count("GET /flags"), 0U);
  }
}

TEST_F(FurtherTarget, LiveByNameCountsForTheBudget) {
  const GateRan ran = gate("checks: [{get: /flags, target: live}]\n")
                          .run(candidate.url(), live.url(), {"--budget", "0"});
  EXPECT_EQ(ran.exit_code, 2) << ran.out << ran.err;
  EXPECT_EQ(live.total(), 0U);
}

TEST(AbsoluteUrl, IsNoAnswerOfTheTargets) {
  ScriptedServer candidate;
  ScriptedServer elsewhere;
  candidate.on("GET /", ScriptedReply{"{}", 200, {{"X-Version", "3"}}});
  elsewhere.on("GET /status", "{}");
  const RefusingPort nobody;
  std::string checks = "  - {name: there, get: '" + elsewhere.url() + "/status'}\n";
  for (int i = 0; i < 6; ++i) {
    checks += "  - {name: gone" + std::to_string(i) + ", get: '" + nobody.url() + "/'}\n";
  }
  const GateRun gate("targets: {candidate: {identify: {headers: {X-Version: '3'}}}}\nchecks:\n" +
                     checks + "  - {name: own, get: /}\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  // Another build is no wrong build of the candidate, and who is gone does not make it dead.
  EXPECT_EQ(ran.outcomes().front(), "there: passed") << ran.out;
  EXPECT_EQ(ran.outcomes().back(), "own: passed") << ran.out;
  EXPECT_EQ(ran.rules(), std::vector<std::string>(6, "[target/refused]"));
}

}  // namespace
}  // namespace switchgate::testing
