// The 60 labelled comparisons: what the page of the method and an independent
// implementation say about each. The data is optional: a test that misses it
// skips.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "checks/latency/latency.h"

namespace switchgate::latency {
namespace {

std::filesystem::path data_folder() {
  // Nothing sets the environment while tests run.
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* folder = std::getenv("SWITCHGATE_TEST_DATA")) {
    return std::filesystem::path(folder) / "latency";
  }
  return std::filesystem::path(SWITCHGATE_SOURCE_DIR) / "../shared/data/latency";
}

// The cases by name.
std::map<std::string, nlohmann::json> load_cases() {
  std::map<std::string, nlohmann::json> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder(), error)) {
    if (entry.path().extension() == ".json") {
      std::ifstream file(entry.path());
      out[entry.path().stem().string()] = nlohmann::json::parse(file);
    }
  }
  return out;
}

Judgement judge(const nlohmann::json& one) {
  Settings settings;
  settings.floor_ms = one.at("floor_ms");
  settings.timer_resolution_ms = one.at("timer_resolution_ms");
  if (one.contains("pairs")) {
    std::vector<Pair> pairs;
    for (const auto& pair : one.at("pairs")) {
      pairs.push_back({pair.at(0), pair.at(1)});
    }
    return judge_paired(pairs, settings);
  }
  const std::vector<std::vector<double>> runs = one.at("runs");
  const std::vector<double> candidate = one.at("candidate");
  return judge_recorded(runs, candidate, settings);
}

// As the data spells it.
std::string spelled(Verdict verdict) {
  return verdict == Verdict::kUndecided ? "inconclusive" : std::string(name_of(verdict));
}

class References : public testing::Test {
 protected:
  void SetUp() override {
    cases_ = load_cases();
    if (cases_.empty()) {
      GTEST_SKIP() << "no cases in " << data_folder() << "; set SWITCHGATE_TEST_DATA";
    }
    ASSERT_EQ(cases_.size(), 60u);
  }
  std::map<std::string, nlohmann::json> cases_;
};

TEST_F(References, EveryShiftAndSmallestVisibleEffectAgrees) {
  int agree = 0;
  for (const auto& [name, one] : cases_) {
    const Judgement judgement = judge(one);
    const double theta = one.at("reference").at("theta");
    const double mde80 = one.at("reference").at("mde80");
    // The reference is rounded to five and four decimals.
    const bool same = std::abs(judgement.theta - theta) <= 1e-5 &&
                      std::abs(judgement.mde80 - mde80) <= 0.0005 * mde80 + 0.00005;
    EXPECT_TRUE(same) << name << ": theta " << judgement.theta << " for " << theta << ", mde80 "
                      << judgement.mde80 << " for " << mde80;
    agree += same ? 1 : 0;
  }
  EXPECT_EQ(agree, 60);
}

TEST_F(References, EveryVerdictIsAcceptedAndThatOfTheReference) {
  int accepted = 0;
  int same = 0;
  for (const auto& [name, one] : cases_) {
    const Judgement judgement = judge(one);
    const std::string verdict = spelled(judgement.verdict);
    const std::vector<std::string> accept = one.at("truth").at("accept");
    const bool good = std::find(accept.begin(), accept.end(), verdict) != accept.end();
    EXPECT_TRUE(good) << name << ": " << verdict << ", " << judgement.reason;
    EXPECT_EQ(verdict, one.at("reference").at("verdict")) << name << ": " << judgement.reason;
    accepted += good ? 1 : 0;
    same += verdict == one.at("reference").at("verdict") ? 1 : 0;
  }
  EXPECT_EQ(accepted, 60);
  EXPECT_EQ(same, 60);
}

TEST_F(References, EveryFailIsOfTheBodyOrTheTailAsInTheReference) {
  for (const auto& [name, one] : cases_) {
    const Why why = judge(one).why;
    const std::string of = why == Why::kRegressed       ? "body"
                           : why == Why::kTailRegressed ? "tail"
                                                        : "";
    EXPECT_EQ(of, one.at("reference").at("why")) << name;
  }
}

TEST_F(References, EveryJudgementHasAReasonAndOrderedBounds) {
  for (const auto& [name, one] : cases_) {
    const Judgement judgement = judge(one);
    EXPECT_FALSE(judgement.reason.empty()) << name;
    EXPECT_LT(judgement.lower, judgement.theta) << name;
    EXPECT_LT(judgement.theta, judgement.bound) << name;
    EXPECT_LT(judgement.bound, judgement.upper) << name;
    EXPECT_EQ(judgement.verdict, verdict_of(judgement.why)) << name;
  }
}

}  // namespace
}  // namespace switchgate::latency
