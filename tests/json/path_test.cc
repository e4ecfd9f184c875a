// JSONPath beyond the compliance suite: messages, bounds, laws.

#include "checks/json/path.h"

#include <string>

#include <gtest/gtest.h>

#include "checks/json/reader.h"

namespace switchgate::json {
namespace {

Value document(std::string_view text) {
  auto read_text = read(text);
  EXPECT_TRUE(read_text) << read_text.error().message;
  return read_text ? std::move(read_text->root) : Value();
}

// The selected values as one JSON array.
std::string select(std::string_view expression, const Value& root) {
  const auto path = Path::parse(expression);
  if (!path) {
    return path.error().message;
  }
  const auto nodes = path->select(root);
  if (!nodes) {
    return nodes.error().message;
  }
  Array values;
  for (const Node& node : *nodes) {
    values.push_back(*node.value);
  }
  return to_text(Value(std::move(values)));
}

TEST(Path, SaysWhatIsWrongAndWhatWouldBeRight) {
  struct {
    std::string_view expression;
    int character;
    const char* message;
  } const cases[] = {
      {"", 1, "a JSONPath begins with '$', the whole document; found the end"},
      {"a.b", 1, "a JSONPath begins with '$', the whole document; found 'a'"},
      {"@.a", 1, "a JSONPath begins with '$', the whole document; found '@'"},
      {" $.a", 1, "a JSONPath begins with '$', the whole document; found ' '"},
      {"$.a ", 4, "a JSONPath does not end with blanks"},
      {"$.", 3, "expected a name, '*' or '[' after '.', found the end"},
      {"$..", 4, "expected a name, '*' or '[' after '..', found the end"},
      {"$.items.0", 9,
       "expected a name, '*' or '[' after '.', found '0'; an index goes into "
       "brackets, such as [0]"},
      {"$.'a'", 3,
       "expected a name, '*' or '[' after '.', found '''; a quoted name goes "
       "into brackets, such as ['a-b']"},
      {"$.a-b", 4,
       "expected '.', '..' or '[', found '-'; a name with other characters "
       "goes into brackets and quotes, such "
       "as ['a-b']"},
      {"$.a.length()", 11,
       "expected '.', '..' or '[', found '('; functions stand inside filters, "
       "such as $[?length(@.name) > 3]"},
      {"$[", 3, "expected a quoted name, an index, a slice, '*' or '?', found the end"},
      {"$[name]", 3,
       "expected a quoted name, an index, a slice, '*' or '?', found 'name'; "
       "names in brackets take quotes: "
       "['name']"},
      {"$[(@.length-1)]", 3,
       "expected a quoted name, an index, a slice, '*' or '?', found '('; a "
       "filter begins with '?', such as "
       "[?@.price < 10]"},
      {"$[0", 2, "'[' is not closed"},
      {"$[0 1]", 5, "expected ',' or ']', found '1'"},
      {"$[01]", 3, "an index has no leading zeros and is not -0"},
      {"$[-0]", 3, "an index has no leading zeros and is not -0"},
      {"$[-]", 3, "expected a digit after '-'"},
      {"$[9007199254740992]", 3, "an index lies between -9007199254740991 and 9007199254740991"},
      {"$['a", 3, "the string is not closed"},
      {"$['\\x']", 4, "a backslash takes one of ' \\ / b f n r t u after it in this string"},
      {"$['\\u12']", 4, "\\u takes four hexadecimal digits"},
      {"$['\\ud800']", 4, "half of a surrogate pair (\\uD800 to \\uDFFF) stands alone"},
      {"$['a\nb']", 5,
       "a control character inside a string must be escaped, such as \\n or "
       "\\u0009"},
      {"$[?@.a = 1]", 8, "expected ',' or ']', found '='; write == for equality"},
      {"$[?@.a =~ 'x']", 8,
       "expected ',' or ']', found '='; patterns are matched by match(@.name, "
       "'a.*') and search(@.name, 'b')"},
      {"$[?@.a and @.b]", 8, "expected ',' or ']', found 'and'; write &&"},
      {"$[?(@.a or @.b)]", 9, "expected ')', found 'or'; write ||"},
      {"$[?(@.a]", 8, "expected ')', found ']'"},
      {"$[?(@.a", 4, "'(' is not closed"},
      {"$[?(@.a)==1]", 9, "a condition in parentheses cannot be compared"},
      {"$[?!@.a==1]", 5, "'!' before a comparison needs parentheses: !(@.a == 1)"},
      {"$[?a==1]", 4,
       "expected a path ('@' or '$'), a literal or a function, found 'a'; "
       "strings take quotes, and members "
       "begin with '@.'"},
      {"$[?1]", 4, "a literal alone is no condition: compare it with something"},
      {"$[?@.*==1]", 4,
       "a comparison takes a path of names and indexes, which selects one "
       "value at most; count(…) and "
       "value(…) make one of many"},
      {"$[?1==@..a]", 7,
       "a comparison takes a path of names and indexes, which selects one "
       "value at most; count(…) and "
       "value(…) make one of many"},
      {"$[?lenght(@.a)>1]", 4, "there is no function 'lenght'; did you mean 'length'?"},
      {"$[?upper(@.a)>1]", 4,
       "there is no function 'upper'; there are length, count, match, search "
       "and value"},
      {"$[?length(@.a)]", 4, "length() gives a value: compare it, such as length(…) == 1"},
      {"$[?length(@.a,@.b)>1]", 4, "length() takes 1 argument, found 2"},
      {"$[?match(@.a)]", 4, "match() takes 2 arguments, found 1"},
      {"$[?length(@.*)>1]", 11,
       "length() takes one value: a path of names and indexes, or value(…)"},
      {"$[?count(1)>1]", 10, "count() takes a path, such as count(@.items[*])"},
      {"$[?match(@.a,'b')==true]", 4,
       "match() is true or false already: it stands alone or after '!'"},
      {"$[?length(match(@.a,'b'))>1]", 11, "length() takes a value, not the outcome of match()"},
      {"$[?match(@.a,'\\\\d')]", 14,
       "the pattern is not an I-Regexp (RFC 9485) at character 1: there is no "
       "'\\d'; write [0-9]"},
      {"$[?@.a==1.]", 9, "'1.' is not a number as JSON writes them"},
      {"$['\xff']", 4, "a byte that is not valid UTF-8"},
      {"$.é[x]", 5,
       "expected a quoted name, an index, a slice, '*' or '?', found 'x'; "
       "names in brackets take quotes: "
       "['x']"},
  };
  for (const auto& c : cases) {
    const auto path = Path::parse(c.expression);
    ASSERT_FALSE(path) << c.expression;
    EXPECT_EQ(path.error().message,
              "not a valid JSONPath at character " + std::to_string(c.character) + ": " + c.message)
        << c.expression;
    EXPECT_EQ(path.error().pos.column, c.character);
    EXPECT_FALSE(path.error().pos.known());
  }
}

TEST(Path, KnowsWhetherItSelectsAtMostOneNode) {
  for (const char* const singular : {"$", "$.a", "$['a'][0]", "$[-1].b", "$ .a ['b']"}) {
    EXPECT_TRUE(Path::parse(singular)->singular()) << singular;
  }
  for (const char* const plural :
       {"$.*", "$[*]", "$..a", "$[0,1]", "$[0:1]", "$[?@.a]", "$.a[*].b"}) {
    EXPECT_FALSE(Path::parse(plural)->singular()) << plural;
  }
  EXPECT_EQ(Path::parse("$ .a")->text(), "$ .a");
}

TEST(Path, ComparesNumbersExactly) {
  const Value root = document(
      R"([{"id":9007199254740993},{"id":9007199254740992},{"id":1.0},{"id":1},{"id":18446744073709551615}])");
  EXPECT_EQ(select("$[?@.id == 9007199254740993].id", root), "[9007199254740993]");
  EXPECT_EQ(select("$[?@.id == 1e0].id", root), "[1.0,1]");
  EXPECT_EQ(select("$[?@.id > 9007199254740993].id", root), "[18446744073709551615]");
  EXPECT_EQ(select("$[?@.id == 1.8446744073709552e19].id", root), "[]");
}

TEST(Path, TreatsAPatternOfTheDocumentThatIsNoIRegexpAsNoMatch) {
  const Value root = document(R"({"values":["a","1"],"patterns":["a","\\d","(",5]})");
  EXPECT_EQ(select("$.values[?match(@, $.patterns[0])]", root), R"(["a"])");
  EXPECT_EQ(select("$.values[?match(@, $.patterns[1])]", root), "[]");
  EXPECT_EQ(select("$.values[?match(@, $.patterns[2])]", root), "[]");
  EXPECT_EQ(select("$.values[?match(@, $.patterns[3])]", root), "[]");
  EXPECT_EQ(select("$.values[?match(@, $.absent)]", root), "[]");
}

TEST(Path, WritesNormalizedPathsWithTheFewestEscapes) {
  Object object;
  object.set("a'b\\c\"d/e\b\f\n\r\t\x01\x0b\x1fé", Array{Value(1)});
  const auto nodes = Path::parse("$.*[0]")->select(Value(std::move(object)));
  ASSERT_TRUE(nodes);
  ASSERT_EQ(nodes->size(), 1U);
  EXPECT_EQ(nodes->front().path, R"($['a\'b\\c"d/e\b\f\n\r\t\u0001\u000b\u001fé'][0])");
}

TEST(Path, EveryNormalizedPathSelectsItsNodeAgain) {
  const Value root = document(
      R"({"a":[1,[2,{"b'c":null,"":{"\\":[[]]}}]],"\u0000\u001f\"":{"é😀":[true,"x"]},"$":{"@":{"*":0}}})");
  const auto nodes = Path::parse("$..*")->select(root);
  ASSERT_TRUE(nodes);
  EXPECT_EQ(nodes->size(), 16U);
  for (const Node& node : *nodes) {
    const auto path = Path::parse(node.path);
    ASSERT_TRUE(path) << node.path << ": " << path.error().message;
    EXPECT_TRUE(path->singular());
    const auto again = path->select(root);
    ASSERT_TRUE(again);
    ASSERT_EQ(again->size(), 1U) << node.path;
    EXPECT_EQ(again->front().value, node.value);
    EXPECT_EQ(again->front().path, node.path);
  }
}

TEST(Path, StopsAQueryThatVisitsTooMuch) {
  std::string text = "[0";
  for (int i = 1; i < 2000; ++i) {
    text += ",0";
  }
  const Value root = document(text + "]");
  EXPECT_EQ(select("$[?count($[?count($[*]) > 0]) > 0]", root),
            "the JSONPath $[?count($[?count($[*]) > 0]) > 0] visits more than "
            "10000000 nodes of this document; "
            "ask for less at once, or raise --max-jsonpath-visits");
}

TEST(Path, StopsBeforePathsGrowBeyondMemory) {
  const std::string name(1'000'000, 'n');
  Array elements(80, Value(0));
  Object object;
  object.set(name, std::move(elements));
  const auto nodes = Path::parse("$.*[*]")->select(Value(std::move(object)));
  ASSERT_FALSE(nodes);
  EXPECT_NE(nodes.error().message.find("64 MB"), std::string::npos);
}

TEST(Path, BoundsTheNestingOfExpressionsAndTakesWhatIsBelow) {
  const auto nested = [](int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return "$[?" + std::string(count, '(') + "@.a" + std::string(count, ')') + "]";
  };
  EXPECT_TRUE(Path::parse(nested(90)));
  EXPECT_FALSE(Path::parse(nested(100)));
  EXPECT_FALSE(Path::parse(nested(100'000)));
  std::string filters = "$";
  std::string calls = "$[?";
  for (int i = 0; i < 100'000; ++i) {
    filters += "[?@";
    calls += "length(";
  }
  EXPECT_FALSE(Path::parse(filters));
  EXPECT_FALSE(Path::parse(calls));
}

TEST(Path, WalksTheDeepestDocument) {
  const Value root = document(std::string(256, '[') + std::string(256, ']'));
  const auto nodes = Path::parse("$..*")->select(root);
  ASSERT_TRUE(nodes);
  EXPECT_EQ(nodes->size(), 255U);
  EXPECT_EQ(nodes->back().path.size(), 1 + 255 * 3U);
}

TEST(Path, SlicesFarBeyondTheArray) {
  const Value root = document("[0,1,2,3,4]");
  EXPECT_EQ(select("$[-9007199254740991:9007199254740991:9007199254740991]", root), "[0]");
  EXPECT_EQ(select("$[9007199254740991:-9007199254740991:-9007199254740991]", root), "[4]");
  EXPECT_EQ(select("$[::0]", root), "[]");
  EXPECT_EQ(select("$[3:1:-1]", root), "[3,2]");
}

TEST(Path, FiltersCountAgainstTheWholeDocument) {
  const Value root =
      document(R"({"limit":2,"items":[{"n":1,"t":["x","y"]},{"n":3,"t":[]},{"n":2}]})");
  EXPECT_EQ(select("$.items[?@.n >= $.limit].n", root), "[3,2]");
  EXPECT_EQ(select("$.items[?count(@.t[*]) == 2].n", root), "[1]");
  EXPECT_EQ(select("$.items[?length(@.t) == 0].n", root), "[3]");
  EXPECT_EQ(select("$.items[?value(@..t[1]) == 'y'].n", root), "[1]");
  EXPECT_EQ(select("$.items[?!@.t].n", root), "[2]");
  EXPECT_EQ(select("$.items[?@.absent == @.missing].n", root), "[1,3,2]");
}

}  // namespace
}  // namespace switchgate::json
