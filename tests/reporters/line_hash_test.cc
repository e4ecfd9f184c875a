// The vectors were worked out by hand from the definition (the sum over the 100
// units from a line's start of unit * 37^(99-i), modulo 2^64), not by rolling a
// window.

#include "reporters/line_hash.h"

#include <array>

#include <gtest/gtest.h>

namespace switchgate::reporters {
namespace {

using Hashes = std::vector<std::string>;

TEST(LineHash, OfAnEmptyFile) { EXPECT_EQ(line_hashes(""), (Hashes{"c129715d7a2bc9a3:1"})); }

TEST(LineHash, LeavesOutBlanksAndTabs) {
  EXPECT_EQ(line_hashes(" a\nb\n  \t\tc\n d"), (Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                       "180aee12dab6264:1", "a23a3dc5e078b07b:1"}));
  EXPECT_EQ(line_hashes(" a\nb\n  \t\tc\n d"), line_hashes("a\nb\nc\nd"));
}

TEST(LineHash, CountsEmptyLines) {
  EXPECT_EQ(line_hashes("hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
            (Hashes{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
                    "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"}));
}

TEST(LineHash, ReadsEachLineEndAsOne) {
  const Hashes hashes = {"684fabbbec51ad87:1", "822b4786452a74ad:1", "99e53e52013fb78e:1",
                         "4bb3df896bc6a572:1", "f8df28d694955710:1", "c129715d7a2bc9a3:1"};
  EXPECT_EQ(line_hashes("x\ny\r\nz\r\rw\n"), hashes);
  EXPECT_EQ(line_hashes("x\ny\nz\n\nw\n"), hashes);
}

TEST(LineHash, LooksAHundredUnitsAhead) {
  EXPECT_EQ(line_hashes("a\na\na\n" + std::string(250, 'b') + "\nx"),
            (Hashes{"a9660ea3449fc241:1", "db2b9f4567a4d286:1", "4ae1252adb8d383:1",
                    "ff47544e6eb21c78:1", "638816509450efbf:1"}));
}

TEST(LineHash, CountsUtf16Units) {
  EXPECT_EQ(line_hashes("a\xF0\x9F\x98\x80"
                        "b\n\xC3\xA9\n"),
            (Hashes{"48f58ee666736ca8:1", "46b47b20627f8c7a:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHash, NumbersEqualHashes) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "x = 2\nx = 1\nprint(x)\n";
  }
  const Hashes hashes = line_hashes(text);
  ASSERT_EQ(hashes.size(), 121U);
  EXPECT_EQ(hashes[0], "58954dc301527a1b:1");
  EXPECT_EQ(hashes[3], "58954dc301527a1b:2");
  EXPECT_EQ(hashes[5], "f7e0260b5ea1ef8b:2");
}

}  // namespace
}  // namespace switchgate::reporters
