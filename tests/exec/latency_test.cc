// Whole runs that measure a candidate against live.

#include "checks/baseline/baseline.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

ScriptedReply taking(std::chrono::microseconds delay) {
  ScriptedReply reply{R"({"id": 7})"};
  reply.delay = delay;
  return reply;
}

class Measured : public ::testing::Test {
 protected:
  Measured() { live.on("GET /item", taking(std::chrono::milliseconds(4))); }

  GateRan run() const { return gate.run(candidate.url(), live.url()); }

  GateRun gate{R"(
targets: {live: {max_rps: 1000}}
checks: [{name: item, get: /item, compare: {latency: {samples: 60, max_samples: 200, warmup: 5}}}]
)"};
  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(Measured, TwiceAsSlowCloses) {
  candidate.on("GET /item", taking(std::chrono::milliseconds(8)));
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"[latency/body]"}));
}

TEST_F(Measured, FasterIsNeverHeldAgainstIt) {
  candidate.on("GET /item", taking(std::chrono::milliseconds(1)));
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST_F(Measured, ACandidateThatFailsUnderMeasureCloses) {
  candidate.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"id": 7})", request.number < 10 ? 200 : 503};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]"}));
}

TEST_F(Measured, AnAnswerOfAnotherBuildIsNoSampleAndIsTold) {
  const GateRun identified(R"(
targets: {live: {max_rps: 1000}, candidate: {identify: {headers: {X-Version: '2'}}}}
checks: [{name: item, get: /item, compare: {latency: {samples: 60, max_samples: 200, warmup: 5}}}]
)");
  candidate.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"id": 7})", 200, {{"X-Version", request.number < 10 ? "2" : "1"}}};
  });
  const GateRan ran = identified.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.rules(),
            (Lines{"undecided [target/mixed-builds]", "undecided [target/wrong-build]"}));
  EXPECT_EQ(candidate.count("GET /item"), 11U) << "the first of another build ended it";
}

TEST_F(Measured, ALiveThatFailsUnderMeasureIsLeftAlone) {
  candidate.on("GET /item", taking(std::chrono::milliseconds(1)));
  live.on("GET /item", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"id": 7})", request.number < 10 ? 200 : 503};
  });
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-unreachable]"}));
  EXPECT_EQ(live.count("GET /item"), 13U);  // three failures in a row were enough
}

TEST_F(Measured, WhatFinallyRemovesIsThereUntilItWasMeasured) {
  const GateRun flow(R"(
targets: {live: {max_rps: 1000}}
checks:
  - name: flow
    steps: [{get: /item, compare: {latency: {samples: 20, max_samples: 60, warmup: 2}}}]
    finally: [{delete: /item}]
)");
  candidate.on("GET /item", taking(std::chrono::milliseconds(1)));
  candidate.on("DELETE /item", ScriptedReply{"", 204});
  const GateRan ran = flow.run(candidate.url(), live.url());
  const auto requests = candidate.requests();
  ASSERT_GT(requests.size(), 20U) << ran.out << ran.err;
  EXPECT_EQ(requests.back().method, "DELETE");
  EXPECT_EQ(candidate.count("DELETE /item"), 1U);
  EXPECT_EQ(live.methods(), (std::set<std::string>{"GET"}));
}

// Four accepted runs ago it took a fifth of the time, and each of them was a little slower.
TEST_F(Measured, ManySmallSlowdownsAreAWarning) {
  candidate.on("GET /item", taking(std::chrono::milliseconds(4)));
  baseline::History history;
  for (int i = 0; i < 4; ++i) {
    baseline::HistoryRun run;
    run.label = "ci";
    run.recorded = Instant{} + std::chrono::hours(24 * i);
    for (int n = 0; n < 100; ++n) {
      run.samples_ms["item"][""].push_back((i == 0 ? 1 : 4) + 0.01 * (n % 10));
    }
    run.shifts["item"][""] = {0.01, 0.01};
    baseline::append_run(history, std::move(run));
  }
  baseline::Baseline known;
  known.label = "ci";
  known.target = "candidate";
  known.checks["item"];
  const std::string text = baseline::encode(history);
  known.history_digest = baseline::digest_of(text);
  gate.write("baseline.json", baseline::encode(known));
  gate.write("baseline.history.json", text);

  const GateRan ran = gate.run(candidate.url(), live.url(), {"--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  ASSERT_EQ(ran.rules(), (Lines{"warning [latency/drift]"}));
  EXPECT_NE(ran.findings()[0].find("the oldest run that was kept, of 1970-01-01"),
            std::string::npos)
      << ran.findings()[0];
}

}  // namespace
}  // namespace switchgate::testing
