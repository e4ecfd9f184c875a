// Whole runs that measure a candidate against live.

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

}  // namespace
}  // namespace switchgate::testing
