// Student's t against printed tables.

#include "checks/latency/students_t.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace switchgate::latency {
namespace {

TEST(StudentsT, QuantilesAreThoseOfTheTables) {
  struct Case {
    double tail, df, value;
  };
  for (const Case& expected : std::vector<Case>{{.05, 1, 6.3138},
                                                {.05, 9, 1.8331},
                                                {.025, 19, 2.0930},
                                                {.01, 30, 2.4573},
                                                {.01, 4, 3.7469},
                                                {.5, 3, 0}}) {
    EXPECT_NEAR(t_exceeded_with(expected.tail, expected.df), expected.value, 5e-5);
    EXPECT_NEAR(t_upper_tail(expected.value, expected.df), expected.tail, 1e-5);
  }
}

TEST(StudentsT, TakesFractionalDegreesOfFreedom) {
  const double between = t_exceeded_with(.05, 9.5);
  EXPECT_LT(between, t_exceeded_with(.05, 9));
  EXPECT_GT(between, t_exceeded_with(.05, 10));
}

TEST(StudentsT, ExtremesAreLimitsAndNotExceptions) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(t_upper_tail(infinity, 5), 0);
  EXPECT_EQ(t_upper_tail(-infinity, 5), 1);
  EXPECT_TRUE(std::isnan(t_exceeded_with(.05, 0)));
}

}  // namespace
}  // namespace switchgate::latency
