// `switchgate calibrate` as its users call it, against real servers.

#include <filesystem>

#include <gtest/gtest.h>

#include "checks/baseline/baseline.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

ScriptedReply taking(std::chrono::microseconds delay) {
  ScriptedReply reply{R"({"id": 7})"};
  reply.delay = delay;
  return reply;
}

class Calibrate : public ::testing::Test {
 protected:
  Calibrate() { live.on("GET /item", taking(std::chrono::milliseconds(3))); }

  GateRan calibrate(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"calibrate", gate.suite(), "--live", live.url()};
    words.insert(words.end(), more.begin(), more.end());
    return gate.command(words);
  }
  baseline::History history() const {
    const auto read = baseline::decode_history(GateRun::read(gate.path("baseline.history.json")));
    return read ? *read : baseline::History();
  }

  GateRun gate{R"(
targets: {live: {max_rps: 2000}}
checks:
  - {name: item, get: /item, compare: {latency: {samples: 100, max_samples: 100, warmup: 5, floor: 100us}}}
  - {name: shapes only, get: /other, compare: {shape: true}}
  - {name: no comparison, post: /orders, expect: {status: 201}}
)"};
  ScriptedServer live;
};

TEST_F(Calibrate, LiveIsComparedWithItselfAndAskedNothingElse) {
  const GateRan ran = calibrate();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(live.methods(), (std::set<std::string>{"GET"}));
  EXPECT_EQ(live.count("GET /other"), 0U);
  EXPECT_GE(live.count("GET /item"), 200U);
  EXPECT_NE(ran.out.find("live is compared with itself"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("of 1 endpoint"), std::string::npos) << ran.out;
  EXPECT_FALSE(std::filesystem::exists(gate.baseline()));
}

TEST_F(Calibrate, WhatWasLearnedIsStoredAndIsNoAcceptedRun) {
  const GateRan ran = calibrate({"--baseline", gate.baseline(), "--label", "ci"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const baseline::History kept = history();
  EXPECT_TRUE(baseline::is_calibrated(kept, "ci", "item", ""));
  EXPECT_TRUE(baseline::shifts_of(kept, "ci", "item", "").empty());
  EXPECT_TRUE(baseline::runs_of(kept, "ci", "item", "")[0].empty());
}

TEST_F(Calibrate, AnotherProcessOfTheBuildIsAnAcceptedRunHoweverSlowItsPlaceIs) {
  ScriptedServer other;
  other.on("GET /item", taking(std::chrono::milliseconds(9)));
  const GateRan ran = calibrate({"--baseline", gate.baseline(), "--candidate", other.url()});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const auto shifts = baseline::shifts_of(history(), "", "item", "");
  ASSERT_EQ(shifts.size(), 1U) << ran.out;
  EXPECT_GT(shifts[0]->theta, std::log(1.5));
  EXPECT_NE(ran.out.find("Equal builds differed by +"), std::string::npos) << ran.out;
}

TEST_F(Calibrate, AnEndpointThatFailsIsNamedAndNothingIsStored) {
  live.on("GET /item", ScriptedReply{"{}", 500});
  const GateRan ran = calibrate({"--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("not measured  item: expected status 2xx, found 500"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.err.find("nothing was stored"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(gate.baseline()));
}

TEST_F(Calibrate, OneProcessIsNoSecondOneWhateverItIsCalled) {
  const GateRan ran = calibrate({"--candidate", live.url()});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("leave --candidate out"), std::string::npos) << ran.err;
  EXPECT_EQ(live.count("GET /item"), 0U);
}

TEST_F(Calibrate, ABudgetThatLeavesAnEndpointUnmeasuredIsNoSuccess) {
  const GateRan ran = calibrate({"--latency-budget", "60"});
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  // Which one is left depends on which looks noisier.
  EXPECT_NE(ran.out.find("not measured  "), std::string::npos) << ran.out;
}

TEST_F(Calibrate, AHistoryThatARunCannotUseIsToldAndSurvivesRecording) {
  calibrate({"--baseline", gate.baseline(), "--label", "ci"});
  const auto run = [&](const std::string& label) {
    return gate.run(
        live.url(), live.url(),
        {"--only", "item", "--allow-same", "--baseline", gate.baseline(), "--label", label});
  };
  const std::string note = "are not calibrated, so only slowdowns beyond 25 % close the gate";
  EXPECT_NE(run("cI").json.find(note), std::string::npos);
  EXPECT_EQ(run("ci").json.find(note), std::string::npos);

  live.on("GET /other", ScriptedReply{"{}"});
  const GateRan appended = gate.record({"--append", "--live", live.url()});
  EXPECT_EQ(appended.exit_code, 0) << appended.out << appended.err;
  EXPECT_TRUE(baseline::is_calibrated(history(), "ci", "item", ""));
  const auto kept = baseline::decode(GateRun::read(gate.baseline()));
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->label, "ci") << "an append without --label is of the same place";

  const GateRan replaced = gate.record({"--live", live.url()});
  EXPECT_NE(replaced.err.find("the 2 runs of its history"), std::string::npos) << replaced.err;
}

TEST_F(Calibrate, ASuiteWithoutLatencyHasNothingToCalibrate) {
  const GateRun plain("checks: [{name: a, get: /item, compare: {shape: true}}]\n");
  const GateRan ran = plain.command({"calibrate", plain.suite(), "--live", live.url()});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("no selected check compares latencies"), std::string::npos) << ran.err;
  EXPECT_EQ(live.count("GET /item"), 0U);
}

// What calibrating is for: a run then closes for what is beyond `tolerance`, not only beyond 25 %.
TEST_F(Calibrate, ACalibratedSuiteClosesForSmallerSlowdowns) {
  ScriptedServer candidate;
  candidate.on("GET /item", taking(std::chrono::milliseconds(4)));
  live.on("GET /item", taking(std::chrono::microseconds(3300)));
  const GateRan before = gate.run(candidate.url(), live.url(), {"--only", "item"});
  EXPECT_EQ(before.exit_code, 3) << before.out;
  calibrate({"--baseline", gate.baseline()});
  const GateRan after =
      gate.run(candidate.url(), live.url(), {"--only", "item", "--baseline", gate.baseline()});
  EXPECT_EQ(after.rules(), (std::vector<std::string>{"[latency/body]"})) << after.out;
}

}  // namespace
}  // namespace switchgate::testing
