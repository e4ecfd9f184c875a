// Ignored nodes and reordered arrays, by JSONPath.

#include "checks/shape/order.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/shape/prune.h"
#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

std::vector<json::Path> paths(std::initializer_list<std::string_view> expressions) {
  std::vector<json::Path> parsed;
  for (const std::string_view expression : expressions) {
    Result<json::Path> path = json::Path::parse(expression);
    EXPECT_TRUE(path.ok()) << expression;
    if (path) parsed.push_back(*path);
  }
  return parsed;
}

std::string pruned(std::string_view text, std::initializer_list<std::string_view> ignore) {
  const Result<json::Value> value = prune(parse(text), paths(ignore));
  return value ? json::to_text(*value) : value.error().message;
}

TEST(Prune, RemovesEverySelectedNode) {
  EXPECT_EQ(pruned(R"({"a":1,"debug":{"x":1}})", {"$.debug"}), R"({"a":1})");
  EXPECT_EQ(pruned(R"({"a":[{"trace_id":1,"b":2}],"trace_id":3})", {"$..trace_id"}),
            R"({"a":[{"b":2}]})");
  EXPECT_EQ(pruned(R"([1,2,3])", {"$[0]", "$[2]"}), "[2]");
  EXPECT_EQ(pruned(R"({"a":{"b":1}})", {"$.a", "$.a.b"}), "{}");
  EXPECT_EQ(pruned(R"({"a":1})", {"$"}), "null");
  EXPECT_EQ(pruned(R"({"a":1})", {"$.b"}), R"({"a":1})");
  EXPECT_EQ(pruned(R"({"a":1})", {}), R"({"a":1})");
}

std::vector<std::string> order(std::string_view live, std::string_view candidate,
                               std::initializer_list<std::string_view> ordered = {}) {
  std::vector<std::string> lines;
  const Result<std::vector<Change>> changes =
      compare_order(parse(live), parse(candidate), paths(ordered));
  if (!changes) return {changes.error().message};
  for (const Change& change : *changes) {
    lines.push_back(std::string(name_of(change.level)) + " " + change.rule + " " + change.path);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Order, IsANoteUnlessTheSuiteListsTheArray) {
  EXPECT_EQ(order("[1,2,3]", "[3,1,2]"), Lines{"note shape/array-reordered $"});
  EXPECT_EQ(order("[1,2,3]", "[3,1,2]", {"$"}), Lines{"error shape/array-reordered $"});
  EXPECT_EQ(order("[1,2,3]", "[1,2,3]", {"$"}), Lines{});
  EXPECT_EQ(order(R"({"steps":[1,2],"tags":["a","b"]})", R"({"steps":[2,1],"tags":["b","a"]})",
                  {"$.steps"}),
            (Lines{"error shape/array-reordered $.steps", "note shape/array-reordered $.tags"}));
}

TEST(Order, ComparesMultisetsByValue) {
  EXPECT_EQ(order("[1,1,2]", "[1,2,2]"), Lines{});
  EXPECT_EQ(order("[1,2]", "[1,2,3]"), Lines{});
  EXPECT_EQ(order("[1.0,2]", "[2.0,1]"), Lines{"note shape/array-reordered $"});
  EXPECT_EQ(order(R"([{"a":1,"b":2},{"c":3}])", R"([{"c":3},{"b":2,"a":1}])"),
            Lines{"note shape/array-reordered $"});
  EXPECT_EQ(order(R"(["1",1])", R"([1,"1"])"), Lines{"note shape/array-reordered $"});
  EXPECT_EQ(order(R"(["a",null,true])", R"([true,null,"b"])"), Lines{});
}

TEST(Order, TellsAPlaceOnce) {
  EXPECT_EQ(
      order(R"([{"t":[1,2]},{"t":[3,4]},{"t":[5,6]}])", R"([{"t":[2,1]},{"t":[4,3]},{"t":[5,6]}])"),
      Lines{"note shape/array-reordered $[*].t"});
  EXPECT_EQ(order(R"([{"t":[1,2]},{"t":[3,4]}])", R"([{"t":[2,1]},{"t":[4,3]}])", {"$[1].t"}),
            Lines{"error shape/array-reordered $[*].t"});
}

TEST(Order, TakesLargeArraysOfEqualElements) {
  std::string zeros = "[1";
  for (int i = 0; i < 20000; ++i) zeros += ",0";
  std::string moved = zeros.substr(0, 1) + zeros.substr(3) + ",1]";
  zeros += "]";
  EXPECT_EQ(order(zeros, moved), Lines{"note shape/array-reordered $"});
}

}  // namespace
}  // namespace switchgate::shape
