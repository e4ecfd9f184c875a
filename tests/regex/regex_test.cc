// Regular expressions: what I-Regexp means, what is refused, and in which
// words.

#include "checks/regex/regex.h"

#include <string>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

TEST(IRegexp, MatchesAsRfc9485Says) {
  struct {
    const char* pattern;
    const char* text;
    bool whole;
  } const cases[] = {
      {"", "", true},
      {"a|bc", "bc", true},
      {"a|bc", "a bc", false},
      {"a|ab", "ab", true},
      {"(a|)b", "b", true},
      {"a.c", "abc", true},
      {"a.c", "aéc", true},
      {"a.c", "a\nc", false},
      {"a.c", "a\rc", false},
      {".", "\xE2\x80\xA8", true},  // U+2028 is no line end here
      {"a\\.c", "abc", false},
      {"a\\.c", "a.c", true},
      {"a[.]c", "abc", false},
      {"[-a]+", "a-", true},
      {"[a-]+", "a-", true},
      {"[^-a]", "-", false},
      {"[a\\-z]+", "az-", true},
      {"[a\\-z]", "b", false},
      {"[a^]", "^", true},
      {"[à-ü]", "é", true},
      {"[\\]\\[\\\\]+", "]\\[", true},
      {"\\n\\r\\t", "\n\r\t", true},
      {"\\(\\)\\*\\+\\?\\{\\|\\}\\^\\-", "()*+?{|}^-", true},
      {"\\p{Lu}\\p{Ll}+", "Été", true},
      {"\\P{Lu}", "É", false},
      {"[\\p{Nd}x]+", "4x٤", true},
      {"[^\\p{L}]", "é", false},
      {"\\p{Sc}", "€", true},
      {"\\p{C}", "\x01", true},
      {"\\p{C}", "\xCD\xB8", true},  // U+0378 is not assigned
      {"\\P{C}", "\xCD\xB8", false},
      {"\\p{Cn}", "\xCD\xB8", true},
      {"\\p{Cn}", "\x01", false},
      {"\\P{Cn}", "\x01", true},
      {"[\\p{Cn}a]", "a", true},
      {"[\\p{Cn}a]", "\xCD\xB8", true},
      {"[\\p{C}]", "b", false},
      {"[\\P{C}]", "b", true},
      {"a{2}", "aa", true},
      {"a{2}", "aaa", false},
      {"a{2,}", "aaaaa", true},
      {"a{1,2}b?", "aab", true},
      {"a{0,1000}", "aaa", true},
      {"a b", "a b", true},
      {"#/-_\"'", "#/-_\"'", true},
      {"^ab$", "ab", true},
  };
  for (const auto& c : cases) {
    const auto regex = Regex::compile_iregexp(c.pattern);
    ASSERT_TRUE(regex) << c.pattern << ": " << regex.error().message;
    EXPECT_EQ(regex->matches_whole(c.text), c.whole) << c.pattern << " on " << c.text;
    EXPECT_TRUE(!c.whole || regex->matches_somewhere(c.text)) << c.pattern << " on " << c.text;
    EXPECT_EQ(regex->pattern(), c.pattern);
  }
}

TEST(IRegexp, SearchesAnywhere) {
  const auto regex = Regex::compile_iregexp("b.d");
  ASSERT_TRUE(regex);
  EXPECT_TRUE(regex->matches_somewhere("abcde"));
  EXPECT_FALSE(regex->matches_whole("abcde"));
  EXPECT_FALSE(regex->matches_somewhere("b\nd"));
}

TEST(IRegexp, RefusesWhatIsNotItsSyntaxAndSaysWhatToWrite) {
  struct {
    std::string pattern;
    int character;
    const char* message;
  } const cases[] = {
      {"\\d+", 1, "there is no '\\d'; write [0-9]"},
      {"a\\w", 2, "there is no '\\w'; write [A-Za-z0-9_]"},
      {"\\s", 1, "there is no '\\s'; write [ \\t\\n\\r]"},
      {"\\b", 1, "there is no '\\b'"},
      {"\\1", 1,
       "'\\' escapes ( ) * + - . ? [ \\ ] ^ { | } and makes \\n \\r \\t \\p "
       "\\P, nothing else"},
      {"a\\", 2, "'\\' stands at the end; write '\\\\' for the character"},
      {"(?i)a", 2, "'(?' starts nothing here: there are plain groups only"},
      {"a*?", 3, "two quantifiers in a row"},
      {"a{2}{3}", 5, "two quantifiers in a row"},
      {"*a", 1, "'*' has nothing to repeat; write '\\*' for the character"},
      {"a|+", 3, "'+' has nothing to repeat; write '\\+' for the character"},
      {"é(a", 2, "'(' is not closed"},
      {"a)", 2, "')' closes nothing; write '\\)' for the character"},
      {"a]", 2, "']' closes nothing; write '\\]' for the character"},
      {"a}", 2, "'}' closes nothing; write '\\}' for the character"},
      {"[a", 1, "'[' is not closed"},
      {"[", 1, "'[' is not closed"},
      {"[a-", 1, "'[' is not closed"},
      {"[]", 2, "']' may not stand here; write '\\]' for the character"},
      {"[[]", 2, "'[' may not stand here; write '\\[' for the character"},
      {"[b-a]", 2, "the range runs backwards"},
      {"[a--z]", 4, "'-' may not stand here; write '\\-' for the character"},
      {"\\p{Lx}", 1,
       "'Lx' is no Unicode category; there are L, M, N, P, Z, S and C, and "
       "their parts such as Lu"},
      {"\\p{Cs}", 1,
       "'Cs' is no Unicode category; there are L, M, N, P, Z, S and C, and "
       "their parts such as Lu"},
      {"\\p{Greek}", 1,
       "'Greek' is no Unicode category; there are L, M, N, P, Z, S and C, and "
       "their parts such as Lu"},
      {"\\pL", 1, "\\p takes a category in braces, such as \\p{Lu}"},
      {"[^\\p{C}]", 1, "\\p{C} and \\p{Cn} cannot be used inside [^…] here"},
      {"a{x}", 3, "a repetition takes a number, such as {2}, {2,} or {2,5}"},
      {"a{,2}", 3, "a repetition takes a number, such as {2}, {2,} or {2,5}"},
      {"a{2", 2, "'{' takes {2}, {2,} or {2,5}; write '\\{' for the character"},
      {"a{3,2}", 2, "the repetition's upper bound is below its lower bound"},
      {"a{1001}", 3, "more than 1000 repetitions are not supported"},
      {"a{99999999999999999999}", 3, "more than 1000 repetitions are not supported"},
      {std::string(101, '('), 101, "groups are nested deeper than 100 levels"},
      {"\xC3(", 1, "a byte that is not valid UTF-8"},
  };
  for (const auto& c : cases) {
    const auto regex = Regex::compile_iregexp(c.pattern);
    ASSERT_FALSE(regex) << c.pattern;
    EXPECT_EQ(regex.error().message, "not an I-Regexp (RFC 9485) at character " +
                                         std::to_string(c.character) + ": " + c.message)
        << c.pattern;
  }
}

TEST(IRegexp, RefusesRepetitionsThatMultiply) {
  EXPECT_FALSE(Regex::compile_iregexp("((a{100}){100}){100}"));
}

TEST(Regex, SaysWhatIsWrongWithAPattern) {
  struct {
    const char* pattern;
    const char* message;
  } const cases[] = {
      {"(a", "'(' is not closed, at '(a'"},
      {"a)", "')' closes nothing, at 'a)'"},
      {"[a", "'[' is not closed, at '[a'"},
      {"[z-a]", "a bad range inside a character class, at 'z-a'"},
      {"*a", "there is nothing to repeat, at '*'"},
      {"a**", "two quantifiers in a row, at '**'"},
      {"a{2000}", "a repetition is beyond 1000 or runs backwards, at '{2000}'"},
      {"\\q", "unknown escape, at '\\q'"},
      {"(a)\\1",
       "back references are not supported (they would need backtracking), at "
       "'\\1'"},
      {"(?=a)",
       "look-around and other Perl extensions are not supported (they would "
       "need backtracking), at '(?='"},
      {"a\\", "'\\' stands at the end"},
      {"\xff", "the pattern is not valid UTF-8"},
  };
  for (const auto& c : cases) {
    const auto regex = Regex::compile(c.pattern);
    ASSERT_FALSE(regex) << c.pattern;
    EXPECT_EQ(regex.error().message, std::string("not a valid regular expression: ") + c.message);
  }
}

TEST(Regex, CapturesGroupsOfTheFirstMatch) {
  const auto regex = Regex::compile("id=(\\d+)(?:;v=(\\w+))?");
  ASSERT_TRUE(regex);
  EXPECT_EQ(regex->groups(), 2);
  EXPECT_EQ(regex->capture("x id=17;v=b id=18", 0), "id=17;v=b");
  EXPECT_EQ(regex->capture("x id=17;v=b id=18", 1), "17");
  EXPECT_EQ(regex->capture("x id=17;v=b id=18", 2), "b");
  EXPECT_EQ(regex->capture("id=17", 2), std::nullopt) << "the group took no part";
  EXPECT_EQ(regex->capture("nothing", 0), std::nullopt);
  EXPECT_EQ(regex->capture("id=17", 3), std::nullopt);
  EXPECT_EQ(regex->capture("id=17", -1), std::nullopt);
  EXPECT_EQ(Regex::compile("x*")->capture("", 0), "") << "an empty match is a match";
}

TEST(Regex, TakesTimeInProportionToTheTextWhateverThePattern) {
  const auto regex = Regex::compile("(a*)*(a|aa)+$");
  ASSERT_TRUE(regex);
  EXPECT_FALSE(regex->matches_whole(std::string(100'000, 'a') + "b"));
}

TEST(Regex, DoesNotCareForInvalidUtf8InTheText) {
  const auto regex = Regex::compile("a.b");
  ASSERT_TRUE(regex);
  EXPECT_FALSE(regex->matches_whole("a\xff"));
  EXPECT_TRUE(
      regex->matches_somewhere("\xff"
                               "aéb"));
}

}  // namespace
}  // namespace switchgate
