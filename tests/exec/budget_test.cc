// What measuring may cost, and who is served when that is less than all want.

#include "runner/exec/budget.h"

#include <limits>
#include <random>
#include <thread>

#include <gtest/gtest.h>

namespace switchgate::exec {
namespace {

constexpr double kEver = std::numeric_limits<double>::infinity();
using Served = std::vector<bool>;

TEST(Budget, ServesThoseThatNeedFewestFirst) {
  const std::vector<Want> wants = {{50, 800}, {50, 110}, {50, kEver}, {50, 130}};
  EXPECT_EQ(served(wants, 1000), (Served{true, true, true, true}));
  EXPECT_EQ(served(wants, 150), (Served{true, true, false, true}));
  EXPECT_EQ(served(wants, 100), (Served{false, true, false, true}));
  EXPECT_EQ(served(wants, 0), (Served{false, false, false, false}));
  EXPECT_EQ(served({}, 100), Served());
}

TEST(Budget, OfEqualNeedTheFirstComeFirst) {
  EXPECT_EQ(served(std::vector<Want>(3, {50, kEver}), 100), (Served{true, true, false}));
}

TEST(Budget, WhatCostsTooMuchMakesRoomForWhatDoesNot) {
  EXPECT_EQ(served(std::vector<Want>{{200, 10}, {50, 20}}, 100), (Served{false, true}));
}

TEST(Budget, IsNeverExceededAndLeavesNobodyOutForNothing) {
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    std::vector<Want> wants(1 + random() % 8);
    for (Want& want : wants) {
      want = {static_cast<double>(1 + random() % 90), static_cast<double>(random() % 5)};
    }
    const double left = static_cast<double>(random() % 200);
    const Served out = served(wants, left);
    double cost = 0;
    for (std::size_t k = 0; k < wants.size(); ++k) {
      cost += out[k] ? wants[k].cost : 0;
    }
    ASSERT_LE(cost, left);
    for (std::size_t k = 0; k < wants.size(); ++k) {
      ASSERT_TRUE(out[k] || cost + wants[k].cost > left);
    }
  }
}

TEST(Budget, OfRequestsIsSpentByThem) {
  Budget budget({std::nullopt, 100});
  EXPECT_TRUE(budget.limited());
  EXPECT_EQ(budget.left(), 100);
  budget.spend(99);
  EXPECT_FALSE(budget.spent());
  budget.spend(2);
  EXPECT_TRUE(budget.spent());
  EXPECT_EQ(budget.left(), -1);
  EXPECT_EQ(budget.name(), "the budget of 100 requests (--latency-budget)");
}

TEST(Budget, OfTimeGoesByWhatRequestsTook) {
  Budget budget({Micros{60'000'000}, std::nullopt});
  EXPECT_EQ(budget.left(), kEver);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  budget.spend(10);  // 2 ms each, or more
  EXPECT_LE(budget.left(), 30'000);
  EXPECT_GT(budget.left(), 0);
  EXPECT_FALSE(budget.spent());
  EXPECT_EQ(budget.name(), "the budget of 1m 00s (--latency-budget)");
}

TEST(Budget, WithoutALimitThereIsAlwaysMore) {
  Budget budget({});
  budget.spend(1'000'000);
  EXPECT_FALSE(budget.limited());
  EXPECT_FALSE(budget.spent());
  EXPECT_EQ(budget.left(), kEver);
}

}  // namespace
}  // namespace switchgate::exec
