// Trees over one another: what wins, what joins, what is removed, and what cannot be decided.

#include "checks/tree/merge.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/json/value.h"
#include "checks/yaml/parser.h"

namespace switchgate::tree {
namespace {

using Lines = std::vector<std::string>;

struct Outcome {
  std::string json;
  Lines conflicts;  // "path 0:1:4 1:1:4"
  Lines idle;
};

std::string place(const SourcePos& pos) {
  return std::to_string(pos.file) + ':' + std::to_string(pos.line) + ':' +
         std::to_string(pos.column);
}

// `texts` are the layers, the lowest first, each its own source.
Outcome merge_texts(const Lines& texts, const MergeRules& rules) {
  SourceFiles files;
  Problems problems;
  std::vector<Node> roots;
  for (const std::string& text : texts) {
    files.push_back({"t.yaml", "", text});
    auto root = yaml::parse(files, static_cast<int>(files.size()) - 1, problems);
    EXPECT_TRUE(root) << text;
    roots.push_back(root ? *std::move(root) : Node{});
  }
  std::vector<Layer> layers;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    layers.push_back({&roots[i], i});
  }
  const Merged merged = merge(layers, rules);
  Outcome out{json::to_text(to_json(merged.root)), {}, {}};
  for (const Conflict& conflict : merged.conflicts) {
    out.conflicts.push_back(conflict.path + ' ' + place(conflict.first) + ' ' +
                            place(conflict.second));
  }
  for (const IdleNull& idle : merged.idle) {
    out.idle.push_back(idle.path + ' ' + place(idle.pos));
  }
  return out;
}

MergeRules in_order() {
  MergeRules rules;
  rules.wins = [](std::size_t over, std::size_t under) { return over > under; };
  return rules;
}

// The last layer is over all others, which stand side by side.
MergeRules last_over_siblings(std::size_t last) {
  MergeRules rules;
  rules.wins = [last](std::size_t over, std::size_t under) { return over == last && under < last; };
  return rules;
}

TEST(Merge, LaysEachLayerOverTheOnesBelow) {
  struct Case {
    Lines layers;
    const char* merged;
  };
  const std::vector<Case> cases = {
      {{"a: 1"}, R"({"a":1})"},
      {{"a: 1", "b: 2"}, R"({"a":1,"b":2})"},
      {{"a: 1", "a: 2"}, R"({"a":2})"},
      {{"a: {x: 1, y: 1}", "a: {y: 2, z: 2}"}, R"({"a":{"x":1,"y":2,"z":2}})"},
      {{"a: {b: {c: 1}}", "a: {b: {d: 2}}"}, R"({"a":{"b":{"c":1,"d":2}}})"},
      {{"a: [1, 2]", "a: [3]"}, R"({"a":[3]})"},
      {{"a: {x: 1}", "a: 2"}, R"({"a":2})"},
      {{"a: 2", "a: {x: 1}"}, R"({"a":{"x":1}})"},
      {{"a: 1\nb: 1", "a: null"}, R"({"b":1})"},
      {{"a: {x: 1, y: 1}", "a: {x: null}"}, R"({"a":{"y":1}})"},
      {{"a: {x: 1}", "a: {x: null}"}, R"({"a":{}})"},
      {{"a: {x: 1}", "a: null", "a: {y: 2}"}, R"({"a":{"y":2}})"},
      {{"a: {x: 1}", "a: 5", "a: {y: 2}"}, R"({"a":{"y":2}})"},
      {{"a: 1", "a: null", "a: null"}, "{}"},
      {{"a: null"}, R"({"a":null})"},
      {{"b: 1", "a: null"}, R"({"b":1,"a":null})"},
      {{"a: null", "a: 1"}, R"({"a":1})"},
      {{"a: 1", "a:"}, R"({"a":null})"},  // nothing was written: its reader says so
      {{"z: 1\na: 1", "b: 1\na: 2\nz: 2"}, R"({"z":2,"a":2,"b":1})"},
      {{"v: 1.1", "v: 1.10"}, R"({"v":1.10})"},
      {{"{}", "{}"}, "{}"},
  };
  for (const Case& c : cases) {
    const Outcome outcome = merge_texts(c.layers, in_order());
    EXPECT_EQ(outcome.json, c.merged) << c.layers.front() << " <- " << c.layers.back();
    EXPECT_EQ(outcome.conflicts, Lines{});
    EXPECT_EQ(outcome.idle, Lines{});
  }
}

TEST(Merge, KeepsThePlaceOfEveryNode) {
  const SourceFiles files = {{"low.yaml", "", "a:\n  x: 1\n  y: 1\n"},
                             {"high.yaml", "", "\n\na:\n  y: 2\n"}};
  Problems problems;
  const auto low = yaml::parse(files, 0, problems);
  const auto high = yaml::parse(files, 1, problems);
  ASSERT_TRUE(low && high);
  const Merged merged = merge({{&*low, 0}, {&*high, 1}}, in_order());
  const Node* a = merged.root.find("a");
  ASSERT_NE(a, nullptr);
  EXPECT_EQ(a->find("x")->pos, (SourcePos{0, 2, 6}));
  EXPECT_EQ(a->find("y")->pos, (SourcePos{1, 4, 6}));
  EXPECT_EQ(merged.root.entries.front().key_pos, (SourcePos{1, 3, 1}));
}

TEST(Merge, TellsWhereSiblingsDifferUnlessOneAboveBothDecides) {
  struct Case {
    Lines layers;  // the last one is over the others
    const char* merged;
    Lines conflicts;
  };
  const std::vector<Case> cases = {
      {{"a: 1", "a: 2", "b: 1"}, R"({"a":2,"b":1})", {"a 0:1:4 1:1:4"}},
      {{"a: 1", "a: 1", "b: 1"}, R"({"a":1,"b":1})", {}},
      {{"a: 1", "a: 2", "a: 3"}, R"({"a":3})", {}},
      {{"a: 1", "a: 2", "a: null"}, "{}", {}},
      {{"a: {x: 1}", "a: {y: 2}", "{}"}, R"({"a":{"x":1,"y":2}})", {}},
      {{"a: {x: 1}", "a: {x: 2}", "{}"}, R"({"a":{"x":2}})", {"a.x 0:1:8 1:1:8"}},
      {{"a: {x: 1}", "a: {x: 2}", "a: {x: 3}"}, R"({"a":{"x":3}})", {}},
      {{"a: {x: 1}", "a: 7", "{}"}, R"({"a":7})", {"a 0:1:4 1:1:4"}},
      {{"a: {x: 1}", "a: 7", "a: {y: 1}"}, R"({"a":{"x":1,"y":1}})", {}},
      {{"a: [1]", "a: [1]", "{}"}, R"({"a":[1]})", {}},
      {{"a: [1]", "a: [1, 2]", "{}"}, R"({"a":[1,2]})", {"a 0:1:4 1:1:4"}},
      {{"a: '1'", "a: 1", "{}"}, R"({"a":1})", {"a 0:1:4 1:1:4"}},
      {{"a: null", "a: {x: 1}", "{}"}, R"({"a":{"x":1}})", {"a 0:1:4 1:1:4"}},
      {{"a: 1", "a: 2", "a: 3", "{}"}, R"({"a":3})", {"a 0:1:4 2:1:4"}},
  };
  for (const Case& c : cases) {
    const Outcome outcome = merge_texts(c.layers, last_over_siblings(c.layers.size() - 1));
    EXPECT_EQ(outcome.json, c.merged) << c.layers[0] << " | " << c.layers[1];
    EXPECT_EQ(outcome.conflicts, c.conflicts) << c.layers[0] << " | " << c.layers[1];
  }
}

TEST(Merge, JoinsListsBelowTheRootWhereItIsAskedTo) {
  MergeRules rules = in_order();
  rules.unite_lists = true;
  EXPECT_EQ(merge_texts({"s: [a, b]", "s: [b, c]"}, rules).json, R"({"s":["a","b","c"]})");
  EXPECT_EQ(merge_texts({"c: [{x: 1}]", "c: [{x: 1}]"}, rules).json, R"({"c":[{"x":1},{"x":1}]})");
  EXPECT_EQ(merge_texts({"d: {l: [1]}", "d: {l: [2]}"}, rules).json, R"({"d":{"l":[2]}})");
  EXPECT_EQ(merge_texts({"s: [a]", "s: null"}, rules).json, "{}");
}

TEST(Merge, LeavesOutANullOfTheRemoverThatHadNothingToRemove) {
  MergeRules rules = in_order();
  rules.remover = 1;
  const Outcome outcome =
      merge_texts({"a: {x: 1}\nn: null", "a: {x: null, y: null}\nb: null"}, rules);
  EXPECT_EQ(outcome.json, R"({"a":{},"n":null})");
  EXPECT_EQ(outcome.idle, (Lines{"a.y 1:1:17", "b 1:2:4"}));
}

}  // namespace
}  // namespace switchgate::tree
