// Unified differences of lines.

#include "checks/base/line_diff.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

using Lines = std::vector<std::string>;

Lines letters(const std::string& text) {
  Lines lines;
  for (const char c : text) lines.emplace_back(1, c);
  return lines;
}

// "@@ -1,2 +1,2 @@ a -b +c"
std::string unified(const std::string& before, const std::string& after, std::size_t context) {
  const Lines old_lines = letters(before);
  const Lines new_lines = letters(after);
  std::string out;
  for (const Hunk& hunk : hunks_of(diff_lines(old_lines, new_lines), context)) {
    out += hunk.header();
    for (const DiffLine& line : hunk.lines) {
      out += line.edit == LineEdit::kSame      ? " " + old_lines[line.before]
             : line.edit == LineEdit::kRemoved ? " -" + old_lines[line.before]
                                               : " +" + new_lines[line.after];
    }
    out += '\n';
  }
  return out;
}

TEST(LineDiff, HasNoHunkForEqualTexts) {
  EXPECT_EQ(unified("abc", "abc", 3), "");
  EXPECT_EQ(unified("", "", 3), "");
}

TEST(LineDiff, WritesHunksAsDiffDoes) {
  EXPECT_EQ(unified("abc", "axc", 1), "@@ -1,3 +1,3 @@ a -b +x c\n");
  EXPECT_EQ(unified("", "ab", 3), "@@ -0,0 +1,2 @@ +a +b\n");
  EXPECT_EQ(unified("ab", "", 3), "@@ -1,2 +0,0 @@ -a -b\n");
  EXPECT_EQ(unified("abc", "abcd", 0), "@@ -3,0 +4 @@ +d\n");
}

TEST(LineDiff, KeepsFarDifferencesApartAndJoinsNearOnes) {
  EXPECT_EQ(unified("1abcdef2", "3abcdef4", 1),
            "@@ -1,2 +1,2 @@ -1 +3 a\n@@ -7,2 +7,2 @@ f -2 +4\n");
  EXPECT_EQ(unified("1ab2", "3ab4", 1), "@@ -1,4 +1,4 @@ -1 +3 a b -2 +4\n");
}

// Both texts can be read off the edits, and what is the same is the same in both.
TEST(LineDiff, LosesNoLineOfRandomTexts) {
  std::mt19937 engine(7);
  for (int round = 0; round < 300; ++round) {
    Lines before;
    Lines after;
    for (Lines* side : {&before, &after}) {
      for (auto n = engine() % 12; n > 0; --n) side->emplace_back(1, "abc"[engine() % 3]);
    }
    Lines left;
    Lines right;
    for (const DiffLine& line : diff_lines(before, after)) {
      if (line.edit != LineEdit::kAdded) left.push_back(before[line.before]);
      if (line.edit != LineEdit::kRemoved) right.push_back(after[line.after]);
      if (line.edit == LineEdit::kSame) {
        EXPECT_EQ(before[line.before], after[line.after]);
      }
    }
    EXPECT_EQ(left, before);
    EXPECT_EQ(right, after);
  }
}

TEST(LineDiff, TakesTextsThatHaveNothingInCommon) {
  const Lines before(20'000, "a");
  const Lines after(20'000, "b");
  EXPECT_EQ(diff_lines(before, after).size(), 40'000U);
}

}  // namespace
}  // namespace switchgate
