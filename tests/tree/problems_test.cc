// How mistakes are shown.

#include "checks/tree/problems.h"

#include <string>

#include <gtest/gtest.h>

namespace switchgate::tree {
namespace {

SourceFiles two_files() {
  return {{"a.yaml", "", "one: 1\n\tp95: 250\nlast"}, {"b.yaml", "", "x: é€ y\r\nz: \x1b[31m!\n"}};
}

TEST(Problems, AreShownInOrderOfPlaceEachOnceWithACaret) {
  Problems problems;
  problems.add({1, 1, 10}, "third");
  problems.add({0, 2, 7}, "'p95' expects a duration such as '250ms', got '250'");
  problems.add({0, 1, 1}, "first");
  problems.add({0, 2, 7}, "another there");
  problems.add({0, 2, 7}, "'p95' expects a duration such as '250ms', got '250'");
  EXPECT_EQ(problems.to_text(two_files()),
            "a.yaml:1:1: first\n"
            "  1 | one: 1\n"
            "    | ^\n"
            "a.yaml:2:7: 'p95' expects a duration such as '250ms', got '250'\n"
            "  2 |  p95: 250\n"
            "    |       ^\n"
            "a.yaml:2:7: another there\n"
            "  2 |  p95: 250\n"
            "    |       ^\n"
            "b.yaml:1:10: third\n"
            "  1 | x: é€ y\n"
            "    |       ^\n");
}

TEST(Problems, ShowNothingBelowAMistakeWithoutColumnOrFile) {
  Problems problems;
  problems.add({0, 0, 0}, "cannot be read");
  problems.add({}, "no suite");
  problems.add({1, 2, 0}, "a whole line");
  EXPECT_EQ(problems.to_text(two_files()),
            "no suite\na.yaml: cannot be read\nb.yaml:2: a whole line\n");
}

TEST(Problems, NeutraliseControlCharacters) {
  Problems problems;
  problems.add({1, 2, 8}, "here");
  EXPECT_EQ(problems.to_text(two_files()),
            "b.yaml:2:8: here\n"
            "  2 | z: \\u001b[31m!\n"
            "    |             ^\n");
}

TEST(Problems, CutALongLineAroundTheColumn) {
  const SourceFiles files = {{"l.yaml", "", std::string(200, 'a') + 'X' + std::string(200, 'b')}};
  Problems problems;
  problems.add({0, 1, 201}, "here");
  EXPECT_EQ(problems.to_text(files), "l.yaml:1:201: here\n  1 | …" + std::string(60, 'a') + 'X' +
                                         std::string(49, 'b') + "…\n    | " + std::string(61, ' ') +
                                         "^\n");
}

TEST(Problems, PutTheCaretBehindTheEndForAColumnBeyondIt) {
  Problems problems;
  problems.add({0, 3, 99}, "here");
  problems.add({0, 77, 2}, "nowhere");
  EXPECT_EQ(problems.to_text(two_files()),
            "a.yaml:3:99: here\n  3 | last\n    |     ^\n"
            "a.yaml:77:2: nowhere\n  77 | \n     | ^\n");
}

TEST(Problems, KeepWarningsApart) {
  Problems problems;
  problems.add_warning({0, 1, 1}, "rather short");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(problems.to_text(two_files()), "");
  EXPECT_EQ(problems.warnings_to_text(two_files()),
            "a.yaml:1:1: warning: rather short\n  1 | one: 1\n    | ^\n");
}

}  // namespace
}  // namespace switchgate::tree
