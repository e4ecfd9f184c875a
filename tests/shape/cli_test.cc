// The command `switchgate shape`, as its users call it.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "tests/support/golden.h"

namespace switchgate::cli {
namespace {

struct Answer {
  int status = -1;
  std::string out;
  std::string err;
};

class ShapeCommand : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / (std::string("shape_") + test->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path) << text;
    return path;
  }

  static Answer run(const ShapeOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = shape(options, out, err);
    return {status, out.str(), err.str()};
  }

  static Answer diff(std::vector<std::string> before, std::vector<std::string> after,
                     bool as_json = false) {
    return run({std::move(before), std::move(after), true, as_json});
  }

  std::filesystem::path folder_;
};

TEST_F(ShapeCommand, PrintsTheJoinedShape) {
  ShapeOptions options;
  options.files = {file("a.json", R"({"id": 1, "tags": ["x"]})"), file("b.json", R"({"id": 2})")};
  const Answer answer = run(options);
  EXPECT_EQ(answer.status, kOpen);
  EXPECT_EQ(answer.out,
            "{\n"
            "  id: integer;\n"
            "  tags?: string[];  // 1 of 2\n"
            "}\n");
  EXPECT_EQ(answer.err, "");
  options.as_json = true;
  EXPECT_EQ(run(options).out, R"({
  "object": {
    "n": 2,
    "properties": {
      "id": {"number": {"n": 2}},
      "tags": {"array": {"items": {"string": {"plain": 1}}, "max_items": 1, "min_items": 1, "n": 1}}
    }
  }
}
)");
}

TEST_F(ShapeCommand, PrintsChangesWorstFirst) {
  const std::string before = file("old.json", R"({"a": {"b": 1}, "z": "x"})");
  const std::string after = file("new.json", R"({"a": {"b": 1, "c": 1}, "z": 1})");
  const Answer answer = diff({before}, {after});
  EXPECT_EQ(answer.status, kClosed);
  EXPECT_EQ(answer.out,
            "--- old (1 sample)\n"
            "+++ new (1 sample)\n"
            "@@ -1,6 +1,7 @@\n"
            " {\n"
            "   a: {\n"
            "     b: integer;\n"
            "+    c: integer;\n"
            "   };\n"
            "-  z: string;\n"
            "+  z: integer;\n"
            " }\n"
            "\n"
            "error    shape/kind-changed: $.z was a string in the only old "
            "sample and is an "
            "integer in the only new sample\n"
            "         contract step: no order is safe; send the new kind under a new name, then "
            "remove the old one\n"
            "note     shape/property-added: $.a.c is new: present in the only "
            "new sample and "
            "missing from the only old sample\n"
            "         expand step: safe at once; readers rely on it after the last old instance is "
            "gone\n"
            "1 breaking change, 0 warnings, 1 note\n"
            "1 addition, 1 widening\n");
}

TEST_F(ShapeCommand, IsOpenWhenNothingBreaks) {
  const std::string before = file("old.json", R"({"a": 1})");
  const std::string after = file("new.json", R"({"a": 1, "b": 2})");
  EXPECT_EQ(diff({before}, {after}).status, kOpen);
  const Answer same = diff({before}, {before, before});
  EXPECT_EQ(same.status, kOpen);
  EXPECT_EQ(same.out, "The shapes are the same.\n");
}

TEST_F(ShapeCommand, PrintsChangesAsJson) {
  const Answer answer = diff({file("old.json", R"({"a": 1})")}, {file("new.json", "{}")}, true);
  EXPECT_EQ(answer.status, kClosed);
  EXPECT_EQ(answer.out, R"({
  "breaking": true,
  "changes": [
    {
      "rule": "shape/property-removed",
      "level": "error",
      "path": "$.a",
      "message": "$.a was present in the only old sample and is missing from the only new sample",
      "before": "integer, present in 1 of 1 sample",
      "after": "present in 0 of 1 sample",
      "everywhere": true,
      "phase": "contract",
      "order": "safe only after no reader uses it; readers first",
      "old_hits": 1,
      "old_n": 1,
      "new_hits": 0,
      "new_n": 1
    }
  ]
}
)");
}

constexpr const char* kOldOrders =
    R"([{"id": 1, "total": 5, "buyer": {"mail": "a@example.com"}, "state": "paid", "note": "x"},
        {"id": 2, "total": 7, "buyer": {"mail": "b@example.com"}, "state": "open"}])";
constexpr const char* kNewOrders =
    R"([{"id": 1, "total": 5.5, "buyer": null, "state": "paid", "currency": "EUR"},
        {"id": 2, "total": 7, "buyer": {"mail": "b@example.com"}, "state": "open", "note": "y",
         "currency": "EUR"}])";

TEST_F(ShapeCommand, ShowsADiffOfThePictures) {
  const Answer answer = diff({file("old.json", kOldOrders)}, {file("new.json", kNewOrders)});
  EXPECT_EQ(answer.status, kClosed);
  EXPECT_TRUE(support::matches_golden("shape/diff.txt", answer.out));
}

TEST_F(ShapeCommand, PrintsWhatItsPageShows) {
  std::ostringstream page;
  page << std::ifstream(SWITCHGATE_SOURCE_DIR "/checks/shape/README.md").rdbuf();
  const std::string folder = SWITCHGATE_SOURCE_DIR "/tests/cases/shape-pictures/";
  ShapeOptions one;
  one.files = {folder + "monday.json"};
  for (const Answer& answer :
       {run(one), diff({folder + "monday.json"}, {folder + "tuesday.json"})}) {
    EXPECT_NE(page.str().find('\n' + answer.out + "```"), std::string::npos) << answer.out;
  }
}

TEST_F(ShapeCommand, ColoursOnlyWhenAsked) {
  ShapeOptions options;
  options.files = {file("old.json", kOldOrders)};
  options.new_files = {file("new.json", kNewOrders)};
  options.diff = true;
  EXPECT_EQ(run(options).out.find('\x1b'), std::string::npos);
  options.colour = true;
  EXPECT_TRUE(support::matches_golden("shape/diff-colour.txt", run(options).out));
}

TEST_F(ShapeCommand, ShowsNoPictureWhereItLooksTheSame) {
  const Answer answer =
      diff({file("old.json", R"({"id": 1})")}, {file("new.json", R"({"id": 3000000000})")});
  EXPECT_TRUE(answer.out.starts_with("warning  shape/integer-range: ")) << answer.out;
}

TEST_F(ShapeCommand, PrintsAJsonSchemaOfOneShape) {
  ShapeOptions options;
  options.files = {file("a.json", R"({"id": 1})"), file("b.json", R"({"id": 2, "tag": null})")};
  options.as_schema = true;
  EXPECT_EQ(run(options).out, R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "id": {
      "type": "integer"
    },
    "tag": {
      "type": "null"
    }
  },
  "required": [
    "id"
  ]
}
)");
  options.diff = true;
  options.new_files = options.files;
  EXPECT_EQ(run(options).status, kUsage);
}

TEST_F(ShapeCommand, TellsEveryUnusableFile) {
  const std::string good = file("good.json", "{}");
  const std::string bad = file("bad.json", "{\"a\": }");
  const Answer answer = diff({bad, good}, {(folder_ / "none.json").string()});
  EXPECT_EQ(answer.status, kUsage);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("bad.json' is not valid JSON at line 1"), std::string::npos)
      << answer.err;
  EXPECT_NE(answer.err.find("cannot read '"), std::string::npos) << answer.err;
  EXPECT_NE(answer.err.find("No such file"), std::string::npos) << answer.err;
}

TEST_F(ShapeCommand, SaysWhatIsMissing) {
  EXPECT_EQ(run({}).status, kUsage);
  const Answer answer = diff({file("old.json", "{}")}, {});
  EXPECT_EQ(answer.status, kUsage);
  EXPECT_NE(answer.err.find("shape diff OLD... -- NEW..."), std::string::npos);
}

TEST_F(ShapeCommand, WarnsOfMembersWrittenTwice) {
  ShapeOptions options;
  options.files = {file("a.json", R"({"a": 1, "a": "x"})")};
  const Answer answer = run(options);
  EXPECT_EQ(answer.status, kOpen);
  EXPECT_NE(answer.err.find("/a more than once"), std::string::npos) << answer.err;
  EXPECT_EQ(answer.out, "{\n  a: string;\n}\n");
}

}  // namespace
}  // namespace switchgate::cli
