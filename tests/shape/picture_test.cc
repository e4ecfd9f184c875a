// Shapes as TypeScript-like pictures.

#include "checks/shape/picture.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/shape/random_json.h"
#include "tests/shape/samples.h"
#include "tests/support/golden.h"

namespace switchgate::shape {
namespace {

std::string drawn(std::initializer_list<std::string_view> samples) {
  return to_text(picture(shape_of(samples)));
}

TEST(Picture, IsATypeOfOneMemberALine) {
  EXPECT_TRUE(support::matches_golden("shape/picture.txt", drawn({R"({
        "id": 7, "created": "2026-11-22T10:15:30Z", "email": "a@example.com", "price": 1.5,
        "tags": ["new"], "matrix": [[1, 2]], "empty": [], "nothing": null, "details": {},
        "owner": {"id": "550e8400-e29b-41d4-a716-446655440000", "name": "x"},
        "items": [{"sku": "a", "qty": 1, "mixed": [1, "x", null]}, {"sku": "b", "qty": 2, "note": "n"}],
        "prices": {"17": 1, "18": 2, "19": 2.5},
        "users": {"a@example.com": {"seen": "2026-11-22"}, "b@example.com": {"seen": ""}, "c@example.com": {"seen": ""}},
        "payment": [{"type": "card", "number": "x"}, {"type": "bank", "iban": "y"}],
        "a b": true, "it's \"quoted\"": 1})",
                                                                  R"({
        "id": 8, "created": "2026-11-22T10:15:30Z", "email": null, "price": 2,
        "tags": [], "matrix": [], "empty": [], "nothing": null, "details": {},
        "owner": null, "items": [], "prices": {}, "users": {}, "payment": [],
        "a b": false, "it's \"quoted\"": 1})",
                                                                  R"({
        "id": 9, "created": "2026-11-22T10:15:30Z", "price": 2,
        "tags": [], "matrix": [], "empty": [], "nothing": null, "details": {},
        "owner": null, "items": [], "prices": {}, "users": {}, "payment": [],
        "a b": 1, "it's \"quoted\"": 1})"})));
}

TEST(Picture, BracketsAUnionBeforeAList) {
  EXPECT_EQ(drawn({R"([1, "x", null])"}), "(integer | string | null)[]\n");
  EXPECT_EQ(drawn({R"([[1, null], ["2026-11-22", ""]])"}),
            "(integer | string<date | empty> | null)[][]\n");
  EXPECT_EQ(drawn({R"([[1], null])"}), "(integer[] | null)[]\n");
}

TEST(Picture, SaysUnknownWhereNothingWasSeen) {
  EXPECT_EQ(to_text(picture(Shape{})), "unknown\n");
  EXPECT_EQ(drawn({"[]"}), "unknown[]\n");
  EXPECT_EQ(drawn({"{}"}), "{}\n");
  EXPECT_EQ(drawn({"null"}), "null\n");
}

TEST(Picture, DrawsAnObjectBesideOtherKinds) {
  EXPECT_EQ(drawn({R"({"a": 1})", R"([{"a": 1}])", "false"}),
            "{\n  a: integer;\n} | {\n  a: integer;\n}[] | boolean\n");
}

TEST(Picture, IsInertOnATerminal) {
  const std::string text = drawn({R"({"\u001b[31m": 1, "a\nb": {"\u202e": 1}, "\u009b2J": 1})"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  EXPECT_EQ(text.find("\u009b"), std::string::npos) << text;
  EXPECT_EQ(text.find("\u202e"), std::string::npos) << text;
  EXPECT_NE(text.find("  \"a\\nb\": {\n"), std::string::npos) << text;
}

TEST(Pictures, DrawAnObjectInOneWayOnBothSides) {
  // Two ids are members alone; with a third one it is a map, on both sides.
  const Shape before = shape_of({R"({"m": {"17": 1, "18": 1}})"});
  const Shape after = shape_of({R"({"m": {"17": 1, "19": 1}})"});
  const std::string map = "{\n  m: { [key: string<numeric>]: integer };\n}\n";
  const Pictures sides = pictures(before, after);
  EXPECT_EQ(to_text(sides.before), map);
  EXPECT_EQ(to_text(sides.after), map);
  EXPECT_NE(to_text(picture(before)), map);
}

TEST(Pictures, OfEqualShapesAreEqualAndOfRandomOnesAreDrawn) {
  RandomJson random(11);
  for (int round = 0; round < 300; ++round) {
    const Shape a = random.shape(3);
    const Shape b = random.shape(3);
    const Pictures same = pictures(a, a);
    EXPECT_EQ(to_text(same.before), to_text(same.after));
    EXPECT_EQ(to_text(same.before), to_text(picture(a)));
    const Pictures sides = pictures(a, b);
    EXPECT_FALSE(sides.before.empty() || sides.after.empty());
  }
}

}  // namespace
}  // namespace switchgate::shape
