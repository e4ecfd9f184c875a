// A faster or slower machine is told from a slower endpoint.

#include "checks/latency/common_speed.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "tests/latency/simulated.h"

namespace switchgate::latency {
namespace {

// Endpoints measured in runs whose machine is `speeds[run]` times as slow; the last is the
// candidate's.
std::vector<RecordedEndpoint> measured(Simulated& simulated, std::size_t endpoints,
                                       const std::vector<double>& speeds) {
  std::vector<RecordedEndpoint> out(endpoints);
  for (RecordedEndpoint& endpoint : out) {
    for (std::size_t run = 0; run < speeds.size(); ++run) {
      const auto samples =
          simulated.run(60, 0.1, speeds[run] * std::exp(0.01 * simulated.normal()));
      if (run + 1 == speeds.size()) {
        endpoint.candidate = samples;
      } else {
        endpoint.runs.push_back(samples);
      }
    }
  }
  return out;
}

TEST(CommonSpeed, NeedsThreeRunsAndTwentyEndpoints) {
  Simulated simulated(1);
  EXPECT_FALSE(common_speed({}, {}).has_value());
  EXPECT_FALSE(common_speed(measured(simulated, 20, {1, 1, 1}), {}).has_value());
  EXPECT_FALSE(common_speed(measured(simulated, 19, {1, 1, 1, 1}), {}).has_value());
  auto enough = measured(simulated, 20, {1, 1, 1, 1});
  EXPECT_TRUE(common_speed(enough, {}).has_value());
  enough[7].runs[1].clear();  // not measured in one run: it does not vote
  EXPECT_FALSE(common_speed(enough, {}).has_value());
}

TEST(CommonSpeed, IsTheFactorOfEachRun) {
  Simulated simulated(2);
  const auto speed = common_speed(measured(simulated, 40, {1, 1.2, 0.9, 1, 1.1}), {});
  ASSERT_TRUE(speed.has_value());
  EXPECT_NEAR(speed->runs[1] - speed->runs[0], std::log(1.2), 0.02);
  EXPECT_NEAR(speed->runs[2] - speed->runs[0], std::log(0.9), 0.02);
  EXPECT_NEAR(speed->candidate - speed->runs[0], std::log(1.1), 0.02);
}

TEST(CommonSpeed, ASlowMachineNoLongerFailsItsEndpoints) {
  Simulated simulated(3);
  const auto endpoints = measured(simulated, 30, {1, 1, 1, 1, 1, 1.5});
  const auto speed = common_speed(endpoints, {});
  for (const RecordedEndpoint& endpoint : endpoints) {
    EXPECT_EQ(judge_recorded(endpoint.runs, endpoint.candidate, {}).verdict, Verdict::kFail);
    const RecordedEndpoint equal = at_common_speed(endpoint, *speed);
    EXPECT_EQ(judge_recorded(equal.runs, equal.candidate, {}).verdict, Verdict::kPass);
  }
}

TEST(CommonSpeed, OneSlowEndpointIsStillFoundOnASlowMachine) {
  Simulated simulated(4);
  auto endpoints = measured(simulated, 30, {1, 1.1, 0.9, 1, 1, 1.2});
  for (double& ms : endpoints[4].candidate) {
    ms *= 1.5;
  }
  const auto speed = common_speed(endpoints, {});
  const RecordedEndpoint slow = at_common_speed(endpoints[4], *speed);
  EXPECT_NEAR(judge_recorded(slow.runs, slow.candidate, {}).theta, std::log(1.5), 0.05);
  EXPECT_EQ(judge_recorded(slow.runs, slow.candidate, {}).verdict, Verdict::kFail);
}

TEST(CommonSpeed, IsTestedOnceAsAHypothesisOfItsOwn) {
  Simulated simulated(5);
  const auto p = [&](double factor, const Settings& settings = {}) {
    return common_speed(measured(simulated, 30, {1, 1, 1, 1, 1, factor}), settings)->p;
  };
  EXPECT_EQ(p(1), 1);
  EXPECT_EQ(p(1.04), 1);  // within the tolerance
  EXPECT_LT(p(1.5), 1e-4);
  EXPECT_GT(p(1.09), 0.005);  // the 4 % known beforehand
  Settings settings;
  settings.floor_ms = 15;
  EXPECT_EQ(p(1.5, settings), 1);
  settings.alpha = -1;
  EXPECT_EQ(p(1.5, settings), 1);
}

}  // namespace
}  // namespace switchgate::latency
