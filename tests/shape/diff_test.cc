// The words of messages, and what the table of changes (change_table_test.cc) cannot say.

#include "checks/shape/diff.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/shape/change_cases.h"
#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

struct Words {
  std::initializer_list<std::string_view> before;
  std::initializer_list<std::string_view> after;
  std::string message;
};

TEST(Message, StandsAloneInOneSentence) {
  const Words cases[] = {
      {{R"({"items": [{"price": 1}, {"price": 2}]})"},
       {R"({"items": [{"price": "1"}, {"price": "2"}, {"price": "3"}]})"},
       "$.items[*].price was an integer in all 2 live values and is a string "
       "in all 3 candidate "
       "values"},
      {{R"({"a": 1})", R"({"a": 1})", R"({"a": 1})"},
       {R"({"a": 1})", R"({})"},
       "$.a was present in all 3 live samples and is missing from 1 of 2 "
       "candidate samples"},
      {{R"({"a": 1})"},
       {R"({})"},
       "$.a was present in the only live sample and is missing from the only "
       "candidate sample"},
      {{R"({"a": 1})", R"({"a": 1})"},
       {R"({"a": null})", R"({"a": 1})"},
       "$.a was never null in all 2 live samples and is null in 1 of 2 "
       "candidate samples"},
      {{R"({"a": "x"})", R"({"a": "x"})"},
       {R"({"a": {}})", R"({"a": "x"})"},
       "$.a was a string in all 2 live samples and is an object in 1 of 2 "
       "candidate samples"},
      {{R"({"a": "2026-11-22"})"},
       {R"({"a": "tomorrow"})"},
       "$.a had the format date in the only live sample and is text without a "
       "format in the only "
       "candidate sample"},
      {{R"([1, 2])"},
       {R"([1.5, 2])"},
       "$[*] was an integer in all 2 live values and has a fraction in 1 of 2 "
       "candidate values"},
  };
  for (const Words& words : cases) {
    const std::vector<Change> changes = diff(shape_of(words.before), shape_of(words.after));
    ASSERT_EQ(changes.size(), 1U) << words.message;
    EXPECT_EQ(changes[0].message, words.message);
  }
}

TEST(Message, NamesTheSidesAsAsked) {
  DiffOptions options;
  options.before = "baseline";
  const auto changes = diff(shape_of({R"({"a": 1})"}), shape_of({"{}"}), options);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].message,
            "$.a was present in the only baseline sample and is missing from "
            "the only candidate "
            "sample");
}

TEST(Message, HoldsNoValueAndNoControlCharacter) {
  const auto changes = diff(shape_of({R"({"a\u001b[31m": "s3cret-value-1"})"}),
                            shape_of({R"({"a\u001b[31m": 4711001})"}));
  ASSERT_EQ(changes.size(), 1U);
  for (const std::string& text :
       {changes[0].message, changes[0].path, changes[0].before, changes[0].after}) {
    EXPECT_EQ(text.find("s3cret"), std::string::npos);
    EXPECT_EQ(text.find("4711001"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
  }
  EXPECT_EQ(changes[0].path, "$['a\\u001b[31m']");
}

TEST(Diff, IsInPathOrderWithBreakingChangesFirst) {
  const auto changes = diff(shape_of({R"({"b": 1, "a": {"x": "y"}, "c": 1})"}),
                            shape_of({R"({"a": {"x": 1, "new": 1}, "c": 1.0})"}));
  EXPECT_EQ(lines_of(changes),
            (std::vector<std::string>{"note shape/property-added $.a.new everywhere",
                                      "error shape/kind-changed $.a.x everywhere",
                                      "error shape/property-removed $.b everywhere",
                                      "note shape/number-spelling $.c"}));
}

TEST(Diff, TakesAnObjectForAMapWhereTheSuiteSaysSo) {
  const Shape before = shape_of({R"({"prices": {"lamp": 1, "desk": 2}})"});
  const Shape after = shape_of({R"({"prices": {"lamp": 1.5}})"});
  EXPECT_EQ(
      lines_of(diff(before, after)),
      (std::vector<std::string>{"error shape/property-removed $.prices.desk everywhere",
                                "error shape/integer-became-number $.prices.lamp everywhere"}));
  DiffOptions options;
  options.maps = {"$.prices"};
  EXPECT_EQ(lines_of(diff(before, after, options)),
            (std::vector<std::string>{"error shape/integer-became-number $.prices.* everywhere"}));
}

TEST(Diff, OverflowOfARecordIsNeverSilent) {
  std::string wide = "{";
  for (int i = 0; i < 2100; ++i) wide += "\"n" + std::to_string(i) + "\": 1, ";
  wide += "\"last\": 1}";
  const auto changes = diff(shape_of({R"({"id": 1, "price": 2, "name": 3})"}), shape_of({wide}));
  EXPECT_EQ(lines_of(changes), (std::vector<std::string>{"error shape/kind-changed $ everywhere"}));
}

TEST(DiffPooled, PairsEachRequestWithItself) {
  // Only the first request's answer has the member, so pooled it is optional.
  const Shape with = shape_of({R"({"a": 1, "sale": 1})", R"({"a": 1, "sale": 1})"});
  const Shape without = shape_of({R"({"a": 1})", R"({"a": 1})"});
  const std::vector<Sides> requests = {{with, without}, {without, without}};
  EXPECT_EQ(lines_of(diff_pooled(requests, {})),
            (std::vector<std::string>{"error shape/property-removed $.sale everywhere"}));
  const std::vector<Sides> same = {{with, with}, {without, without}};
  EXPECT_TRUE(diff_pooled(same, {}).empty());
}

TEST(DiffPooled, LeavesAMemberThatWasOptionalInEachRequestAWarning) {
  const Shape mixed = shape_of({R"({"a": 1})", R"({"a": 1})", R"({"a": 1})", "{}"});
  const Shape gone = shape_of({"{}", "{}", "{}"});
  const std::vector<Sides> requests = {{mixed, gone}, {mixed, gone}};
  EXPECT_EQ(lines_of(diff_pooled(requests, {})),
            (std::vector<std::string>{"warning shape/property-removed $.a everywhere"}));
}

}  // namespace
}  // namespace switchgate::shape
