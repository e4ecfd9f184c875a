// The laws of the lattice, over random values: what makes a verdict independent
// of the order in which samples came in.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/shape/diff.h"
#include "checks/shape/shape.h"
#include "tests/shape/random_json.h"

namespace switchgate::shape {
namespace {

constexpr unsigned kSeeds = 150;

json::Object wide_object(int first, int last) {
  std::vector<json::Object::Member> members;
  for (int i = first; i < last; ++i)
    members.push_back({"name_" + std::to_string(i), json::Value(i)});
  return json::Object::of(std::move(members));
}

json::Object typed(const std::string& type) {
  json::Object object;
  object.set("type", type);
  object.set("x", 1);
  return object;
}

const Partition& partition_of(const Shape& shape, const std::string& member) {
  return shape.object->partitions.find(member)->second;
}

TEST(Lattice, JoinIsCommutative) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    const Shape a = random.shape(3);
    const Shape b = random.shape(3);
    EXPECT_TRUE(join(a, b) == join(b, a)) << "seed " << seed;
  }
}

TEST(Lattice, JoinIsAssociative) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    const Shape a = random.shape(3);
    const Shape b = random.shape(3);
    const Shape c = random.shape(3);
    EXPECT_TRUE(join(join(a, b), c) == join(a, join(b, c))) << "seed " << seed;
  }
}

TEST(Lattice, JoinIsIdempotentUpToCounts) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    const Shape a = random.shape(4);
    const Shape twice = join(a, a);
    EXPECT_TRUE(within(twice, a)) << "seed " << seed;
    EXPECT_TRUE(within(a, twice)) << "seed " << seed;
    EXPECT_TRUE(diff(a, twice).empty()) << "seed " << seed;
    EXPECT_EQ(describe(a, 9), describe(twice, 9)) << "seed " << seed;
  }
}

TEST(Lattice, BottomIsNeutral) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const Shape a = RandomJson(seed).shape(3);
    EXPECT_TRUE(join(a, Shape{}) == a) << "seed " << seed;
    EXPECT_TRUE(join(Shape{}, a) == a) << "seed " << seed;
    EXPECT_TRUE(within(Shape{}, a)) << "seed " << seed;
  }
}

TEST(Lattice, EachSideIsWithinTheJoin) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    const Shape a = random.shape(3);
    const Shape b = random.shape(3);
    EXPECT_TRUE(within(a, join(a, b))) << "seed " << seed << ": " << describe(a, 9);
    EXPECT_TRUE(within(b, join(a, b))) << "seed " << seed << ": " << describe(b, 9);
  }
}

TEST(Lattice, WithinIsTransitive) {
  int chains = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    RandomJson random(seed);
    const Shape a = infer(random.value(1));
    const Shape b = join(infer(random.value(1)), random.below(2) ? a : Shape{});
    const Shape c = join(infer(random.value(1)), random.below(2) ? b : Shape{});
    if (!within(a, b) || !within(b, c)) continue;
    ++chains;
    EXPECT_TRUE(within(a, c)) << "seed " << seed;
  }
  EXPECT_GT(chains, 30);
}

TEST(Lattice, ValueIsWithinItsOwnShape) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    RandomJson random(seed);
    const json::Value value = random.value();
    const Shape shape = infer(value);
    EXPECT_EQ(shape.n(), 1U);
    EXPECT_TRUE(within(infer(value), shape)) << "seed " << seed;
  }
}

TEST(Lattice, InferenceDoesNotDependOnTheOrderOfSamples) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    std::vector<Shape> samples;
    for (int i = 0; i < 6; ++i) samples.push_back(infer(random.value()));
    Shape forward;
    for (const Shape& sample : samples) forward = join(forward, sample);
    std::shuffle(samples.begin(), samples.end(), std::mt19937(seed));
    Shape shuffled;
    for (const Shape& sample : samples) absorb(shuffled, sample);
    EXPECT_TRUE(forward == shuffled) << "seed " << seed;
  }
}

TEST(Lattice, DiffOfAShapeWithItselfIsEmpty) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const Shape a = RandomJson(seed).shape(4);
    const std::vector<Change> changes = diff(a, a);
    EXPECT_TRUE(changes.empty()) << "seed " << seed << ": " << changes.front().message;
  }
}

// What is within the old shape never breaks a reader by widening; only the
// evidence rules (gone, emptied) may speak, and those not as errors, unless a
// member vanished.
TEST(Lattice, NothingWithinTheOldShapeIsAWidening) {
  int compared = 0;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    const Shape part = random.shape(2);
    const Shape whole = join(part, random.shape(3));
    for (const Change& change : diff(whole, part)) {
      ++compared;
      EXPECT_NE(change.level, Level::kError) << "seed " << seed << ": " << change.message;
    }
  }
  EXPECT_GT(compared, 100);
}

TEST(Overflow, ObjectsBeyondTheLimitBecomeMapsInAnyGrouping) {
  const Shape a = infer(wide_object(0, 1500));
  const Shape b = infer(wide_object(1000, 2500));
  const Shape c = infer(wide_object(10, 20));
  EXPECT_FALSE(a.object->all.collapsed);
  const Shape left = join(join(a, b), c);
  EXPECT_TRUE(left.object->all.collapsed);
  EXPECT_TRUE(left == join(a, join(b, c)));
  EXPECT_TRUE(left == join(join(c, a), b));
  EXPECT_TRUE(left == join(c, join(b, a)));
  EXPECT_TRUE(within(a, left));
  EXPECT_TRUE(within(c, left));
  EXPECT_TRUE(left.object->all.properties.empty());
  EXPECT_EQ(left.object->all.any_value.n(), 3010U);
}

TEST(Overflow, TheLimitItselfIsStillARecord) {
  EXPECT_FALSE(infer(wide_object(0, 2000)).object->all.collapsed);
  EXPECT_TRUE(infer(wide_object(0, 2001)).object->all.collapsed);
}

TEST(Overflow, VariantsBeyondTheLimitAreDroppedInAnyGrouping) {
  Shape a;
  Shape b;
  for (char c = 'a'; c < 'a' + 12; ++c) absorb(a, infer(typed(std::string(1, c) + "_kind")));
  for (char c = 'k'; c < 'k' + 12; ++c) absorb(b, infer(typed(std::string(1, c) + "_kind")));
  const Shape c = infer(typed("a_kind"));
  EXPECT_EQ(partition_of(a, "type").variants.size(), 12U);
  const Shape left = join(join(a, b), c);
  EXPECT_TRUE(partition_of(left, "type").dropped);
  EXPECT_TRUE(partition_of(left, "type").variants.empty());
  EXPECT_TRUE(left == join(a, join(b, c)));
  EXPECT_TRUE(left == join(join(c, b), a));
}

TEST(Overflow, CountsStopAtTheLargest) {
  Shape a;
  a.nulls = 4'000'000'000U;
  EXPECT_EQ(join(a, a).nulls, 4'294'967'295U);
}

TEST(Partition, SpellsOutTheOnlyVariantWhenAnotherObjectComes) {
  json::Object untyped;
  untyped.set("y", 1);
  for (const json::Object& other : {typed("b_kind"), untyped}) {
    const Shape a = join(infer(typed("a_kind")), infer(typed("a_kind")));
    EXPECT_EQ(partition_of(a, "type").only, "a_kind");
    const Shape both = join(a, infer(other));
    const Partition& parted = partition_of(both, "type");
    EXPECT_FALSE(parted.only);
    ASSERT_EQ(parted.variants.count("a_kind"), 1U);
    EXPECT_TRUE(parted.variants.at("a_kind") == a.object->all);
    EXPECT_TRUE(both == join(infer(other), a));
  }
}

TEST(Partition, IsTheSameInOneListAndInJoinedSamples) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    RandomJson random(seed);
    json::Array list;
    Shape joined;
    for (int i = 0; i < 6; ++i) {
      // One level less, so that both see partitions to the same depth.
      list.push_back(random.value(3));
      absorb(joined, infer(json::Array{list.back()}).array->item);
    }
    EXPECT_TRUE(infer(list).array->item == joined) << "seed " << seed;
  }
}

TEST(Partition, KeepsNoValuesThatLookLikeData) {
  for (const char* text : {"550e8400-e29b-41d4-a716-446655440000", "a@example.com", "12345",
                           "two words", "customer_8837261", ""}) {
    EXPECT_TRUE(partition_of(infer(typed(text)), "type").dropped) << text;
  }
  json::Object numeric;
  numeric.set("type", 3);
  EXPECT_TRUE(partition_of(infer(numeric), "type").dropped);
  EXPECT_EQ(partition_of(infer(typed("order.created")), "type").only, "order.created");
}

}  // namespace
}  // namespace switchgate::shape
