// What the reader of YAML makes of good documents, and what it says about bad
// ones.

#include "checks/yaml/parser.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"

namespace switchgate::yaml {
namespace {

using tree::Entry;
using tree::Kind;
using tree::Node;

// A tree as one line: kinds and texts, for comparing whole documents.
std::string outline(const Node& node) {
  switch (node.kind) {
    case Kind::kList: {
      std::vector<std::string> parts;
      for (const Node& item : node.items) {
        parts.push_back(outline(item));
      }
      return '[' + join(parts, ", ") + ']';
    }
    case Kind::kMap: {
      std::vector<std::string> parts;
      for (const Entry& entry : node.entries) {
        parts.push_back(entry.key + ": " + outline(entry.value));
      }
      return '{' + join(parts, ", ") + '}';
    }
    case Kind::kString:
      return '"' + node.text + '"';
    case Kind::kNull:
      return node.written ? "null" : "nothing";
    case Kind::kBoolean:
      return "boolean " + node.text;
    case Kind::kInteger:
      return "integer " + node.text;
    case Kind::kNumber:
      return "number " + node.text;
  }
  return "?";
}

// The outline, or the mistakes as they are shown.
std::string read(const std::string& text) {
  const SourceFiles files = {{"s.yaml", "", text}};
  tree::Problems problems;
  const auto root = parse(files, 0, problems);
  EXPECT_EQ(root.has_value(), problems.empty());
  return root ? outline(*root) : problems.to_text(files);
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  const std::vector<Case> cases = {
      {"no", "\"no\""},
      {"on", "\"on\""},
      {"yes", "\"yes\""},
      {"True", "boolean True"},
      {"tRUE", "\"tRUE\""},
      {"12", "integer 12"},
      {"-0", "integer -0"},
      {"0x1F", "integer 0x1F"},
      {"0o17", "integer 0o17"},
      {"017", "integer 017"},
      {"0b1", "\"0b1\""},
      {"1_000", "\"1_000\""},
      {"12:30", "\"12:30\""},
      {"1.10", "number 1.10"},
      {".5", "number .5"},
      {"5.", "number 5."},
      {"1e3", "number 1e3"},
      {"1e", "\"1e\""},
      {".", "\".\""},
      {"+", "\"+\""},
      {"~", "null"},
      {"Null", "null"},
      {"nULL", "\"nULL\""},
      {"'12'", "\"12\""},
      {"\"true\"", "\"true\""},
      {"2026-11-22", "\"2026-11-22\""},
      {"|\n  1\n", "\"1\n\""},
      {"!!str 12", "\"12\""},
      {"!!int '12'", "integer 12"},
      {"!!float 1", "number 1"},
      {"!!bool 'true'", "boolean true"},
      {"!!null ''", "null"},
      {"! 12", "\"12\""},
      {"12345678901234567890123", "integer 12345678901234567890123"},
      {"1e-999", "number 1e-999"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read("k: " + c.text), "{k: " + c.expected + "}") << c.text;
  }
}

TEST(Yaml, TellsAWrittenNullFromAnEmptyValue) {
  const std::vector<Case> cases = {
      {"a:\nnull: 1", "{a: nothing, null: integer 1}"},
      {"a: null\nb: ~", "{a: null, b: null}"},
      {"a: # words\nb: 1", "{a: nothing, b: integer 1}"},
      {"{a: , b: null}", "{a: nothing, b: null}"},
      {"- \n- null\n-", "[nothing, null, nothing]"},
      {"a: &x\nb: *x", "{a: nothing, b: nothing}"},
      {"a: &x null\nb: *x", "{a: null, b: null}"},
      {"? a\n: null", "{a: null}"},
      {"[null, ~]", "[null, null]"},
      {"", "nothing"},
      {"# only words\n", "nothing"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read(c.text), c.expected) << c.text;
  }
}

TEST(Yaml, ReadsCollectionsInEveryStyle) {
  const std::vector<Case> cases = {
      {"a: {b: [1, {c: d}]}", "{a: {b: [integer 1, {c: \"d\"}]}}"},
      {"a:\n- 1\n- b: 2\n  c: 3\n", "{a: [integer 1, {b: integer 2, c: integer 3}]}"},
      {"\"a\": 'it''s'", "{a: \"it's\"}"},
      {"a: ${x}", "{a: \"${x}\"}"},
      {"$.items[*].price: 1", "{$.items[*].price: integer 1}"},
      {"a: >\n  x\n  y\n", "{a: \"x y\n\"}"},
      {"[a: 1, b]", "[{a: integer 1}, \"b\"]"},
      {"\xEF\xBB\xBF"
       "a: 1",
       "{a: integer 1}"},
      {"a: 1\r\nb: 2\r\n", "{a: integer 1, b: integer 2}"},
      {"%YAML 1.2\n---\na: 1\n...\n", "{a: integer 1}"},
      {"1: a\ntrue: b\n", "{1: \"a\", true: \"b\"}"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read(c.text), c.expected) << c.text;
  }
}

TEST(Yaml, MergesWithLocalKeysFirstAndEarlierMappingsBeforeLater) {
  EXPECT_EQ(read("b: &b {x: 1, y: 1}\nd: {y: 2, <<: *b}\n"),
            "{b: {x: integer 1, y: integer 1}, d: {y: integer 2, x: integer 1}}");
  EXPECT_EQ(read("- &b {x: 1}\n- &c {x: 2, y: 2}\n- {<<: [*b, *c], z: 3}\n"),
            "[{x: integer 1}, {x: integer 2, y: integer 2}, {z: integer 3, x: "
            "integer 1, y: integer 2}]");
  EXPECT_EQ(read("{'<<': 1}"), "{<<: integer 1}");
  EXPECT_EQ(read("a: &x [1, 2]\nb: *x\n"),
            "{a: [integer 1, integer 2], b: [integer 1, integer 2]}");
}

TEST(Yaml, PlacesKeysAndScalars) {
  const SourceFiles files = {{"s.yaml", "", "a:\n  - {b: 'x',\n     c: [é, 12]}\n"}};
  tree::Problems problems;
  const auto root = parse(files, 0, problems);
  ASSERT_TRUE(root);
  const Node& item = root->entries[0].value.items[0];
  EXPECT_EQ(root->entries[0].key_pos, (SourcePos{0, 1, 1}));
  EXPECT_EQ(item.pos, (SourcePos{0, 2, 5}));
  EXPECT_EQ(item.entries[0].key_pos, (SourcePos{0, 2, 6}));
  EXPECT_EQ(item.entries[0].value.pos, (SourcePos{0, 2, 9}));
  EXPECT_EQ(item.entries[1].value.items[1].pos, (SourcePos{0, 3, 14}));  // é has two bytes
}

TEST(Yaml, PlacesAnEmptyItemAtItsDash) {
  const SourceFiles files = {{"s.yaml", "", "a:\n  -\n  - 1\n  -\n"}};
  tree::Problems problems;
  const auto root = parse(files, 0, problems);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->entries[0].value.items[0].pos, (SourcePos{0, 2, 3}));
  EXPECT_EQ(root->entries[0].value.items[2].pos, (SourcePos{0, 4, 3}));
}

TEST(Yaml, SaysWhatIsWrongAndWhere) {
  const std::vector<Case> cases = {
      {"a: 1\nb: 2\na: 3\n",
       "s.yaml:3:1: the key 'a' stands here twice, first at line 1, column 1\n"
       "  3 | a: 3\n"
       "    | ^\n"},
      {"name: a: b\n",
       "s.yaml:1:8: a second ': ' cannot stand here: put the value into single "
       "quotes, or check the "
       "indentation\n"
       "  1 | name: a: b\n"
       "    |        ^\n"},
      {"x: {get: ${id}}\n",
       "s.yaml:1:11: expected ',' or '}' here; inside { } and [ ], put single "
       "quotes around "
       "JSONPaths, patterns and ${…}\n"
       "  1 | x: {get: ${id}}\n"
       "    |           ^\n"},
      {"json: {$.items[0]: 1}\n",
       "s.yaml:1:15: expected ',' or '}' here; inside { } and [ ], put single "
       "quotes around "
       "JSONPaths, patterns and ${…}\n"
       "  1 | json: {$.items[0]: 1}\n"
       "    |               ^\n"},
      {"x: [a, b\n",
       "s.yaml:1:4: this bracket is never closed; inside { } and [ ], put "
       "single quotes around "
       "JSONPaths, patterns and ${…}\n"
       "  1 | x: [a, b\n"
       "    |    ^\n"},
      {"a: 'b\n",
       "s.yaml:1:4: this quote is never closed\n"
       "  1 | a: 'b\n"
       "    |    ^\n"},
      {"a:\n\t- b\n",
       "s.yaml:2:2: indent with blanks: YAML takes no tabs there\n"
       "  2 |  - b\n"
       "    |  ^\n"},
      {"a: @x\n",
       "s.yaml:1:4: a value cannot begin with '@': put single quotes around "
       "it\n"
       "  1 | a: @x\n"
       "    |    ^\n"},
      {"a: *.json\n",
       "s.yaml:1:4: no anchor of that name stands before this alias; a text "
       "that begins with '*' "
       "needs single quotes\n"
       "  1 | a: *.json\n"
       "    |    ^\n"},
      {"a: \"\\d\"\n",
       "s.yaml:1:7: unknown escape in double quotes: in single quotes a "
       "backslash stands for itself, "
       "as patterns need it\n"
       "  1 | a: \"\\d\"\n"
       "    |       ^\n"},
      {"a: 'x' y\n",
       "s.yaml:1:8: this does not belong to the mapping above it: check the "
       "indentation, and quotes "
       "that end too early\n"
       "  1 | a: 'x' y\n"
       "    |        ^\n"},
      {"- a\nb: 1\n",
       "s.yaml:2:1: this does not belong to what stands above it: check the "
       "indentation\n"
       "  2 | b: 1\n"
       "    | ^\n"},
      {"a: 1\n---\nb: 2\n",
       "s.yaml:2:1: a second document: a file holds one\n"
       "  2 | ---\n"
       "    | ^\n"},
      {"a: &x [*x]\n",
       "s.yaml:1:8: an alias cannot stand inside of what its own anchor names\n"
       "  1 | a: &x [*x]\n"
       "    |        ^\n"},
      {"a: !include x.yaml\n",
       "s.yaml:1:4: unknown tag '!include'; switchgate knows !!str !!int "
       "!!float !!bool !!null !!seq "
       "!!map\n"
       "  1 | a: !include x.yaml\n"
       "    |    ^\n"},
      {"a: !!int x\n",
       "s.yaml:1:4: 'x' is not of the type that its tag !!int names\n"
       "  1 | a: !!int x\n"
       "    |    ^\n"},
      {"a: !!seq {}\n",
       "s.yaml:1:4: the tag '!!seq' does not fit a mapping\n"
       "  1 | a: !!seq {}\n"
       "    |    ^\n"},
      {"a: .inf\nb: -.NaN\nc: 1e999\nd: 0xFFFFFFFFFFFFFFFFF\n",
       "s.yaml:1:4: '.inf' is no number that JSON knows; put it into quotes if "
       "it is a text\n"
       "  1 | a: .inf\n"
       "    |    ^\n"
       "s.yaml:2:4: '-.NaN' is no number that JSON knows; put it into quotes "
       "if it is a text\n"
       "  2 | b: -.NaN\n"
       "    |    ^\n"
       "s.yaml:3:4: the number '1e999' is too large; put it into quotes if it "
       "is a text\n"
       "  3 | c: 1e999\n"
       "    |    ^\n"
       "s.yaml:4:4: the integer '0xFFFFFFFFFFFFFFFFF' does not fit into 64 "
       "bits\n"
       "  4 | d: 0xFFFFFFFFFFFFFFFFF\n"
       "    |    ^\n"},
      {"{a:1}\n",
       "s.yaml:1:2: 'a:1' is one word: put a blank behind its ':', or quotes "
       "around it\n"
       "  1 | {a:1}\n"
       "    |  ^\n"},
      {"[a]: b\n",
       "s.yaml:1:1: a key must be a text, got a list; put single quotes around "
       "it if it is one\n"
       "  1 | [a]: b\n"
       "    | ^\n"},
      {"a: {<<: 1}\n",
       "s.yaml:1:9: '<<' expects a mapping or a list of mappings to merge\n"
       "  1 | a: {<<: 1}\n"
       "    |         ^\n"},
      {"a: b\xFF\n",
       "s.yaml:1:5: not UTF-8: save the file in that encoding\n"
       "  1 | a: b\xEF\xBF\xBD\n"
       "    |     ^\n"},
      {std::string("a: b\x04\n"),
       "s.yaml:1:5: a control character: YAML takes none but tab and line "
       "breaks\n"
       "  1 | a: b\\u0004\n"
       "    |     ^\n"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read(c.text), c.expected);
  }
}

TEST(Yaml, TellsAPlainValueThatACommentCuts) {
  const std::string message =
      "the value ends before this '#', which begins a comment: put the value "
      "into single quotes, or "
      "a blank behind the '#' if a comment is meant\n";
  for (const std::string line :
       {"k: issue #42 works", "k: a  #b", "- x #y", "k: {c: d #e\n}", "k: &a x #y"}) {
    EXPECT_NE(read(line).find(message), std::string::npos) << line;
  }
}

TEST(Yaml, TakesCommentsThatPeopleMean) {
  for (const std::string line :
       {"k: value # words", "k: value #", "k: value ## words", "k: ^#foo", "k: a#b", "k: 5s #fast",
        "k: 20 #rows", "k: true #yes", "k: 'a' #b", "k: 5% #b", "k: #b\n  c: d", "# a\nk: v",
        "k: |\n  a #b\n", "k: v #------", "k: v #====", "k: one\n  two #x"}) {
    EXPECT_EQ(read(line).find("s.yaml"), std::string::npos) << line << '\n' << read(line);
  }
}

TEST(Yaml, BoundsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(read(nested(100)).substr(0, 1), "[");
  EXPECT_EQ(read(nested(101)).substr(0, 71),
            "s.yaml:1:101: nested deeper than 100 levels; raise --max-yaml-depth\n  1");
  EXPECT_NE(read(nested(100'000)).find("nested deeper"), std::string::npos);
  EXPECT_NE(
      read("- &a " + nested(60) + "\n- &b " + std::string(50, '[') + "*a" + std::string(50, ']'))
          .find("by this alias"),
      std::string::npos);
}

TEST(Yaml, BoundsWhatAliasesMultiply) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 0; k < 9; ++k) {
      bomb += ", " + before;
    }
    bomb += "]\n";
  }
  EXPECT_NE(read(bomb).find("the document has more than 1000000 values, those "
                            "behind aliases counted"),
            std::string::npos);
}

}  // namespace
}  // namespace switchgate::yaml
