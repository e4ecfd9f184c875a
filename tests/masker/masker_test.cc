// Secrets stay hidden in every form in which programs write them.

#include "checks/model/masker.h"

#include <string>

#include <gtest/gtest.h>

#include "checks/base/sha256.h"
#include "checks/base/text.h"

namespace switchgate {
namespace {

Masker with(const std::string& value) {
  Masker masker;
  masker.add("TOKEN", value);
  return masker;
}

TEST(Masker, HidesThePlainValueWhereverItStands) {
  EXPECT_EQ(with("s3cr3t!").mask("a s3cr3t! b s3cr3t!s3cr3t!"),
            "a ***TOKEN*** b ***TOKEN******TOKEN***");
  EXPECT_EQ(with("s3cr3t!").mask("nothing"), "nothing");
  EXPECT_EQ(with("").mask("nothing"), "nothing");
  EXPECT_TRUE(with("").empty());
}

TEST(Masker, HidesBase64InEveryAlignment) {
  const std::string secret = "hunter2-and-more";
  for (const std::string before : {"", "a", "ab", "abc", "user:", "longer-user:"}) {
    for (const std::string after : {"", "x", "xy", "xyz"}) {
      const std::string encoded = base64_encode(before + secret + after);
      const std::string masked = with(secret).mask("Basic " + encoded);
      EXPECT_NE(masked.find("***TOKEN***"), std::string::npos) << before << '|' << after;
      // What is left encodes what stood around it, and at most one digit at
      // each end of the secret.
      EXPECT_LE(masked.size(), 6 + 11 + 4 + ((before.size() + after.size() + 4) / 3) * 4);
    }
  }
}

TEST(Masker, HidesTheAlphabetOfUrls) {
  const std::string secret = "\xfb\xff\xbf\xfb\xff";
  std::string encoded = base64_encode(secret);
  ASSERT_NE(encoded.find('/'), std::string::npos);
  encoded = replace_all(replace_all(encoded, "+", "-"), "/", "_");
  EXPECT_EQ(with(secret).mask(encoded), "***TOKEN***");
}

TEST(Masker, HidesEscapedForms) {
  const Masker masker = with("p/a \"b\"\n&\x01z");
  for (const std::string form :
       {R"(p/a \"b\"\n&\u0001z)", R"(p\/a \"b\"\n&\u0001z)", "p%2Fa%20%22b%22%0A%26%01z",
        "p%2fa%20%22b%22%0a%26%01z", "p%2Fa+%22b%22%0A%26%01z", R"(p/a "b"\n&\u0001z)"}) {
    EXPECT_EQ(masker.mask("<" + form + ">"), "<***TOKEN***>") << form;
  }
}

TEST(Masker, HidesWhateverReadersUnderstandAsTheSecret) {
  const std::string secret = "p@ss/w\xC3\xB6rd!&\"<+ x";
  const Masker masker = with(secret);
  for (const std::string form : {
           R"(p@ss\/w\u00f6rd!&\"<+ x)",                    // ASCII-only JSON
           R"(p@ss/w\u00F6rd!\u0026\u0022\u003c\u002B x)",  // JSON made harmless for HTML
           "p%40ss/w%C3%B6rd!%26%22%3c%2b%20x",             // encodeURI leaves some
           "p%40ss%2Fw%C3%B6rd!&%22%3C%2B+x",               // a form
           "p@ss/w&#246;rd!&amp;&quot;&lt;&#x2B; x",        // HTML
       }) {
    EXPECT_EQ(masker.mask("<" + form + ">"), "<***TOKEN***>") << form;
  }
  const std::string encoded = percent_encode(base64_encode("user:" + secret));
  EXPECT_NE(masker.mask(encoded).find("***TOKEN***"), std::string::npos) << encoded;
}

TEST(Masker, HidesASecretThatAnExcerptCut) {
  const Masker masker = with("correct-horse-battery");
  EXPECT_EQ(masker.mask("is correct-horse…, was corr… and cor…"),
            "is ***TOKEN***…, was ***TOKEN***… and cor…");
  EXPECT_EQ(masker.mask("correct-horse …"), "correct-horse …");
  EXPECT_EQ(masker.mask(excerpt("x: correct-horse-battery", 12)), "x: ***TOKEN***…");
}

TEST(Masker, HidesWhatAFilterMadeOfASecret) {
  Masker masker = with("correct-horse");
  masker.derive("id:correct-horse", "e3b0c44298fc");
  masker.derive("innocent", "1234567890ab");
  EXPECT_EQ(masker.mask("a e3b0c44298fc b 1234567890ab"), "a ***TOKEN*** b 1234567890ab");
  EXPECT_EQ(masker.mask(base64_encode("e3b0c44298fc")), "***TOKEN***");
  EXPECT_EQ(masker.shell_word("e3b0c44298fc"), R"("${TOKEN_AS_SENT:?}")");
  EXPECT_EQ(masker.find("-e3b0c44298fc-"), "TOKEN");
  EXPECT_EQ(masker.find("innocent"), std::nullopt);
  masker.add_form("TOKEN", "abc");  // too short to mean anything
  EXPECT_EQ(masker.mask("abc"), "abc");
}

TEST(Masker, KeepsTheFirstNameOfAValueAndHidesShortOnes) {
  Masker masker = with("s3cr3t");
  masker.add("again", "s3cr3t");
  masker.add("pin", "07");
  EXPECT_EQ(masker.mask("s3cr3t 07 7"), "***TOKEN*** ***pin*** 7");
}

TEST(Masker, FindsOneOfTenThousandAsQuicklyAsOneOfTen) {
  Masker masker;
  for (int i = 0; i < 10'000; ++i) {
    masker.add("T" + std::to_string(i), "token-" + std::to_string(i * 7919 + 100'000'000));
  }
  std::string masked;
  for (int i = 0; i < 1'000; ++i) {  // minutes, if each secret were looked for in turn
    masked = masker.mask("a line of the usual length with token-" +
                         std::to_string(5000 * 7919 + 100'000'000) + " in it");
  }
  EXPECT_EQ(masked, "a line of the usual length with ***T5000*** in it");
}

TEST(Masker, LeavesNoEndOfOverlappingSecrets) {
  Masker masker;
  masker.add("A", "abcd");
  masker.add("B", "cdefgh");
  masker.add("C", "abcdxyz");
  EXPECT_EQ(masker.mask("abcdefgh"), "***B***");
  EXPECT_EQ(masker.mask("-abcdxyz-abcd-"), "-***C***-***A***-");
}

TEST(Masker, WritesAShellWordWithReferences) {
  const Masker masker = with("s3cr3t");
  EXPECT_EQ(masker.shell_word("Authorization: Bearer s3cr3t"),
            "'Authorization: Bearer '\"$TOKEN\"");
  EXPECT_EQ(masker.shell_word("s3cr3t"), "\"$TOKEN\"");
  Masker sharp;
  sharp.add("TOKEN", "a&b c");
  for (const char* encoded : {"a%26b%20c", "a%26b+c"}) {
    EXPECT_EQ(
        sharp.shell_word(std::string("q=") + encoded + "&r"),
        R"sh('q='"$(printf %s "$TOKEN" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')"'&r')sh");
  }
  EXPECT_EQ(sharp.shell_word("q=a&b c"), R"('q='"$TOKEN")");
  EXPECT_EQ(masker.shell_word("it's"), R"('it'\''s')");
  EXPECT_EQ(masker.shell_word(""), "''");
  EXPECT_EQ(masker.shell_word("x " + base64_encode("s3cr3t")),
            R"sh('x '"$(printf %s "$TOKEN" | base64 | tr -d '\n')")sh");
  Masker filtered = with("s3cr3t");
  filtered.derive("s3cr3t", sha256_hex("s3cr3t"));
  EXPECT_EQ(filtered.shell_word(sha256_hex("s3cr3t")),
            R"sh("$(printf %s "$TOKEN" | sha256sum | cut -d ' ' -f 1)")sh");
  Masker odd;
  odd.add("2nd-token", "s3cr3t");
  EXPECT_EQ(odd.shell_word("s3cr3t"), "\"$_2nd_token\"");
}

TEST(Masker, WritesWhatItsNameHidesAsAVariable) {
  const Masker masker = with("s3cr3t");
  const std::string text = "a=s3cr3t&b=x%20y&c=s3cr3t-z";
  const std::vector<Masker::Named> named = {
      {2, 6, "A", false}, {11, 5, "B", true}, {19, 8, "C", false}};
  EXPECT_EQ(
      masker.shell_word(text, named),
      R"sh('a='"$TOKEN"'&b='"$(printf %s "$B" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')"'&c='"$C")sh");
}

TEST(Masker, HidesPiecesThatAReaderQuotes) {
  const Masker masker = with("alpha7 beta8 gamma9");
  const std::string source = "<html>alpha7 beta8 gamma9</html>";
  EXPECT_EQ(masker.mask_quotes("found '<html>alpha7'", source), "found '<html>***TOKEN***'");
  EXPECT_EQ(masker.mask_quotes("found 'eta8 ga' at 'lph'", source), "found '***TOKEN***' at 'lph'");
  EXPECT_EQ(masker.mask_quotes("alpha7 beta8 gamma9", source), "***TOKEN***");
  EXPECT_EQ(masker.mask_quotes("found 'alpha7'", "alpha7 alone is no secret"), "found 'alpha7'");
}

TEST(Masker, KnowsNamesWhoseValuesAreAlwaysHidden) {
  for (const char* name :
       {"Authorization", "proxy-authorization", "COOKIE", "Set-Cookie", "X-Csrf-Token",
        "client_secret", "passwordHash", "X-Api-Key", "pwd", "token_type", "X-Authorization"}) {
    EXPECT_TRUE(Masker::sensitive_name(name)) << name;
  }
  for (const char* name :
       {"Accept", "X-Cookie-Policy", "Authorization-Hint", "session", "key", ""}) {
    EXPECT_FALSE(Masker::sensitive_name(name)) << name;
  }
}

}  // namespace
}  // namespace switchgate
