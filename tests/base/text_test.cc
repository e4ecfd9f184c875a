// Text from outside made safe, and the small tools on strings.

#include "checks/base/text.h"

#include <array>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, FindsTheFirstIllFormedByte) {
  struct {
    std::string_view text;
    std::optional<std::size_t> at;
  } const cases[] = {
      {"", std::nullopt},
      {"plain", std::nullopt},
      {"é€😀\U0010FFFF", std::nullopt},
      {"\x7f", std::nullopt},
      {"a\x80", 1},                 // continuation alone
      {"ab\xC3", 2},                // cut short
      {"\xC3(", 0},                 // no continuation
      {"\xC0\xAF", 0},              // overlong '/'
      {"\xE0\x80\xAF", 0},          // overlong in three
      {"\xF0\x80\x80\xAF", 0},      // overlong in four
      {"é\xED\xA0\x80", 2},         // a surrogate
      {"\xF4\x90\x80\x80", 0},      // beyond U+10FFFF
      {"\xF8\x88\x80\x80\x80", 0},  // five bytes
      {"\xFE", 0},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(find_invalid_utf8(c.text), c.at) << excerpt(c.text);
  }
}

TEST(Utf8, IsFoundInvalidAtEachPlaceOfALongText) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'x');
    EXPECT_EQ(find_invalid_utf8(text), std::nullopt);
    text[at] = '\xff';
    EXPECT_EQ(find_invalid_utf8(text), at);
  }
}

TEST(Utf8, ReplacesIllFormedBytesAlone) {
  EXPECT_EQ(to_valid_utf8("é ok"), "é ok");
  EXPECT_EQ(to_valid_utf8("a\xff\xC3"
                          "b"),
            "a\xEF\xBF\xBD\xEF\xBF\xBD"
            "b");
  EXPECT_FALSE(find_invalid_utf8(to_valid_utf8("\xED\xA0\x80\xF4\x90")));
}

TEST(Utf8, AppendsWhatItDecodes) {
  for (const char32_t c : {U'a', U'\u007f', U'\u0080', U'\u07ff', U'\u0800', U'\uffff',
                           U'\U00010000', U'\U0010ffff'}) {
    std::string out;
    append_utf8(out, c);
    EXPECT_FALSE(find_invalid_utf8(out)) << static_cast<unsigned>(c);
    EXPECT_EQ(count_code_points(out), 1U) << static_cast<unsigned>(c);
  }
  EXPECT_EQ(count_code_points("é€😀x"), 4U);
}

TEST(Excerpt, IsOneSafeLine) {
  struct {
    std::string_view text;
    std::string_view shown;
  } const cases[] = {
      {"plain é", "plain é"},
      {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
      {"\x1b[31mred", "\\u001b[31mred"},
      {"nul\0"sv, "nul\\u0000"},
      {"\x7f\xC2\x9B", "\\u007f\\u009b"},
      {"\xE2\x80\xAE"
       "evil",
       "\\u202eevil"},          // right-to-left override
      {"\xD8\x9C", "\\u061c"},  // Arabic letter mark
      {"\xE2\x81\xA6\xEF\xBB\xBF", "\\u2066\\ufeff"},
      {"bad\xff", "bad\xEF\xBF\xBD"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(excerpt(c.text), c.shown);
  }
}

TEST(Excerpt, CutsBetweenCharacters) {
  EXPECT_EQ(excerpt("abcdef", 6), "abcdef");
  EXPECT_EQ(excerpt("abcdefg", 6), "abcdef…");
  EXPECT_EQ(excerpt("éééé", 5), "éé…");
  EXPECT_EQ(excerpt("ab\x1b", 5), "ab…") << "an escape is not cut either";
}

TEST(NearestName, SuggestsWhatAHandCouldHaveMeant) {
  constexpr std::array<std::string_view, 5> kNames = {"status", "headers", "json", "body", "time"};
  struct {
    const char* word;
    std::optional<std::string> nearest;
  } const cases[] = {{"statsu", "status"},
                     {"Status", "status"},
                     {"header", "headers"},
                     {"jsno", "json"},
                     {"tiem", "time"},
                     {"josn", "json"},
                     {"bdy", "body"},
                     {"color", std::nullopt},
                     {"", std::nullopt},
                     {"x", std::nullopt},
                     {"statistics", std::nullopt}};
  for (const auto& c : cases) {
    EXPECT_EQ(nearest_name(c.word, kNames), c.nearest) << c.word;
  }
}

TEST(Strings, TrimSplitJoin) {
  EXPECT_EQ(trim(" \t\r\na b\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(join(std::vector<std::string>{"a", "", "a"}, ", "), "a, , a");
  EXPECT_EQ(join(std::vector<std::string>{}, ", "), "");
}

TEST(Strings, ReplaceAllReadsNothingTwice) {
  EXPECT_EQ(replace_all("aaa", "a", "aa"), "aaaaaa");
  EXPECT_EQ(replace_all("abab", "ab", ""), "");
  EXPECT_EQ(replace_all("x", "", "y"), "x") << "and ends";
}

TEST(Strings, CaseIsAsciiOnly) {
  EXPECT_EQ(to_lower_ascii("ABC-É"), "abc-É");
  EXPECT_TRUE(equals_ignore_case("Content-TYPE", "content-type"));
  EXPECT_FALSE(equals_ignore_case("a", "ab"));
  EXPECT_FALSE(equals_ignore_case("[", "{"));
}

TEST(Glob, MatchesRunsAndSingleCharacters) {
  struct {
    const char* pattern;
    const char* text;
    bool matches;
  } const cases[] = {
      {"", "", true},           {"", "a", false},
      {"*", "", true},          {"*", "anything", true},
      {"a*c", "abbc", true},    {"a*c", "abbd", false},
      {"*.js", "app.js", true}, {"*a*b*", "xxaxxbxx", true},
      {"a?c", "abc", true},     {"a?c", "ac", false},
      {"a?c", "aéc", true},     {"??", "é", false},
      {"*?", "é", true},        {"**", "x", true},
      {"a*", "b", false},       {"x*y*z", "xyyzz", true},
      {"[a]", "[a]", true},     {"a*b", "aab*b", true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(glob_match(c.pattern, c.text), c.matches) << c.pattern << " on " << c.text;
  }
}

TEST(Base64, EncodesAndDecodesRfc4648) {
  struct {
    std::string_view plain;
    std::string_view encoded;
  } const cases[] = {{"", ""},
                     {"f", "Zg=="},
                     {"fo", "Zm8="},
                     {"foo", "Zm9v"},
                     {"foob", "Zm9vYg=="},
                     {"fooba", "Zm9vYmE="},
                     {"foobar", "Zm9vYmFy"},
                     {"\xff\xfe\0"sv, "//4A"}};
  for (const auto& c : cases) {
    EXPECT_EQ(base64_encode(c.plain), c.encoded);
    EXPECT_EQ(base64_decode(c.encoded), c.plain);
  }
  for (const char* const bad :
       {"Zg", "Zg=", "Z===", "====", "Zm9v=", "Zm 9", "Zm-_", "=Zg=", "Zg==Zg=="}) {
    EXPECT_EQ(base64_decode(bad), std::nullopt) << bad;
  }
}

TEST(Encodings, PercentAndShell) {
  EXPECT_EQ(percent_encode("a-Z_0.~ /é%+"), "a-Z_0.~%20%2F%C3%A9%25%2B");
  EXPECT_EQ(shell_quote("it's $x"), "'it'\\''s $x'");
}

TEST(Encodings, AShownWordHasNothingThatATerminalOrALogWouldObey) {
  EXPECT_EQ(shell_quote_shown("it's $x"), "'it'\\''s $x'");
  EXPECT_EQ(shell_quote_shown("a\\b'c\n\t\r\x1b[31m"
                              "7\x7f"),
            R"($'a\\b\'c\n\t\r\033[31m7\177')");
  EXPECT_EQ(shell_quote_shown("\xC3\xA9\xE2\x80\xAE\xC2\x9B\xFF"),
            "$'\xC3\xA9\\342\\200\\256\\302\\233\\377'");
  EXPECT_EQ(shell_quote_shown("##[group]#"), R"($'#\043[group]#')");
  EXPECT_EQ(shell_quote_shown("## a"), "'## a'");
}

}  // namespace
}  // namespace switchgate
