// Secrets stay hidden in every form in which programs write them.

#include "checks/model/masker.h"

#include <string>

#include <gtest/gtest.h>

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
  EXPECT_EQ(masker.shell_word("x " + base64_encode("s3cr3t")), "'x ''***TOKEN***'");
  Masker odd;
  odd.add("2nd-token", "s3cr3t");
  EXPECT_EQ(odd.shell_word("s3cr3t"), "\"$_2nd_token\"");
}

TEST(Masker, KnowsNamesWhoseValuesAreAlwaysHidden) {
  for (const char* name : {"Authorization", "proxy-authorization", "COOKIE", "Set-Cookie",
                           "X-Csrf-Token", "client_secret", "passwordHash"}) {
    EXPECT_TRUE(Masker::sensitive_name(name)) << name;
  }
  for (const char* name : {"Accept", "X-Cookie-Policy", "Authorization-Hint", ""}) {
    EXPECT_FALSE(Masker::sensitive_name(name)) << name;
  }
}

}  // namespace
}  // namespace switchgate
