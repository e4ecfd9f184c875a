// Comparisons that the labelled cases do not reach, with the numbers of a second implementation,
// written from the page of the method alone: few pairs, one recorded run, a MAD of 0, tails.

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "checks/latency/latency.h"

namespace switchgate::latency {
namespace {

Judgement judge(const nlohmann::json& one) {
  if (one.contains("pairs")) {
    std::vector<Pair> pairs;
    for (const auto& pair : one.at("pairs")) {
      pairs.push_back({pair.at(0), pair.at(1)});
    }
    return judge_paired(pairs, {});
  }
  const std::vector<std::vector<double>> runs = one.at("runs");
  const std::vector<double> candidate = one.at("candidate");
  return judge_recorded(runs, candidate, {});
}

TEST(CrossChecked, EveryNumberAgrees) {
  std::ifstream file(SWITCHGATE_SOURCE_DIR "/tests/cases/latency/cross-checked.json");
  const nlohmann::json cases = nlohmann::json::parse(file);
  ASSERT_EQ(cases.size(), 15u);
  for (const nlohmann::json& one : cases) {
    SCOPED_TRACE(one.at("name"));
    const nlohmann::json& expect = one.at("expect");
    const Judgement judgement = judge(one);
    const auto near = [](double ours, double theirs) {
      EXPECT_NEAR(ours, theirs, 1e-7 * std::abs(theirs) + 1e-11);
    };
    EXPECT_EQ(name_of(judgement.verdict), expect.at("verdict")) << judgement.reason;
    near(judgement.theta, expect.at("theta"));
    near(judgement.mde80, expect.at("mde80"));
    near(judgement.p_body, expect.at("p_body"));
    ASSERT_EQ(judgement.p_tail.has_value(), !expect.at("p_tail").is_null());
    if (judgement.p_tail) {
      near(*judgement.p_tail, expect.at("p_tail"));
    }
  }
}

}  // namespace
}  // namespace switchgate::latency
