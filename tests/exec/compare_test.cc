// Whole runs that compare a candidate with live.

#include <atomic>
#include <mutex>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

constexpr auto kShape = "checks: [{name: item, get: /item, compare: {shape: true}}]\n";

class Compared : public ::testing::Test {
 protected:
  GateRan run(const std::vector<std::string>& more = {}) const {
    return gate.run(candidate.url(), live.url(), more);
  }

  GateRun gate{kShape};
  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(Compared, EqualShapesOpen) {
  candidate.on("GET /item", R"({"id": 7, "name": "lamp"})");
  live.on("GET /item", R"({"id": 8, "name": "chair"})");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines());
  EXPECT_EQ(live.count("GET /item"), 3U);
}

TEST_F(Compared, AFieldThatIsGoneCloses) {
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", R"({"id": 8, "name": "chair"})");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[shape/property-removed]"}));
}

TEST_F(Compared, AChangeSaysItsStepAndTheRunCountsThem) {
  candidate.on("GET /item", R"({"id": 7, "title": "lamp"})");
  live.on("GET /item", R"({"id": 8, "name": "chair"})");
  const GateRan ran = run();
  EXPECT_NE(ran.out.find("phase      contract step: safe only after no reader uses it; readers "
                         "first"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("· changes of shape: 1 addition, 1 removal\n"), std::string::npos)
      << ran.out;
}

TEST_F(Compared, WhatLiveItselfShowsOnlySometimesNeverCloses) {
  std::atomic<int> turn{0};
  // Absent in every fifth answer of either side, whoever is asked.
  const auto sometimes = [&turn](const ScriptedRequest&) {
    return ScriptedReply{turn++ % 5 == 4 ? R"({"id": 7})" : R"({"id": 7, "note": "new"})"};
  };
  candidate.on("GET /item", sometimes);
  live.on("GET /item", sometimes);
  for (int i = 0; i < 30; ++i) {
    turn = i;
    const GateRan ran = run({"--only", "item"});
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  }
}

TEST_F(Compared, BecomingNullSometimesIsConfirmedAndCloses) {
  live.on("GET /item", R"({"id": 7, "price": 5})");
  candidate.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{request.number % 3 == 1 ? R"({"id": 7, "price": null})"
                                                 : R"({"id": 7, "price": 5})"};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[shape/became-nullable]"}));
  EXPECT_LE(live.count("GET /item"), 23U);  // three samples and twenty confirmations
}

TEST_F(Compared, ABreakThatChanceExplainsIsAWarning) {
  live.on("GET /item", R"({"id": 7, "price": 5})");
  candidate.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{request.number == 1 ? R"({"id": 7})" : R"({"id": 7, "price": 5})"};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"warning [shape/property-became-optional]"}));
  EXPECT_NE(ran.findings().at(0).find("only 1 of 23 answers show it, and none of 23 of live"),
            std::string::npos)
      << ran.findings().at(0);
}

// Equal builds whose optional members come and go: by thirteen samples a side, one in four
// such runs looked broken.
TEST_F(Compared, EqualBuildsWithRareGapsOpen) {
  std::mt19937 engine(5);
  std::mutex mutex;
  const auto answer = [&](const ScriptedRequest&) {
    const std::lock_guard lock(mutex);
    std::string body = R"({"id": 7)";
    for (int i = 0; i < 5; ++i) {
      body += engine() % 100 < 3 ? "" : ", \"o" + std::to_string(i) + "\": 1";
    }
    return ScriptedReply{body + '}'};
  };
  live.on("GET /item", answer);
  candidate.on("GET /item", answer);
  for (int i = 0; i < 15; ++i) {
    const GateRan ran = run();
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
  }
}

TEST_F(Compared, IgnoredPathsAreNotCompared) {
  const GateRun ignoring(
      "checks: [{get: /item, compare: {shape: {ignore: ['$.debug', '$..trace']}}}]\n");
  live.on("GET /item", R"({"id": 7, "debug": {"a": 1}, "sub": {"x": 1, "trace": "t"}})");
  candidate.on("GET /item", R"({"id": 7, "sub": {"x": 1}})");
  const GateRan ran = ignoring.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST_F(Compared, ComparingNothingIsNotUndecided) {
  live.on("GET /item", R"({"id": 7, "name": "chair"})");
  candidate.on("GET /item", R"({"id": 7})");
  const GateRan none = run({"--compare", "none"});
  EXPECT_EQ(none.exit_code, 0) << none.out;
  EXPECT_EQ(live.total(), 0U);
  EXPECT_EQ(run({"--compare", "shape"}).exit_code, 1);
}

TEST_F(Compared, ALiveThatFailsItsOwnExpectationsProvesNothing) {
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", ScriptedReply{R"({"id": 7})", 500});
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-failed]"}));
}

TEST_F(Compared, ALiveThatFailsACheckThatOnlyWarnsProvesNothingEither) {
  const GateRun warning("checks: [{level: warning, get: /item, compare: {shape: true}}]\n");
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", ScriptedReply{R"({"error": "down"})", 500});
  const GateRan failed = warning.run(candidate.url(), live.url());
  EXPECT_EQ(failed.exit_code, 3) << failed.out;
  EXPECT_EQ(failed.rules(), (Lines{"undecided [compare/live-failed]"}));
  live.on("GET /item", ScriptedReply{R"({"error": "none"})", 404});
  const GateRan absent = warning.run(candidate.url(), live.url());
  EXPECT_EQ(absent.rules(),
            (Lines{"undecided [compare/no-reference]", "note [compare/endpoint-added]"}));
  // What the candidate misses in the same way is compared.
  candidate.on("GET /item", ScriptedReply{R"({"error": "none"})", 404});
  EXPECT_EQ(warning.run(candidate.url(), live.url()).rules(), (Lines{"warning [http/status]"}));
}

TEST_F(Compared, ALiveThatStartsToFailIsUndecidedToo) {
  candidate.on("GET /item", R"({"id": 7})");
  for (const int status : {500, 404}) {
    live.on("GET /item", [status](const ScriptedRequest& request) {
      return ScriptedReply{R"({"id": 7, "name": "chair"})", request.number % 2 == 0 ? 200 : status};
    });
    ScriptedServer fresh;  // number 0 is the first of this round
    fresh.on("GET /item", [status](const ScriptedRequest& request) {
      return ScriptedReply{R"({"id": 7, "name": "chair"})", request.number == 0 ? 200 : status};
    });
    const GateRan ran = gate.run(candidate.url(), fresh.url());
    EXPECT_EQ(ran.exit_code, 3) << status << ran.out << ran.err;
    EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-failed]"})) << status;
  }
}

constexpr auto kTwo = R"(
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - {name: added, get: /added, compare: {shape: true}}
)";

TEST_F(Compared, AnEndpointThatLiveDoesNotHaveIsNew) {
  candidate.on("GET /item", R"({"id": 7})");
  candidate.on("GET /added", R"({"id": 7})");
  live.on("GET /item", R"({"id": 7})");
  const GateRan ran = GateRun(kTwo).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), (Lines{"note [compare/endpoint-added] live has no such endpoint yet "
                                   "(status 404); the candidate adds it and meets its "
                                   "expectations."}));
  EXPECT_EQ(live.count("GET /added"), 3U);  // one node may be older than the others
  EXPECT_NE(ran.out.find("2 checks: 2 passed, 1 new to live"), std::string::npos) << ran.out;
  EXPECT_NE(ran.json.find("1 check is new: live has no endpoint for it, so only expectations were "
                          "judged (added)"),
            std::string::npos)
      << ran.out;
}

TEST_F(Compared, ALiveThatHasNoneOfTheEndpointsIsProbablyAnotherService) {
  candidate.on("GET /item", R"({"id": 7})");
  candidate.on("GET /added", R"({"id": 7})");
  const GateRan two = GateRun(kTwo).run(candidate.url(), live.url());
  EXPECT_EQ(two.exit_code, 3) << two.out;
  EXPECT_EQ(two.rules(), (Lines{"undecided [compare/no-reference]", "note [compare/endpoint-added]",
                                "note [compare/endpoint-added]"}));
  EXPECT_NE(two.findings().front().find("has none of the endpoints that are compared with it (2 "
                                        "checks)"),
            std::string::npos);
  // Were it otherwise with one, leaving a check out would open the gate.
  EXPECT_EQ(run().exit_code, 3);
  EXPECT_EQ(run({"--compare", "none"}).exit_code, 0);
}

TEST_F(Compared, OneStaleNodeOfLiveMakesNoEndpointNew) {
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"id": 7, "name": "chair"})", request.number < 2 ? 404 : 200};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"[shape/property-removed]"}));
}

TEST_F(Compared, AWrongBuildOfLiveIsNoNewEndpoint) {
  const GateRun identified(R"(
targets: {live: {identify: {headers: {X-Version: '1'}}}}
checks: [{get: /item, compare: {shape: true}}]
)");
  candidate.on("GET /item", R"({"id": 7})");
  const GateRan ran = identified.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-failed]"}));
}

TEST_F(Compared, AnUnreachableLiveIsUndecided) {
  const RefusingPort nobody;
  candidate.on("GET /item", R"({"id": 7})");
  const GateRan ran = gate.run(candidate.url(), nobody.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-unreachable]"}));
}

TEST_F(Compared, ADeadLiveIsGivenUpAndNeverCloses) {
  const RefusingPort nobody;
  std::string checks = "checks:\n";
  for (int i = 0; i < 20; ++i) {
    checks += "  - {name: c" + std::to_string(i) + ", get: /item, compare: {shape: true}}\n";
  }
  candidate.on("GET /item", R"({"id": 7})");
  const GateRan ran = GateRun(checks).run(candidate.url(), nobody.url());
  EXPECT_EQ(ran.exit_code, 3);
  const Lines findings = ran.findings();
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front(),
            "undecided [target/unreachable] live at " + nobody.url() +
                " could not be reached 5 times in a row, and once more after a pause: it was not "
                "tried any more.");
}

TEST_F(Compared, OnlySafeRequestsReachLive) {
  const GateRun flow(R"(
checks:
  - name: flow
    steps:
      - {get: /item, compare: {shape: true}}
      - {post: /carts, json: {a: 1}}
      - {get: /carts/1, compare: {shape: true}}
    finally: [{delete: /carts/1}]
  - {name: writes, put: /item, json: {a: 1}}
)");
  for (const auto* route :
       {"GET /item", "POST /carts", "GET /carts/1", "DELETE /carts/1", "PUT /item"}) {
    candidate.on(route, R"({"id": 7})");
    live.on(route, R"({"id": 7})");
  }
  const GateRan ran = flow.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [compare/no-reference] this step cannot be compared with live: the "
                   "step `post /carts` before it is not safe, and only safe requests go to live; "
                   "say `safe: true` there if "
                   "it changes nothing."}));
  EXPECT_EQ(live.methods(), (std::set<std::string>{"GET"}));
  EXPECT_EQ(live.count("GET /carts/1"), 0U);
  EXPECT_EQ(candidate.count("DELETE /carts/1"), 1U);
}

TEST_F(Compared, WhatTheSuiteListsUnderMapMayGainAndLoseNames) {
  live.on("GET /item", R"({"prices": {"eur": 1, "usd": 2}, "id": 7})");
  candidate.on("GET /item", R"({"prices": {"eur": 1, "gbp": 3}, "id": 7})");
  EXPECT_EQ(run().exit_code, 1);
  const GateRun mapped("checks: [{get: /item, compare: {shape: {map: [$.prices]}}}]\n");
  const GateRan ran = mapped.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines());
  ASSERT_EQ(mapped.record({"--live", live.url()}).exit_code, 0);
  const GateRan later = mapped.run(candidate.url(), "", {"--baseline", mapped.baseline()});
  EXPECT_EQ(later.findings(), Lines());
}

TEST_F(Compared, AMapIsNamedByItsPlace) {
  for (const std::string path : {"$..prices", "$.items[0].prices", "$.items[?@.a].prices"}) {
    const GateRun wrong("checks: [{get: /item, compare: {shape: {map: ['" + path + "']}}}]\n");
    const GateRan ran = wrong.run(candidate.url(), live.url());
    EXPECT_EQ(ran.exit_code, 2) << path;
    EXPECT_NE(ran.err.find("'map' expects places such as $.prices"), std::string::npos) << ran.err;
  }
}

TEST_F(Compared, MoreThanTheBudgetOfLiveIsAMistake) {
  const GateRan ran = run({"--budget", "5"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("more than the budget of 5"), std::string::npos) << ran.err;
  EXPECT_EQ(candidate.total() + live.total(), 0U);
}

TEST_F(Compared, LiveIsAskedNoFasterThanItsRate) {
  const GateRun paced(R"(
targets: {live: {max_rps: 20}}
checks: [{get: /item, compare: {shape: {samples: 10}}}]
)");
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", R"({"id": 7})");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(paced.run(candidate.url(), live.url()).exit_code, 0);
  // Nine pauses of 50 ms between ten requests.
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(450));
  EXPECT_EQ(live.total(), 10U);
}

TEST_F(Compared, ADeploymentIsNotComparedWithItself) {
  candidate.on("GET /item", R"({"id": 7})");
  const GateRan refused = gate.run(candidate.url(), candidate.url());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("--allow-same"), std::string::npos) << refused.err;
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_EQ(gate.run(candidate.url(), candidate.url(), {"--allow-same"}).exit_code, 0);
}

TEST_F(Compared, AStatusThatLiveAlsoShowsIsNoChange) {
  const GateRun any("checks: [{get: /item, expect: {status: 2xx}, compare: {headers: [ETag]}}]\n");
  const auto flapping = [](const ScriptedRequest& request) {
    return ScriptedReply{"", request.number % 2 == 0 ? 200 : 204};
  };
  live.on("GET /item", flapping);
  candidate.on("GET /item", [](const ScriptedRequest&) { return ScriptedReply{"", 204}; });
  const GateRan ran = any.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST_F(Compared, AnotherStatusOfTheCandidateCloses) {
  const GateRun any("checks: [{get: /item, expect: {status: 2xx}, compare: {headers: [ETag]}}]\n");
  live.on("GET /item", ScriptedReply{"{}", 200});
  candidate.on("GET /item", ScriptedReply{"", 204, {}, ""});
  const GateRan ran = any.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
  EXPECT_EQ(ran.rules().front(), "[compare/status]");
}

TEST_F(Compared, AnAnswerThatStopsToBeJsonWhileConfirmingCloses) {
  live.on("GET /item", R"({"id": 7, "price": 5})");
  candidate.on("GET /item", [](const ScriptedRequest& request) {
    return request.number == 1  ? ScriptedReply{R"({"id": 7, "price": null})"}
           : request.number > 4 ? ScriptedReply{"<html>"}
                                : ScriptedReply{R"({"id": 7, "price": 5})"};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules().front(), "[shape/not-json]") << ran.out << ran.err;
}

TEST_F(Compared, ALocationThatDiffersIsToldOfBothSides) {
  const GateRun moved("checks: [{get: /item, expect: {status: 302}, compare: {headers: [X-Z]}}]\n");
  live.on("GET /item", ScriptedReply{"", 302, {{"Location", live.url() + "/login"}}});
  candidate.on("GET /item", ScriptedReply{"", 302, {{"Location", "/other"}}});
  const GateRan ran = moved.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"note [compare/header-absent]", "[compare/location]"}));
  EXPECT_NE(ran.out.find("live       /login"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("candidate  /other"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace switchgate::testing
