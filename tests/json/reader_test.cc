// The reader: what it accepts, what it says about the rest, and what it bounds.

#include "checks/json/reader.h"

#include <string>

#include <gtest/gtest.h>

#include "checks/json/pointer.h"

namespace switchgate::json {
namespace {

using namespace std::string_view_literals;

TEST(Reader, SaysWhatIsWrongAndWhere) {
  struct {
    std::string_view text;
    const char* message;
  } const cases[] = {
      {"", "not valid JSON: the text is empty"},
      {" \n ", "not valid JSON: the text is nothing but white space"},
      {"[1,2",
       "not valid JSON at line 1, column 5 (byte 5): expected ',' or ']' after "
       "the element, found the end of "
       "the text"},
      {"{\"a\":1",
       "not valid JSON at line 1, column 7 (byte 7): expected ',' or '}' after "
       "the member, found the end of "
       "the text"},
      {"[1 2]",
       "not valid JSON at line 1, column 4 (byte 4): expected ',' or ']' after "
       "the element, found '2'"},
      {"[1,]",
       "not valid JSON at line 1, column 4 (byte 4): expected a value, found "
       "']' (no comma may stand before "
       "it)"},
      {"{\"a\":1,}",
       "not valid JSON at line 1, column 8 (byte 8): expected a member name in "
       "double quotes, found '}' (no "
       "comma may stand before it)"},
      {"{a:1}",
       "not valid JSON at line 1, column 2 (byte 2): expected a member name in "
       "double quotes, found 'a'"},
      {"{'a':1}",
       "not valid JSON at line 1, column 2 (byte 2): expected a member name in "
       "double quotes, found ''a'' "
       "(strings take double quotes)"},
      {"{\"a\" 1}",
       "not valid JSON at line 1, column 6 (byte 6): expected ':' after the "
       "member name, found '1'"},
      {"{\"a\":1 \"b\":2}",
       "not valid JSON at line 1, column 8 (byte 8): expected ',' or '}' after "
       "the member, found '\"'"},
      {"[1]\n  x",
       "not valid JSON at line 2, column 3 (byte 7): expected nothing more "
       "after the value, found 'x'"},
      {"[1] // one",
       "not valid JSON at line 1, column 5 (byte 5): expected nothing more "
       "after the value, found '//' (JSON "
       "has no comments)"},
      {"[\n  \"é\", tru]",
       "not valid JSON at line 2, column 8 (byte 11): expected a value, found "
       "'tru'"},
      {"[NaN]",
       "not valid JSON at line 1, column 2 (byte 2): expected a value, found "
       "'NaN' (JSON has no NaN; write "
       "null or a string)"},
      {"<html>",
       "not valid JSON at line 1, column 1 (byte 1): expected a value, found "
       "'<html>' (this looks like HTML or "
       "XML)"},
      {"[01]",
       "not valid JSON at line 1, column 3 (byte 3): expected ',' or ']' after "
       "the element, found '1'"},
      {"[1.]",
       "not valid JSON at line 1, column 4 (byte 4): expected a digit after "
       "'.', found ']'"},
      {"[-]",
       "not valid JSON at line 1, column 3 (byte 3): expected a digit after "
       "'-', found ']'"},
      {"[1e]",
       "not valid JSON at line 1, column 4 (byte 4): expected a digit in the "
       "exponent, found ']'"},
      {"1e5000",
       "not valid JSON at line 1, column 1 (byte 1): the number is beyond "
       "1e4932, which is as far as numbers "
       "are read"},
      {"\"abc",
       "not valid JSON at line 1, column 5 (byte 5): the string is not closed, "
       "found the end of the text"},
      {"\"a\tb\"",
       "not valid JSON at line 1, column 3 (byte 3): a control character "
       "inside a string must be escaped, such "
       "as \\n or \\u0009, found '\\t'"},
      {"\"\\x\"",
       "not valid JSON at line 1, column 3 (byte 3): a backslash takes one of "
       "\" \\ / b f n r t u after it, "
       "found 'x'"},
      {"\"\\ud800\"",
       "not valid JSON at line 1, column 8 (byte 8): half of a surrogate pair "
       "(\\uD800 to \\uDFFF) stands "
       "alone, found '\"'"},
      {"\xEF\xBB\xBF{}",
       "not valid JSON at line 1, column 1 (byte 1): a byte order mark (EF BB "
       "BF) stands before the value; "
       "remove it"},
      {"\xFF\xFE[\0"sv,
       "not valid JSON at line 1, column 1 (byte 1): the text is UTF-16; JSON "
       "is sent as UTF-8"},
      {"[\"a\xC3(\"]",
       "not valid JSON at line 1, column 4 (byte 4): the byte 0xC3 is not "
       "valid UTF-8"},
      {"[1]\0garbage"sv,
       "not valid JSON at line 1, column 4 (byte 4): a NUL byte has no place "
       "in JSON"},
      {"[\"; expected end of input\" x]",
       "not valid JSON at line 1, column 28 (byte 28): expected ',' or ']' "
       "after the element, found 'x'"},
  };
  for (const auto& c : cases) {
    const auto document = read(c.text);
    ASSERT_FALSE(document) << c.text;
    EXPECT_EQ(document.error().message, c.message);
    EXPECT_FALSE(document.error().pos.known());
  }
}

TEST(Reader, KeepsOrderAndDigits) {
  const std::string text =
      R"({"z":1,"a":[true,false,null,"\u00e9\ud83d\ude00\/"],"n":[1.50,-0.0,1E5,18446744073709551615,18446744073709551616]})";
  const auto document = read("  " + text + "\r\n");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(
      to_text(document->root),
      R"({"z":1,"a":[true,false,null,"é😀/"],"n":[1.50,-0.0,1E5,18446744073709551615,18446744073709551616]})");
}

TEST(Reader, ClampsNumbersBeyondADoubleAndKeepsTheirDigits) {
  const auto document = read("[1e999,-1e999,1e-999,5e-324]");
  ASSERT_TRUE(document);
  const Array& numbers = *document->root.array();
  EXPECT_EQ(numbers[0].number()->as_double(), std::numeric_limits<double>::max());
  EXPECT_EQ(numbers[1].number()->as_double(), -std::numeric_limits<double>::max());
  EXPECT_EQ(numbers[2].number()->as_double(), 0.0);
  EXPECT_EQ(numbers[3].number()->as_double(), 5e-324);
  EXPECT_EQ(to_text(document->root), "[1e999,-1e999,1e-999,5e-324]");
}

TEST(Reader, ReportsDuplicateKeysByPointerAndKeepsTheLast) {
  const auto document = read(R"({"a":{"b":1,"b":2,"b":3},"c":[0,{"x/y":1,"~":1,"x/y":2,"~":2}]})");
  ASSERT_TRUE(document);
  EXPECT_EQ(to_text(document->root), R"({"a":{"b":3},"c":[0,{"x/y":2,"~":2}]})");
  EXPECT_EQ(document->duplicate_keys, (std::vector<std::string>{"/a/b", "/c/1/x~1y", "/c/1/~0"}));
}

TEST(Reader, NamesNoMoreThanSixteenDuplicates) {
  std::string text = "{";
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 40; ++i) {
      text +=
          (text.size() > 1 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(round);
    }
  }
  const auto document = read(text + "}");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->duplicate_keys.size(), 16U);
  EXPECT_EQ(document->duplicate_keys.front(), "/k0");
  EXPECT_EQ(document->root.object()->size(), 40U);
  EXPECT_EQ(*document->root.object()->find("k39"), Value(1));
}

TEST(Reader, RefusesDepthBeyondItsLimitAlone) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(read(nested(256)));
  const auto deeper = read(nested(257));
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().message,
            "not valid JSON at line 1, column 257 (byte 257): arrays and "
            "objects nested deeper than 256 levels "
            "are not read; raise --max-json-depth");
  EXPECT_FALSE(read(nested(100'000)));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) {
    objects += "{\"a\":";
  }
  EXPECT_FALSE(read(objects));
}

TEST(Reader, CountsValues) {
  const ReadLimits limits{256, 4};
  EXPECT_TRUE(read("[1,2,3]", limits));
  const auto more = read("[1,2,3,4]", limits);
  ASSERT_FALSE(more);
  EXPECT_NE(more.error().message.find("more than 4 values are not read"), std::string::npos);
}

TEST(Reader, ReadsAWideObjectAndFindsItsMembers) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) {
    text += (i > 0 ? ",\"key" : "\"key") + std::to_string(i) + "\":" + std::to_string(i);
  }
  const auto document = read(text + "}");
  ASSERT_TRUE(document);
  const Object& object = *document->root.object();
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_EQ(*object.find("key" + std::to_string(i)), Value(i));
  }
}

TEST(Pointer, FindsWhatRfc6901Says) {
  const auto document = read(
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  ASSERT_TRUE(document);
  struct {
    const char* pointer;
    const char* value;
  } const cases[] = {{"/foo", R"(["bar","baz"])"},
                     {"/foo/0", R"("bar")"},
                     {"/", "0"},
                     {"/a~1b", "1"},
                     {"/c%d", "2"},
                     {"/e^f", "3"},
                     {"/g|h", "4"},
                     {"/i\\j", "5"},
                     {"/k\"l", "6"},
                     {"/ ", "7"},
                     {"/m~0n", "8"}};
  for (const auto& c : cases) {
    const Value* const found = find_by_pointer(document->root, c.pointer);
    ASSERT_NE(found, nullptr) << c.pointer;
    EXPECT_EQ(to_text(*found), c.value);
  }
  EXPECT_EQ(find_by_pointer(document->root, ""), &document->root);
  for (const char* const nothing :
       {"foo", "/foo/2", "/foo/00", "/foo/-", "/foo/bar", "/foo/0/x", "/m~n", "/m~2n", "/~",
        "/absent", "/foo/-1", "/foo/18446744073709551616"}) {
    EXPECT_EQ(find_by_pointer(document->root, nothing), nullptr) << nothing;
  }
}

}  // namespace
}  // namespace switchgate::json
