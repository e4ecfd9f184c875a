// `switchgate query`: output, exit status and complaints.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <gtest/gtest.h>

#include "runner/cli/commands.h"

namespace switchgate::cli {
namespace {

struct Outcome {
  int status = 0;
  std::string out;
  std::string err;
};

Outcome run(const QueryOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = query(options, out, err);
  return {status, out.str(), err.str()};
}

class Query : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    file_ = testing::TempDir() + "switchgate_query_" + test->name() + ".json";
  }
  void TearDown() override { std::filesystem::remove(file_); }

  Outcome ask(const std::string& expression, const std::string& text, bool paths = false,
              bool as_json = false) {
    std::ofstream(file_, std::ios::binary) << text;
    return run({expression, file_, paths, as_json});
  }

  std::string file_;
};

TEST_F(Query, PrintsOneValueALine) {
  const auto outcome = ask("$.a[*]", R"({"a":[1.0,"x\ny",{"k": [null]}]})");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "1.0\n\"x\\ny\"\n{\"k\":[null]}\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Query, PrintsPaths) {
  EXPECT_EQ(ask("$..k", R"({"a":[{"k":1}],"k":2})", true).out, "$['k']\n$['a'][0]['k']\n");
}

TEST_F(Query, PrintsOneArrayAsJson) {
  EXPECT_EQ(ask("$.*", R"([1,[2]])", false, true).out, "[1,[2]]\n");
  EXPECT_EQ(ask("$.*", R"([1,[2]])", true, true).out, "[\"$[0]\",\"$[1]\"]\n");
  EXPECT_EQ(ask("$.x", "[]", false, true).out, "[]\n");
}

TEST_F(Query, FindingNothingIsNoFailure) {
  const auto outcome = ask("$.absent", "{}");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Query, PointsAtTheMistakeInAnExpression) {
  const auto outcome = ask("$.items[?@.a = 1]", "{}");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "switchgate query: not a valid JSONPath at character 14: expected "
            "',' or ']', found '='; write == "
            "for equality\n"
            "  $.items[?@.a = 1]\n"
            "               ^\n");
}

TEST_F(Query, NamesTheFileThatIsNoJson) {
  const auto outcome = ask("$", "[1,");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "switchgate query: '" + file_ +
                             "' is not valid JSON at line 1, column 4 (byte "
                             "4): expected a value, found the "
                             "end of the text\n");
}

TEST_F(Query, NamesTheFileThatCannotBeRead) {
  const auto missing = run({"$", "/no/such/file.json"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_EQ(missing.err,
            "switchgate query: cannot read '/no/such/file.json': No such file "
            "or directory\n");
  const auto folder = run({"$", testing::TempDir()});
  EXPECT_EQ(folder.status, 2);
  EXPECT_NE(folder.err.find("Is a directory"), std::string::npos) << folder.err;
}

TEST_F(Query, WarnsOfMembersWrittenTwice) {
  const auto outcome = ask("$.a", R"({"a":1,"a":2})");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "2\n");
  EXPECT_EQ(outcome.err,
            "switchgate query: warning: the member /a is written more than "
            "once; the last one counts\n");
}

TEST_F(Query, ReadsStandardInput) {
  for (const char* const file : {"", "-"}) {
    std::istringstream in("[7]");
    auto* const before = std::cin.rdbuf(in.rdbuf());
    const auto outcome = run({"$[0]", file});
    std::cin.rdbuf(before);
    EXPECT_EQ(outcome.out, "7\n");
  }
}

}  // namespace
}  // namespace switchgate::cli
