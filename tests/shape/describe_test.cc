// Shapes in words.

#include <gtest/gtest.h>

#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

TEST(Describe, SaysKindsOptionalMembersAndElements) {
  EXPECT_EQ(describe(shape_of({R"({"id": 1, "name": "x", "tags": ["a"]})",
                               R"({"id": 2, "name": null, "tags": [], "note": "n"})"}),
                     3),
            "{id: integer, name: string | null, note?: string, tags: [string]}");
}

TEST(Describe, SaysFormatsWhenAllStringsHaveOne) {
  EXPECT_EQ(describe(shape_of({R"(["2026-11-22", ""])"})), "[string (date, empty)]");
  EXPECT_EQ(describe(shape_of({R"(["2026-11-22", "x"])"})), "[string]");
}

TEST(Describe, EndsAtTheDepth) {
  const Shape shape = shape_of({R"({"a": {"b": {"c": 1}}, "l": [[1]]})"});
  EXPECT_EQ(describe(shape, 0), "{...}");
  EXPECT_EQ(describe(shape, 1), "{a: {...}, l: [...]}");
  EXPECT_EQ(describe(shape, 2), "{a: {b: {...}}, l: [[...]]}");
}

TEST(Describe, SaysUnknownElementsAndNothing) {
  EXPECT_EQ(describe(shape_of({R"({"a": [], "o": {}})"})), "{a: [], o: {}}");
  EXPECT_EQ(describe(Shape{}), "nothing");
}

}  // namespace
}  // namespace switchgate::shape
