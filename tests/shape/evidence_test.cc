// Which breaks are beyond chance, by answers that a test makes up.

#include "checks/shape/evidence.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "checks/shape/confirm.h"

namespace switchgate::shape {
namespace {

Shape shape_of(const std::string& text) { return infer(json::read(text)->root); }

const Shape kWhole = shape_of(R"({"id": 7, "price": 5})");
const Shape kGap = shape_of(R"({"id": 7})");

// Confirms as the runner does: the rows it names are asked again, `candidate` answers for them.
std::size_t confirm(Evidence& evidence, std::size_t rows,
                    const std::function<Shape(std::size_t row)>& candidate) {
  const std::size_t limit = kMaxConfirmations + rows - 1;
  for (std::size_t round = 0; round < limit; ++round) {
    const auto row = evidence.next_to_confirm([](std::size_t) { return true; });
    if (!row) {
      return round;
    }
    evidence.take(*row, kWhole, candidate(*row));
  }
  return limit;
}

TEST(Evidence, AsksForFiveAnswersOfWhatIsGoneFromAll) {
  Evidence evidence({});
  for (int i = 0; i < 3; ++i) {
    evidence.take(0, kWhole, kGap);
  }
  EXPECT_EQ(confirm(evidence, 1, [](std::size_t) { return kGap; }), 2U);
  const std::vector<Weighed> changes = evidence.changes();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].change.level, Level::kError);
  EXPECT_FALSE(changes[0].undecided);
}

TEST(Evidence, OfOneGapInAllAnswersIsAWarning) {
  Evidence evidence({});
  evidence.take(0, kWhole, kGap);
  evidence.take(0, kWhole, kWhole);
  evidence.take(0, kWhole, kWhole);
  EXPECT_EQ(confirm(evidence, 1, [](std::size_t) { return kWhole; }), 20U);
  ASSERT_EQ(evidence.changes().size(), 1U);
  EXPECT_EQ(evidence.changes()[0].change.level, Level::kWarning);
  EXPECT_FALSE(evidence.changes()[0].undecided);
}

// By the pool alone one answer of sixty would be chance.
TEST(Evidence, OfOneRowThatAlwaysLacksAMemberIsABreak) {
  Evidence evidence({});
  const auto answer = [](std::size_t row) { return row == 41 ? kGap : kWhole; };
  for (std::size_t row = 0; row < 60; ++row) {
    evidence.take(row, kWhole, answer(row));
  }
  EXPECT_LE(confirm(evidence, 60, answer), 6U);
  ASSERT_EQ(evidence.changes().size(), 1U);
  EXPECT_EQ(evidence.changes()[0].change.level, Level::kError);
}

// A row that took all of its confirmations without an end must not end those of others.
TEST(Evidence, OfARowIsNotLostBesideOneThatComesAndGoes) {
  Evidence evidence({});
  const Shape whole = shape_of(R"({"id": 7, "price": 5, "note": "x"})");
  const Shape no_note = shape_of(R"({"id": 7, "price": 5})");
  const Shape no_price = shape_of(R"({"id": 7, "note": "x"})");
  std::size_t turn = 0;
  const auto answer = [&](std::size_t row) {
    return row == 0 ? (turn++ % 12 == 0 ? no_note : whole) : row == 9 ? no_price : whole;
  };
  for (std::size_t row = 0; row < 10; ++row) {
    evidence.take(row, whole, answer(row));
  }
  for (std::size_t round = 0; round < kMaxConfirmations + 9; ++round) {
    if (const auto row = evidence.next_to_confirm([](std::size_t) { return true; })) {
      evidence.take(*row, whole, answer(*row));
    }
  }
  bool price = false;
  for (const Weighed& weighed : evidence.changes()) {
    price = price || (weighed.change.path == "$.price" && weighed.change.level == Level::kError &&
                      !weighed.undecided);
  }
  EXPECT_TRUE(price);
}

TEST(Evidence, ThatCouldNotBeAskedForIsUndecidedAndNoWarning) {
  Evidence evidence({});
  evidence.take(0, kWhole, kGap);
  evidence.take(1, kWhole, kWhole);
  ASSERT_FALSE(evidence.next_to_confirm([](std::size_t) { return false; }));
  ASSERT_EQ(evidence.changes().size(), 1U);
  EXPECT_TRUE(evidence.changes()[0].undecided);
  EXPECT_EQ(evidence.changes()[0].change.level, Level::kError);
}

}  // namespace
}  // namespace switchgate::shape
