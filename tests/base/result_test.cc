// Results carry a value or an error; positions know what they do not know.

#include "checks/base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) {
    return Error{"expected an even number, found " + std::to_string(value), {0, 3, 7}};
  }
  return value / 2;
}

TEST(Result, HoldsTheValueOrTheError) {
  const auto good = half(8);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 4);
  const auto bad = half(3);
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().message, "expected an even number, found 3");
  EXPECT_EQ(bad.error().pos, (SourcePos{0, 3, 7}));
}

TEST(Result, GivesAwayWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 5);
}

TEST(Result, CanHoldATextBesideAnError) {
  const Result<std::string> text(std::string("value"));
  EXPECT_EQ(text->size(), 5U);
  const Status failed = Error{"no", {}};
  EXPECT_FALSE(failed);
}

TEST(SourcePos, ShowsWhatIsKnown) {
  const SourceFiles files = {{"smoke.yaml", "", ""}};
  EXPECT_EQ(to_string(SourcePos{0, 14, 9}, files), "smoke.yaml:14:9");
  EXPECT_EQ(to_string(SourcePos{0, 14, 0}, files), "smoke.yaml:14");
  EXPECT_EQ(to_string(SourcePos{0, 0, 0}, files), "smoke.yaml");
  EXPECT_EQ(to_string(SourcePos{}, files), "");
  EXPECT_EQ(to_string(SourcePos{1, 1, 1}, files), "") << "no such file";
}

}  // namespace
}  // namespace switchgate
