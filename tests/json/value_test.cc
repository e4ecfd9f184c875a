// Values: exact numbers, members by name, equality, text.

#include "checks/json/value.h"

#include <cstdint>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "checks/json/reader.h"

namespace switchgate::json {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::uint64_t kMaxUnsigned = std::numeric_limits<std::uint64_t>::max();

// Groups of equal numbers, the groups in ascending order.
std::vector<std::vector<Number>> ladder() {
  const double two63 = 9223372036854775808.0;
  const double two64 = 18446744073709551616.0;
  const double largest = std::numeric_limits<double>::max();
  return {
      {Number::of(-largest), Number::of(-largest, "-1e999")},
      {Number::of(-two64)},
      {Number::of(std::nextafter(-two63, -two64))},
      {Number::of(kMin), Number::of(-two63)},
      {Number::of(kMin + 1)},
      {Number::of(std::int64_t{-9007199254740993})},
      {Number::of(std::int64_t{-9007199254740992}), Number::of(-9007199254740992.0)},
      {Number::of(-1.5)},
      {Number::of(std::int64_t{-1}), Number::of(-1.0)},
      {Number::of(-0.5)},
      {Number::of(std::int64_t{0}), Number::of(0.0), Number::of(-0.0)},
      {Number::of(5e-324)},
      {Number::of(0.1), Number::of(0.1, "0.10")},
      {Number::of(std::int64_t{1}), Number::of(1.0, "1e0"), Number::of(std::uint64_t{1})},
      {Number::of(1.5)},
      {Number::of(std::int64_t{9007199254740992}), Number::of(9007199254740992.0)},
      {Number::of(std::int64_t{9007199254740993})},
      {Number::of(std::int64_t{9007199254740994}), Number::of(9007199254740994.0)},
      {Number::of(std::nextafter(two63, 0.0))},
      {Number::of(kMax - 1)},
      {Number::of(kMax)},
      {Number::of(std::uint64_t{9223372036854775808U}), Number::of(two63)},
      {Number::of(std::uint64_t{9223372036854775809U})},
      {Number::of(kMaxUnsigned)},
      {Number::of(two64), Number::of(two64, "1.8446744073709552e19")},
      {Number::of(largest), Number::of(largest, "1e999")},
  };
}

TEST(Number, HasOneOrderAcrossIntegersAndDoubles) {
  const auto rungs = ladder();
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    for (std::size_t j = 0; j < rungs.size(); ++j) {
      for (const Number& a : rungs[i]) {
        for (const Number& b : rungs[j]) {
          const int expected = i < j ? -1 : i > j ? 1 : 0;
          EXPECT_EQ(Number::compare(a, b), expected) << a.text() << " and " << b.text();
          EXPECT_EQ(a == b, expected == 0) << a.text() << " and " << b.text();
        }
      }
    }
  }
}

TEST(Number, SaysWhetherItIsAnInteger) {
  EXPECT_TRUE(Number::of(std::int64_t{7}).is_integer());
  EXPECT_TRUE(Number::of(kMaxUnsigned).is_integer());
  EXPECT_TRUE(Number::of(1.0, "1.0").is_integer());
  EXPECT_TRUE(Number::of(1e300).is_integer());
  EXPECT_FALSE(Number::of(1.5).is_integer());
}

TEST(Number, RemembersHowItWasWritten) {
  struct {
    const char* text;
    bool fraction;
  } const cases[] = {{"1", false},     {"1.0", true},
                     {"1e2", true},    {"1E+2", true},
                     {"-12.50", true}, {"18446744073709551615", false},
                     {"-5", false},    {"123456789012345678901234567890", false}};
  for (const auto& c : cases) {
    const auto document = read(c.text);
    ASSERT_TRUE(document);
    const Number& number = *document->root.number();
    EXPECT_EQ(number.text(), c.text);
    EXPECT_EQ(number.written_as_fraction(), c.fraction) << c.text;
  }
}

TEST(Number, WritesTheShortestDigitsWhenNoneWereGiven) {
  EXPECT_EQ(Number::of(0.1).text(), "0.1");
  EXPECT_EQ(Number::of(2.0).text(), "2");
  EXPECT_EQ(Number::of(1e21).text(), "1e+21");
  EXPECT_EQ(Number::of(kMin).text(), "-9223372036854775808");
}

Object numbered(int count, bool indexed) {
  std::vector<Object::Member> members;
  for (int i = 0; i < count; ++i) {
    members.emplace_back("name" + std::to_string(i), Value(i));
  }
  if (indexed) {
    return Object::of(std::move(members));
  }
  Object object;
  for (auto& member : members) {
    object.append_new(std::move(member.first), std::move(member.second));
  }
  return object;
}

TEST(Object, FindsEveryMemberWhateverItsSizeAndMaking) {
  for (const int count : {0, 1, 16, 17, 1000}) {
    for (const bool indexed : {false, true}) {
      const Object object = numbered(count, indexed);
      for (int i = 0; i < count; ++i) {
        const Value* const found = object.find("name" + std::to_string(i));
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(*found, Value(i));
      }
      EXPECT_EQ(object.find("name"), nullptr);
      EXPECT_EQ(object.find("name" + std::to_string(count)), nullptr);
    }
  }
}

TEST(Object, FindsWhatWasAddedToAnIndexedObject) {
  Object object = numbered(100, true);
  object.set("late", Value(true));
  object.set("name7", Value("changed"));
  EXPECT_EQ(*object.find("late"), Value(true));
  EXPECT_EQ(*object.find("name7"), Value("changed"));
  EXPECT_EQ(object.size(), 101U);
  EXPECT_EQ((object.begin() + 7)->first, "name7") << "set keeps the place";
}

TEST(Object, FindsMembersAfterTheCallerReorderedThem) {
  Object object = numbered(100, true);
  std::reverse(object.begin(), object.end());
  EXPECT_EQ(*object.find("name3"), Value(3));
}

TEST(Object, EqualityIgnoresTheOrderOfMembersOnly) {
  struct {
    const char* a;
    const char* b;
    bool equal;
  } const cases[] = {
      {R"({"a":1,"b":2})", R"({"b":2.0,"a":1})", true},
      {R"({"a":1,"b":2})", R"({"b":2,"a":2})", false},
      {R"({"a":1,"b":2})", R"({"a":1,"c":2})", false},
      {R"({"a":1})", R"({"a":1,"b":2})", false},
      {R"({})", R"({})", true},
      {R"({"a":{"x":[1],"y":null}})", R"({"a":{"y":null,"x":[1e0]}})", true},
      {R"([1,2])", R"([2,1])", false},
      {R"(null)", R"(false)", false},
      {R"("1")", R"(1)", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read(c.a)->root == read(c.b)->root, c.equal) << c.a << " and " << c.b;
    EXPECT_EQ(read(c.b)->root == read(c.a)->root, c.equal) << c.b << " and " << c.a;
  }
}

TEST(Value, NamesItsKind) {
  struct {
    Value value;
    const char* name;
  } const cases[] = {{Value(), "null"},     {Value(false), "boolean"}, {Value(1), "number"},
                     {Value(""), "string"}, {Value(Array{}), "array"}, {Value(Object{}), "object"}};
  for (const auto& c : cases) {
    EXPECT_EQ(c.value.kind_name(), c.name);
  }
}

TEST(ToText, EscapesWhatJsonMustNotHoldAndReplacesBadUtf8) {
  EXPECT_EQ(to_text(Value("a\"b\\c\n\r\t\b\f\x01\x1f/é")), R"("a\"b\\c\n\r\t\b\f\u0001\u001f/é")");
  EXPECT_EQ(to_text(Value("a\xff\xfe")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(ToText, SpreadsOverLinesWhenAsked) {
  const auto document = read(R"({"a":[1,{"b":null}],"c":{},"d":[]})");
  ASSERT_TRUE(document);
  EXPECT_EQ(to_text(document->root), R"({"a":[1,{"b":null}],"c":{},"d":[]})");
  EXPECT_EQ(to_text(document->root, 2),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  "
            "\"c\": {},\n  \"d\": []\n}");
}

// Random values of every kind, from a fixed seed.
class Generator {
 public:
  Value value(int depth) {
    switch (pick(depth > 0 ? 8 : 6)) {
      case 0:
        return Null{};
      case 1:
        return pick(2) == 0;
      case 2:
        return Number::of(static_cast<std::int64_t>(random_()));
      case 3:
        return Number::of(static_cast<std::uint64_t>(random_()));
      case 4:
        return Number::of(real());
      case 5:
        return string();
      case 6:
        return array(depth);
      default:
        return object(depth);
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  double real() {
    const double scale = std::pow(10.0, static_cast<double>(pick(600)) - 300);
    return (static_cast<double>(random_()) / 1e19 - 0.9) * scale;
  }

  std::string string() {
    static constexpr std::string_view kPieces[] = {"a", "\"", "\\", "\n", "\x01",
                                                   "é", "€",  "😀",  " ",  "/"};
    std::string out;
    for (std::size_t i = pick(8); i > 0; --i) {
      out += kPieces[pick(std::size(kPieces))];
    }
    return out;
  }

  Array array(int depth) {
    Array out;
    for (std::size_t i = pick(5); i > 0; --i) {
      out.push_back(value(depth - 1));
    }
    return out;
  }

  Object object(int depth) {
    Object out;
    for (std::size_t i = pick(20); i > 0; --i) {
      out.set(string(), value(depth - 1));
    }
    return out;
  }

  std::mt19937_64 random_{20261122};
};

TEST(ToText, ReadsBackAsTheSameValue) {
  Generator generator;
  for (int i = 0; i < 500; ++i) {
    const Value value = generator.value(4);
    for (const int indent : {0, 3}) {
      const std::string text = to_text(value, indent);
      const auto again = read(text);
      ASSERT_TRUE(again) << again.error().message << " in " << text;
      EXPECT_EQ(again->root, value) << text;
      EXPECT_EQ(to_text(again->root, indent), text);
      EXPECT_TRUE(again->duplicate_keys.empty());
    }
  }
}

}  // namespace
}  // namespace switchgate::json
