// The golden helper itself: a helper that cannot fail would make every golden
// test worthless.

#include "tests/support/golden.h"

#include <gtest/gtest.h>

namespace switchgate::support {
namespace {

TEST(Golden, ShowsOnlyTheLinesThatDiffer) {
  EXPECT_EQ(describe_difference("a\nb\nc\nd\ne\n", "a\nb\nc\nX\ne\n"),
            "at line 4:\n  b\n  c\n- d\n+ X\n");
}

TEST(Golden, SaysNothingOfEqualTexts) { EXPECT_EQ(describe_difference("a\n", "a\n"), ""); }

TEST(Golden, ShowsAMissingLastNewline) {
  EXPECT_EQ(describe_difference("a\n", "a"), "at line 2:\n  a\n- \n");
}

TEST(Golden, CutsALongDifference) {
  EXPECT_EQ(describe_difference("1\n2\n3\n", "x\ny\nz\n", 2),
            "at line 1:\n- 1\n- 2\n… and 4 lines more\n");
}

TEST(Golden, FailsWhenThereIsNoFile) {
  if (std::getenv("SWITCHGATE_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "golden files are being rewritten";
  }
  EXPECT_FALSE(matches_golden("no/such/file.txt", "text"));
}

}  // namespace
}  // namespace switchgate::support
