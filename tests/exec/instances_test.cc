// Several instances of the candidate behind one name, in whole runs: each is judged.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

class Instances : public ::testing::Test {
 protected:
  static std::string address(const ScriptedServer& server) { return server.url().substr(7); }

  // Three instances; `more` within the mapping of the candidate, `rest` behind the targets.
  GateRun gate(const std::string& rest, const std::string& more = "") const {
    return GateRun("targets:\n  candidate:\n    url: http://shop.example.com\n    connect_to: [" +
                   names() + "]\n" + more + rest);
  }
  std::string names() const {
    return "'" + address(one) + "', '" + address(two) + "', '" + address(three) + "'";
  }
  void all(const std::string& route, const ScriptedReply& reply) {
    for (ScriptedServer* server : {&one, &two, &three}) {
      server->on(route, reply);
    }
  }

  ScriptedServer one;
  ScriptedServer two;
  ScriptedServer three;
};

constexpr const char* kItem = "checks: [{name: item, get: /item}]\n";

TEST_F(Instances, AreEachAskedAndToldAsOneResult) {
  all("GET /item", ScriptedReply{R"({"id": 7})"});
  const GateRan ran = gate(kItem).run("");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.outcomes(), (Lines{"item: passed"}));
  for (const ScriptedServer* server : {&one, &two, &three}) {
    EXPECT_EQ(server->count("GET /item"), 1U);
    EXPECT_EQ(server->requests().front().headers.at("host"), "shop.example.com");
  }
  EXPECT_NE(ran.json.find("\"address\": \"" + address(one) + ", " + address(two) + ", " +
                          address(three) + '"'),
            std::string::npos)
      << ran.json;
}

TEST_F(Instances, AreEachComparedByValueWithLive) {
  ScriptedServer live;
  live.on("GET /item", R"({"id": 7})");
  all("GET /item", ScriptedReply{R"({"id": 7})"});
  two.on("GET /item", R"({"id": 8})");
  const GateRan ran =
      gate("checks: [{name: item, get: /item, compare: {values: true}}]\n").run("", live.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  ASSERT_EQ(ran.findings().size(), 1U) << ran.out;
  EXPECT_NE(ran.findings()[0].find("expected 7 as live answers at $.id, found 8"),
            std::string::npos)
      << ran.findings()[0];
}

TEST_F(Instances, OneThatIsBrokenClosesWhateverTheOthersDo) {
  all("GET /item", ScriptedReply{R"({"id": 7})"});
  three.on("GET /item", ScriptedReply{"{}", 503});
  const GateRan ran = gate(kItem).run("");
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  EXPECT_EQ(ran.outcomes(), (Lines{"item: failed"}));
  ASSERT_EQ(ran.findings().size(), 1U);
  EXPECT_EQ(ran.findings().front().find("[http/status] on " + address(three) + ": expected"), 0U)
      << ran.findings().front();
  EXPECT_NE(ran.out.find("--connect-to '::" + address(three)), std::string::npos) << ran.out;
}

TEST_F(Instances, WhatAllOfThemShowIsToldOnce) {
  all("GET /item", ScriptedReply{"{}", 503});
  const GateRan ran = gate(kItem).run("");
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_EQ(ran.findings().size(), 1U);
  EXPECT_EQ(ran.findings().front().find("[http/status] on all 3 instances: expected"), 0U)
      << ran.findings().front();
}

TEST_F(Instances, OneThatRefusesClosesAndDoesNotHideTheOthers) {
  const RefusingPort nobody;
  one.on("GET /item", R"({"id": 7})");
  const GateRan ran = GateRun("targets: {candidate: {url: http://shop.example.com, connect_to: ['" +
                              nobody.url().substr(7) + "', '" + address(one) + "']}}\n" + kItem)
                          .run("");
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  ASSERT_EQ(ran.findings().size(), 1U);
  EXPECT_EQ(ran.findings().front().find("[target/refused] on " + nobody.url().substr(7) + ": "), 0U)
      << ran.findings().front();
  EXPECT_EQ(one.count("GET /item"), 1U);
}

TEST_F(Instances, OneOfAnotherShapeThanLiveCloses) {
  ScriptedServer live;
  live.on("GET /item", R"({"id": 7, "name": "lamp"})");
  all("GET /item", ScriptedReply{R"({"id": 7, "name": "lamp"})"});
  two.on("GET /item", R"({"id": 7})");
  const GateRan ran =
      gate("checks: [{name: item, get: /item, compare: {shape: true}}]\n").run("", live.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  EXPECT_EQ(ran.rules(), (Lines{"[shape/property-removed]"}));
  EXPECT_EQ(ran.findings().front().find("[shape/property-removed] on " + address(two) + ": "), 0U)
      << ran.findings().front();
  EXPECT_NE(ran.json.find("\"instance\": \"" + address(three) + '"'), std::string::npos);
}

TEST_F(Instances, AreAllWaitedFor) {
  all("GET /item", ScriptedReply{"{}"});
  all("GET /healthz", ScriptedReply{"{}"});
  two.on("GET /healthz", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", request.number < 3 ? 503 : 200};
  });
  const std::string ready = "ready: {get: /healthz, within: 20s, every: 10ms}\n";
  const GateRan good = gate(ready + kItem).run("");
  EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
  EXPECT_EQ(two.count("GET /healthz"), 4U);
  two.on("GET /healthz", ScriptedReply{"{}", 500});
  const GateRan bad =
      gate("ready: {get: /healthz, within: 20s, every: 10ms, fail_if: {status: 500}}\n" +
           std::string(kItem))
          .run("");
  EXPECT_EQ(bad.exit_code, 1) << bad.out << bad.err;
  ASSERT_FALSE(bad.findings().empty());
  EXPECT_EQ(bad.findings().front().find("[target/known-bad] on " + address(two) + ": candidate"),
            0U)
      << bad.findings().front();
}

TEST_F(Instances, RunAFlowOnceOnEach) {
  all("GET /item", ScriptedReply{R"({"id": 7})"});
  one.on("POST /login", R"({"token": "a"})");
  two.on("POST /login", R"({"token": "b"})");
  three.on("POST /login", ScriptedReply{"{}", 401});
  const GateRan ran = gate(R"(
flows: {login: {once: true, steps: [{post: /login, capture: {token: $.token}}]}}
defaults: {uses: login}
checks:
  - {name: item, get: /item, headers: {X-Token: '${token}'}}
  - {name: same, get: /item, headers: {X-Token: '${token}'}}
)")
                          .run("");
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  EXPECT_EQ(one.count("POST /login"), 1U);
  EXPECT_EQ(two.requests().back().headers.at("x-token"), "b");
  EXPECT_EQ(three.count("GET /item"), 0U);
  EXPECT_EQ(
      ran.findings().front().find("[http/status] on " + address(three) + ": in the flow `login`: "),
      0U)
      << ran.findings().front();
  EXPECT_EQ(ran.outcomes(), (Lines{"item: undecided", "same: undecided"}));
}

TEST_F(Instances, OfTwoBuildsAreUndecided) {
  all("GET /item", ScriptedReply{"{}", 200, {{"X-Version", "2"}}});
  three.on("GET /item", ScriptedReply{"{}", 200, {{"X-Version", "1"}}});
  const std::string identify = "    identify: {headers: {X-Version: '2'}}\n";
  const GateRan mixed = gate(kItem, identify).run("");
  EXPECT_EQ(mixed.exit_code, 3) << mixed.out << mixed.err;
  EXPECT_EQ(mixed.rules(),
            (Lines{"undecided [target/mixed-builds]", "undecided [target/wrong-build]"}));
  all("GET /item", ScriptedReply{"{}", 200, {{"X-Version", "1"}}});
  const GateRan wrong = gate(kItem, identify).run("");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_EQ(wrong.rules(), (Lines{"[target/wrong-build]"})) << "told once for all of them";
}

TEST_F(Instances, AreNotAskedByWhatIsForNoneOfThem) {
  ScriptedServer idp;
  idp.on("GET /me", "{}");
  const GateRan once =
      gate("  idp: {url: '" + idp.url() + "'}\nchecks: [{get: /me, target: idp}, {tcp: '" +
           address(one) + "'}, {tcp: candidate}]\n")
          .run("");
  EXPECT_EQ(once.exit_code, 0) << once.out << once.err;
  EXPECT_EQ(idp.count("GET /me"), 1U);
  EXPECT_EQ(once.outcomes().size(), 3U);
}

TEST_F(Instances, CanBeNamedByFlag) {
  all("GET /item", ScriptedReply{"{}"});
  const GateRan ran =
      GateRun(kItem).run("http://shop.example.com", "",
                         {"--connect-to", "candidate=" + address(one) + ',' + address(two)});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(one.count("GET /item"), 1U);
  EXPECT_EQ(two.count("GET /item"), 1U);
}

TEST_F(Instances, CleanUpWhatEachOfThemMade) {
  all("POST /carts", ScriptedReply{R"({"id": 1})", 201});
  all("DELETE /carts/1", ScriptedReply{"", 204});
  const GateRan ran = gate(R"(
checks:
  - name: cart
    steps: [{post: /carts, capture: {cart: $.id}}]
    finally: [{delete: '/carts/${cart}'}]
)")
                          .run("");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  for (const ScriptedServer* server : {&one, &two, &three}) {
    EXPECT_EQ(server->count("DELETE /carts/1"), 1U);
  }
}

TEST_F(Instances, AreEachMeasuredAgainstLive) {
  ScriptedServer live;
  live.on("GET /item", R"({"id": 7})");
  all("GET /item", ScriptedReply{R"({"id": 7})"});
  three.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"id": 7})", request.number < 4 ? 200 : 503};
  });
  const GateRan ran = gate(R"(
checks: [{name: item, get: /item, compare: {latency: {samples: 20, max_samples: 25, warmup: 5}}}]
)",
                           "  live: {max_rps: 1000}\n")
                          .run("", live.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  const Lines findings = ran.findings();
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [&](const std::string& finding) {
    return finding.starts_with("[http/status] on " + address(three) + ": expected status 200");
  })) << ran.out;
  for (const ScriptedServer* server : {&one, &two, &three}) {
    EXPECT_NE(ran.json.find("\"instance\": \"" + address(*server) + '"'), std::string::npos);
  }
  EXPECT_EQ(three.count("GET /item"), 5U);
  EXPECT_GT(one.count("GET /item"), 20U);
  EXPECT_GT(two.count("GET /item"), 20U);
}

TEST_F(Instances, MultiplyWhatLiveMayBeAsked) {
  ScriptedServer live;
  const std::string compared = "checks: [{name: item, get: /item, compare: {shape: true}}]\n";
  const GateRan ran = gate(compared).run("", live.url(), {"--budget", "60"});
  EXPECT_EQ(ran.exit_code, 2) << ran.out << ran.err;
  EXPECT_EQ(live.total(), 0U);
}

}  // namespace
}  // namespace switchgate::testing
