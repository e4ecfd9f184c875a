// Waivers and planned changes in whole runs.

#include <gtest/gtest.h>

#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

class Waived : public ::testing::Test {
 protected:
  Waived() {
    candidate.on("GET /ok", ScriptedReply{});
    candidate.on("GET /broken", ScriptedReply{"{}", 500});
  }

  // `entries` are the lines of the waivers' file.
  GateRan run(const std::string& entries, std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--waivers", gate.write("waivers.yaml", "waivers:\n" + entries)});
    return gate.run(candidate.url(), {}, more);
  }

  GateRun gate{R"(
checks:
  - {name: fine, get: /ok}
  - {name: broken, tags: [bad], get: /broken}
)"};
  ScriptedServer candidate;
};

constexpr const char* kBroken =
    "  - {rule: http/status, check: broken, reason: until OPS-9, expires: 9999-12-31}\n";

TEST_F(Waived, AnAcceptedDefectLetsTheGateOpenAndIsShown) {
  const GateRan without = gate.run(candidate.url());
  EXPECT_EQ(without.exit_code, 1);
  const GateRan ran = run(kBroken);
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.outcomes(), (std::vector<std::string>{"fine: passed", "broken: passed"}));
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"note [http/status]"});
  EXPECT_NE(ran.out.find("~ broken  http/status"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("waived until 9999-12-31: until OPS-9"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("0 errors, 1 waived"), std::string::npos) << ran.out;
}

TEST_F(Waived, EvenNotesMayCloseTheGateButNotWhatIsAccepted) {
  EXPECT_EQ(run(kBroken, {"--fail-on", "note"}).exit_code, 0);
}

TEST_F(Waived, AnotherDefectOfTheCheckStillClosesTheGate) {
  const GateRan ran =
      run("  - {rule: json/value, check: broken, reason: until OPS-9, expires: 9999-12-31}\n");
  EXPECT_EQ(ran.exit_code, 1);
}

TEST_F(Waived, AStatusThatIsAcceptedAcceptsNoBodyThatCannotBeRead) {
  GateRun page("checks: [{name: broken, get: /page, expect: {json: {$.a: 1}}}]\n");
  candidate.on("GET /page", ScriptedReply{"<h1>404</h1>", 404, {}, "text/html"});
  EXPECT_EQ(page.run(candidate.url()).rules(), std::vector<std::string>{"[http/status]"});
  const std::string waivers = page.write("w.yaml", std::string("waivers:\n") + kBroken);
  const GateRan ran = page.run(candidate.url(), {}, {"--waivers", waivers});
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (std::vector<std::string>{"note [http/status]", "[json/invalid]"}));
}

TEST_F(Waived, AnExpiredOneCountsNoMoreAndSaysSo) {
  const GateRan ran =
      run("  - {rule: http/status, check: broken, reason: until OPS-9, expires: 2020-02-29}\n");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (std::vector<std::string>{"warning [waiver/expired]", "[http/status]"}));
}

TEST_F(Waived, OneThatCoversNothingSaysSoUnlessChecksWereLeftOut) {
  const std::string unused =
      "  - {rule: http/header, check: fine, reason: old, expires: 9999-12-31}\n";
  EXPECT_EQ(run(kBroken + unused).rules(),
            (std::vector<std::string>{"warning [waiver/unused]", "note [http/status]"}));
  EXPECT_EQ(run(kBroken + unused, {"--skip-tag", "none"}).rules(),
            std::vector<std::string>{"note [http/status]"});
}

TEST_F(Waived, AFailureThatIsAcceptedDoesNotStopAFailFastRun) {
  GateRun both(R"(
checks:
  - {name: broken, get: /broken, expected: [{rule: http/status, reason: planned}]}
  - {name: fine, get: /ok}
)");
  EXPECT_EQ(both.run(candidate.url(), {}, {"--fail-fast", "-j", "1"}).exit_code, 0);
}

// The whole way of a CI matrix: each shard stores its run, the merge decides.
TEST_F(Waived, ShardsMergedSayWhatTheUnsplitRunSays) {
  GateRun whole(R"(
checks:
  - {name: fine, get: /ok}
  - {name: broken, get: /broken}
  - {name: second, get: /ok}
  - {name: third, get: /ok}
)");
  const std::string waivers = whole.write(
      "w.yaml", std::string("waivers:\n") + kBroken +
                    "  - {rule: http/header, check: fine, reason: old, expires: 9999-12-31}\n");
  std::vector<std::string> words = {"merge"};
  for (const char* shard : {"2/3", "1/3", "3/3"}) {
    const GateRan ran =
        whole.run(candidate.url(), {}, {"--shard", shard, "--exit-zero", "--waivers", waivers});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    words.push_back(whole.write(std::string("shard-") + shard[0] + ".json", ran.json));
  }
  words.insert(words.end(), {"--report", "json=" + whole.path("report.json")});
  GateRan merged = whole.command(words);
  merged.json = GateRun::read(whole.path("report.json"));
  const GateRan unsplit = whole.run(candidate.url(), {}, {"--waivers", waivers});
  EXPECT_EQ(merged.exit_code, 0) << merged.out << merged.err;
  EXPECT_EQ(merged.outcomes(), unsplit.outcomes());
  EXPECT_EQ(merged.rules(),
            (std::vector<std::string>{"warning [waiver/unused]", "note [http/status]"}));
  EXPECT_EQ(merged.rules(), unsplit.rules());

  const GateRan lost = whole.command({"merge", words[1], words[3]});
  EXPECT_EQ(lost.exit_code, 3);
  EXPECT_NE(lost.out.find("run/missing-shard"), std::string::npos) << lost.out;
  EXPECT_EQ(whole.command({"merge", words[1], words[2], words[1]}).exit_code, 2);
}

TEST_F(Waived, WhatIsNotAnsweredIsNeverAccepted) {
  const RefusingPort refusing;
  const GateRan ran =
      gate.run(refusing.url(), {}, {"--waivers", gate.write("w.yaml", "waivers: []\n")});
  EXPECT_EQ(ran.exit_code, 1);
  const GateRan refused = run("  - {rule: target/refused, reason: r, expires: 9999-12-31}\n");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("'target/refused' cannot be waived: a target that does not answer as "
                             "it should is never ready for traffic"),
            std::string::npos)
      << refused.err;
}

TEST_F(Waived, AFlowThatEndsAtAnAcceptedFailureIsUndecidedAboutWhatWasNotAsked) {
  GateRun flow(R"(
checks:
  - name: flow
    expected: [{rule: http/status, reason: planned}]
    steps: [{get: /broken}, {get: /ok}]
)");
  const GateRan ran = flow.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(candidate.count("GET /ok"), 0U);
  EXPECT_NE(ran.out.find("what an accepted failure kept from being asked is not known"),
            std::string::npos)
      << ran.out;
}

TEST_F(Waived, AnAcceptedFailureOfTheLastStepIsOne) {
  GateRun flow(R"(
checks:
  - name: flow
    expected: [{rule: http/status, reason: planned}]
    steps: [{get: /ok}, {get: /broken}]
)");
  EXPECT_EQ(flow.run(candidate.url()).exit_code, 0);
}

TEST_F(Waived, ARedirectThatIsAcceptedAcceptsNoneOfWhatWasExpectedBehindIt) {
  candidate.on("GET /moved",
               ScriptedReply{"", 302, {{"Location", "http://127.0.0.1:9/elsewhere"}}});
  GateRun flow(R"(
checks:
  - name: flow
    expected: [{rule: redirect/other-origin, reason: planned}]
    steps: [{get: /ok}, {get: /moved, follow: 1, expect: {json: {$.a: 1}}}]
)");
  const GateRan ran = flow.run(candidate.url());
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"note [redirect/other-origin]"});
  EXPECT_EQ(ran.exit_code, 3);
}

TEST_F(Waived, WaitingDoesNotEndAtAnAcceptedMiss) {
  candidate.on("GET /job", [](const ScriptedRequest& request) {
    return ScriptedReply{request.number < 2 ? R"({"state": "busy"})" : R"({"state": "done"})"};
  });
  GateRun job(R"(
checks:
  - name: job
    get: /job
    retry: {within: 10s, every: 10ms}
    expect: {json: {$.state: done}}
    expected: [{rule: json/value, reason: planned}]
)");
  const GateRan ran = job.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"note [retry/flaky]"});
}

// A miss that closes nothing must not open what stands behind it: were the comparison left
// out, a broken candidate would pass where a healthy one cannot.
class NotClosing : public ::testing::TestWithParam<const char*> {
 protected:
  NotClosing() {
    live.on("GET /item", R"({"id": 1, "price": 5})");
    candidate.on("GET /item", R"({"id": 2, "price": 5})");
  }

  GateRun gate{std::string("checks:\n  - name: item\n    get: /item\n") + GetParam() +
               "    expect: {json: {$.id: 1}}\n    compare: {shape: true}\n"};
  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_P(NotClosing, MissIsComparedAllTheSame) {
  EXPECT_EQ(gate.run(candidate.url(), live.url()).exit_code, 0);
  candidate.on("GET /item", R"({"id": 2})");
  const GateRan ran = gate.run(candidate.url(), live.url(), {"--fail-on", "warning"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.out.find("shape/property-removed"), std::string::npos) << ran.out;
}

TEST_P(NotClosing, MissOpensNothingWhileLiveIsDown) {
  const RefusingPort down;
  EXPECT_EQ(gate.run(candidate.url(), down.url()).exit_code, 3);
}

INSTANTIATE_TEST_SUITE_P(Accepted, NotClosing,
                         ::testing::Values("    level: warning\n",
                                           "    expected: [{rule: json/value, reason: R}]\n"));

TEST_F(Waived, ADefectThatLiveHasTooIsComparedAndOneThatOnlyLiveHasIsNot) {
  GateRun gate_of_items(R"(
checks:
  - name: item
    get: /item
    expect: {json: {$.id: 1}}
    expected: [{rule: json/value, path: $.id, reason: OPS-9}]
    compare: {shape: true}
)");
  ScriptedServer live;
  const std::string bad = R"({"id": 0, "price": 5})";
  live.on("GET /item", bad);
  candidate.on("GET /item", bad);
  EXPECT_EQ(gate_of_items.run(candidate.url(), live.url()).exit_code, 0);
  candidate.on("GET /item", R"({"id": 1, "price": 5})");
  const GateRan ran = gate_of_items.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"undecided [compare/live-failed]"});
}

class Expected : public ::testing::Test {
 protected:
  Expected() {
    live.on("GET /item", R"({"id": 1, "legacy_price": 5, "price": 5})");
    candidate.on("GET /item", R"({"id": 1, "price": 5})");
  }

  static std::string suite(const std::string& on_suite, const std::string& on_check) {
    return on_suite + "checks:\n  - name: item\n    get: /item\n" + on_check +
           "    compare: {shape: true}\n";
  }

  static constexpr const char* kPlanned =
      "expected: [{rule: shape/property-removed, path: $.legacy_price, reason: PR 812}]\n";

  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(Expected, APlannedChangeIsShownAndLetsTheGateOpen) {
  EXPECT_EQ(GateRun(suite("", "")).run(candidate.url(), live.url()).exit_code, 1);
  for (const std::string& text : {suite(kPlanned, ""), suite("", std::string("    ") + kPlanned)}) {
    const GateRan ran = GateRun(text).run(candidate.url(), live.url());
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
    EXPECT_EQ(ran.rules(), std::vector<std::string>{"note [shape/property-removed]"});
    EXPECT_NE(ran.out.find("expected: PR 812"), std::string::npos) << ran.out;
  }
}

TEST_F(Expected, IsSilentOnceLiveHasTheChangeToo) {
  live.on("GET /item", R"({"id": 1, "price": 5})");
  const GateRan ran = GateRun(suite(kPlanned, "")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.rules().empty());
}

TEST_F(Expected, SaysThatItNamesNoCheck) {
  const std::string entries =
      "expected:\n"
      "  - {rule: shape/property-removed, check: item, reason: PR 812}\n"
      "  - {rule: http/status, check: itme, reason: PR 812}\n";
  const GateRan ran = GateRun(suite(entries, "")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.rules(),
            (std::vector<std::string>{"warning [waiver/unused]", "note [shape/property-removed]"}));
}

TEST_F(Expected, AnotherFieldIsNotExpected) {
  candidate.on("GET /item", R"({"id": 1})");
  const GateRan ran = GateRun(suite(kPlanned, "")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (std::vector<std::string>{"note [shape/property-removed]",
                                                   "[shape/property-removed]"}));
}

TEST_F(Expected, IsNoLongerSoAfterItsLastDay) {
  const std::string late =
      "expected: [{rule: shape/property-removed, reason: PR 812, expires: "
      "2020-01-31}]\n";
  const GateRan ran = GateRun(suite(late, "")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(),
            (std::vector<std::string>{"warning [waiver/expired]", "[shape/property-removed]"}));
}

}  // namespace
}  // namespace switchgate::testing
