// What is told of two sides: which differences, in which words, how many.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/values/asked.h"

namespace switchgate::values {
namespace {

using namespace testing;  // NOLINT: the tests' own words
using Lines = std::vector<std::string>;

std::vector<json::Path> paths(const std::vector<std::string>& texts) {
  std::vector<json::Path> out;
  for (const std::string& text : texts) {
    out.push_back(*json::Path::parse(text));
  }
  return out;
}

// A list of `count` items with this price, `other` in the first `differing` of them.
std::string items(int count, const std::string& price, int differing = 0,
                  const std::string& other = "0") {
  std::string out = R"({"items": [)";
  for (int i = 0; i < count; ++i) {
    out += (i > 0 ? "," : "") + std::string(R"({"id": )") + std::to_string(i) + R"(, "price": )" +
           (i < differing ? other : price) + '}';
  }
  return out + "]}";
}

TEST(Values, ThatAreEqualAreNoChange) {
  const Answered same = compare(always(R"({"a": 1, "b": [1.0, "x", null, {}]})"),
                                always(R"({"b": [1, "x", null, {}], "a": 1e0, "new": true})"));
  EXPECT_EQ(same.lines(), Lines());
  EXPECT_EQ(same.asked, 3U);
  EXPECT_EQ(same.quiet, 5U);
}

TEST(Values, ThatDifferAreToldWithBothSidesAndThePlace) {
  EXPECT_EQ(
      compare(always(R"({"items": [{"price": 12.5}]})"), always(R"({"items": [{"price": 13}]})"))
          .lines(),
      Lines{"error compare/value $.items[0].price: expected 12.5 as live answers at "
            "$.items[0].price, found 13; live gave the same in 12 of 12 samples"});
  EXPECT_EQ(
      compare(always(R"({"a": "x", "gone": 7})"), always(R"({"a": null})")).lines(),
      (Lines{"error compare/value $.a: expected \"x\" as live answers at $.a, found null; "
             "live gave the same in 12 of 12 samples",
             "error compare/value $.gone: $.gone is missing: live answers 7 there in 12 of 12 "
             "samples"}));
  EXPECT_EQ(compare(always("12"), always(R"("12")")).lines(),
            Lines{"error compare/value $: expected 12 as live answers at $, found the string "
                  "\"12\"; live gave the same in 10 of 10 samples"});
  EXPECT_EQ(compare(always(R"({"a": 1})"), turns({R"({"a": 2})", R"({"a": 3})"})).lines(),
            Lines{"error compare/value $.a: expected 1 as live answers at $.a, found 2 and other "
                  "values; live gave the same in 10 of 10 samples"});
}

TEST(Values, WhereLiveDiffersByItselfAreNotJudged) {
  const Answered answered =
      compare(turns({R"({"a": 1, "n": 1})", R"({"a": 1, "n": 2})", R"({"a": 1})"}),
              always(R"({"a": 1, "n": 9})"));
  EXPECT_EQ(answered.lines(), Lines());
  EXPECT_EQ(answered.noisy, 1U);
  EXPECT_EQ(answered.quiet, 1U);
  EXPECT_EQ(answered.asked, 3U);
}

TEST(Values, ThatLiveShowsWhenAskedAgainAreAbsorbed) {
  const auto late = [](std::size_t, std::size_t number) {
    return json_of(number == 5 ? R"({"a": 2})" : R"({"a": 1})");
  };
  const Answered answered = compare(late, always(R"({"a": 2})"));
  EXPECT_EQ(answered.lines(), Lines());
  EXPECT_EQ(answered.asked, 6U);
}

TEST(Values, ThatComeAndGoBeyondChanceAreAWarning) {
  const Answered answered = compare(always(R"({"a": 1})"), [](std::size_t, std::size_t number) {
    return json_of(number % 5 == 0 ? R"({"a": 1})" : R"({"a": 2})");
  });
  EXPECT_EQ(answered.lines(),
            Lines{"warning compare/value $.a: expected 1 as live answers at $.a, found 2; live "
                  "gave the same in 20 of 20 samples; it comes and goes: 16 of 20 answers of the "
                  "candidate show it"});
  EXPECT_EQ(compare(always(R"({"a": 1})"),
                    [](std::size_t, std::size_t number) {
                      return json_of(number == 0 ? R"({"a": 2})" : R"({"a": 1})");
                    })
                .lines(),
            Lines());
}

TEST(Values, OfAListAreToldTogetherWhereAllOrManyDiffer) {
  EXPECT_EQ(compare(always(items(20, "5")), always(items(20, "6"))).lines(),
            Lines{"error compare/value $.items[*].price: expected 5 as live answers at "
                  "$.items[0].price, found 6; live gave the same in 16 of 16 samples; "
                  "$.items[*].price differs in 20 of 20 places"});
  EXPECT_EQ(compare(always(items(20, "5")), always(items(20, "5", 4, "6"))).lines(),
            Lines{"error compare/value $.items[*].price: expected 5 as live answers at "
                  "$.items[0].price, found 6; live gave the same in 16 of 16 samples; "
                  "$.items[*].price differs in 4 of 20 places"});
  const Answered few = compare(always(items(20, "5")), always(items(20, "5", 2, "6")));
  ASSERT_EQ(few.changes.size(), 2U);
  EXPECT_EQ(few.changes[0].path, "$.items[0].price");
  EXPECT_EQ(few.changes[1].path, "$.items[1].price");
}

TEST(Values, OfAListOfAnotherLengthAreOneChange) {
  EXPECT_EQ(compare(always(items(300, "5")), always(items(299, "6"))).lines(),
            Lines{"error compare/value $.items: expected 300 elements as live answers at $.items, "
                  "found 299; live gave the same in 20 of 20 samples"});
}

TEST(Values, InAnotherOrderAreAWarningUnlessTheSuiteSaysOrdered) {
  const Side live = always(R"({"tags": ["a", "b", "c"]})");
  const Side candidate = always(R"({"tags": ["c", "a", "b"]})");
  const std::string told =
      " shape/array-reordered $.tags: $.tags holds the same 3 elements on both sides, in another "
      "order on the candidate; live kept its order in 12 of 12 samples";
  EXPECT_EQ(compare(live, candidate).lines(), Lines{"warning" + told});
  Question question;
  question.ordered = paths({"$.tags"});
  EXPECT_EQ(compare(live, candidate, question).lines(),
            Lines{"error" + told + "; the suite lists it as ordered"});
}

TEST(Values, InAnotherOrderAreFoundDespiteNoiseInTheElements) {
  const auto list = [](bool reversed, std::size_t number) {
    const std::string at = R"(, "at": )" + std::to_string(number) + '}';
    const std::string one = R"({"id": 1)" + at;
    const std::string two = R"({"id": 2)" + at;
    return json_of('[' + (reversed ? two + ',' + one : one + ',' + two) + ']');
  };
  const Answered answered =
      compare([&](std::size_t, std::size_t number) { return list(false, number); },
              [&](std::size_t, std::size_t number) { return list(true, number + 1000); });
  ASSERT_EQ(answered.changes.size(), 1U) << answered.lines()[0];
  EXPECT_EQ(answered.changes[0].rule, "shape/array-reordered");
  EXPECT_EQ(answered.changes[0].level, Level::kWarning);
}

TEST(Values, OfAListThatLiveShufflesAreComparedInAnyOrder) {
  const Side live = turns({"[1, 2, 3]", "[3, 1, 2]", "[2, 3, 1]"});
  EXPECT_EQ(compare(live, turns({"[3, 2, 1]", "[1, 3, 2]"})).lines(), Lines());
  EXPECT_EQ(compare(live, turns({"[3, 2, 4]", "[4, 3, 2]"})).lines(),
            Lines{"error compare/value $: expected the 3 elements that live answers at $, in "
                  "whatever order, found others; live gave the same in 12 of 12 samples"});
}

TEST(Values, ThatTheSuiteOrANameHidesAreNotShown) {
  Question question;
  question.mask = paths({"$..email"});
  question.masker.add("KEY", "sesame-open");
  const Answered answered = compare(
      always(
          R"({"email": "a@b.de", "api_token": "x1", "s": "is sesame-open", "password": {"p": 1}})"),
      always(
          R"({"email": "c@d.de", "api_token": "x2", "s": "no sesame-open", "password": {"p": 2}})"),
      question);
  ASSERT_EQ(answered.changes.size(), 4U);
  for (const Change& change : answered.changes) {
    const std::string all = change.message + change.live + change.candidate;
    for (const std::string secret : {"@", "x1", "x2", "sesame-open", "found 2"}) {
      EXPECT_EQ(all.find(secret), std::string::npos) << all;
    }
  }
  EXPECT_EQ(answered.changes[2].candidate, "\"no ***KEY***\"");
  // Also where only the candidate's answer has it under a hidden name.
  question.mask = paths({"$[?@.kind=='person'].name"});
  const Answered person = compare(always(R"([{"kind": "shop", "name": "Ann"}])"),
                                  always(R"([{"kind": "person", "name": "Bob"}])"), question);
  ASSERT_EQ(person.changes.size(), 2U);
  EXPECT_EQ(person.changes[1].message.find("Bob"), std::string::npos);
}

TEST(Values, AreCutInMessages) {
  const std::string text(5000, 'x');
  const Answered answered =
      compare(always("{\"a\": \"" + text + "\"}"), always("{\"a\": \"y" + text + "\"}"));
  ASSERT_EQ(answered.changes.size(), 1U);
  EXPECT_LE(answered.changes[0].live.size(), 200U);
  EXPECT_LE(answered.changes[0].candidate.size(), 200U);
  EXPECT_LT(answered.changes[0].message.size(), 600U);
}

TEST(Values, ThatTheShapesFindingsTellAreNotToldAgain) {
  Question question;
  question.told = {"$.items[*].price", "$.sub"};
  EXPECT_EQ(compare(always(R"({"items": [{"price": 1}], "sub": {"a": 1}, "other": 1})"),
                    always(R"({"items": [{"price": "1"}], "sub": {}})"), question)
                .lines(),
            Lines{"error compare/value $.other: $.other is missing: live answers 1 there in "
                  "12 of 12 samples"});
}

TEST(Values, OfRowsAreComparedWithTheRowsOwn) {
  const auto own = [](std::size_t row, std::size_t) {
    return json_of(R"({"id": )" + std::to_string(row) + '}');
  };
  const auto stale = [&](std::size_t row, std::size_t number) {
    return row % 10 == 3 ? json_of(R"({"id": -1})") : own(row, number);
  };
  Question question;
  question.rows = 40;
  EXPECT_EQ(compare(own, own, question).asked, 40U);
  const Answered answered = compare(own, stale, question);
  EXPECT_EQ(answered.lines(),
            Lines{"error compare/value $.id: expected 3 as live answers at $.id, found -1; live "
                  "gave the same in 16 of 16 samples; so it is for 4 of 40 rows"});
  EXPECT_EQ(answered.changes[0].row, 3U);
  EXPECT_EQ(answered.quiet, 40U);
}

TEST(Values, OfRowsThatAllDifferAreConfirmedInSome) {
  Question question;
  question.rows = 500;
  const Answered answered = compare(always("[1]"), always("[2]"), question);
  EXPECT_TRUE(answered.closes());
  EXPECT_EQ(std::count_if(answered.changes.begin(), answered.changes.end(),
                          [](const Change& change) { return change.undecided; }),
            0);
  EXPECT_LE(answered.asked, 500U + most_confirmations(500));
}

TEST(Values, ThatCouldNotBeAskedOftenEnoughAreUndecided) {
  Question question;
  question.may_be_asked = [](std::size_t) { return false; };
  EXPECT_EQ(compare(always(R"({"a": 1, "b": 1})"), always(R"({"a": 2, "b": 2})"), question).lines(),
            Lines{"undecided compare/value $.a: expected 1 as live answers at $.a, found 2; live "
                  "gave the same in 3 of 3 samples; that may be chance, and both sides could not "
                  "be asked more often: run again; so it is for 1 more difference"});
  question.rows = 2;
  EXPECT_EQ(compare(always("1"), turns({"1", "1"}), question).lines(), Lines());
  question.samples = 2;
  const Answered rows = compare(always("1"), always("2"), question);
  ASSERT_EQ(rows.changes.size(), 1U);
  EXPECT_TRUE(rows.changes[0].undecided);
}

}  // namespace
}  // namespace switchgate::values
