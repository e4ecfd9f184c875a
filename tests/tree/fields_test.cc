// Typed reading of a mapping, and trees as JSON.

#include "checks/tree/fields.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "checks/yaml/parser.h"

namespace switchgate::tree {
namespace {

// A parsed mapping that outlives its Fields.
struct Document {
  explicit Document(std::string text) : files{{"s.yaml", "", std::move(text)}} {
    root = *yaml::parse(files, 0, problems);
  }
  std::string told() const {  // messages alone
    std::string out;
    for (const Error& error : problems.errors()) {
      out += std::to_string(error.pos.line) + ':' + std::to_string(error.pos.column) + ' ' +
             error.message + '\n';
    }
    return out;
  }
  SourceFiles files;
  Problems problems;
  Node root;
};

TEST(Fields, ReadsEachType) {
  Document document(
      "text: 1.10\nflag: true\ncount: 0x10\ntime: 250ms\nshare: 5%\none: "
      "a\nmany: [a, 2]\n"
      "map: {a: 1}\nlist: [1]\nnull: ~\n");
  Fields fields(document.root, "a test", document.problems);
  EXPECT_EQ(fields.string("text"), "1.10");
  EXPECT_EQ(fields.boolean("flag"), true);
  EXPECT_EQ(fields.integer("count", 0, 100), 16);
  EXPECT_EQ(fields.duration("time"), Micros(250'000));
  EXPECT_EQ(fields.percent("share"), 0.05);
  EXPECT_EQ(fields.strings("one"), std::vector<std::string>{"a"});
  EXPECT_EQ(fields.strings("many"), (std::vector<std::string>{"a", "2"}));
  ASSERT_NE(fields.map("map"), nullptr);
  ASSERT_NE(fields.list("list"), nullptr);
  ASSERT_NE(fields.take("null"), nullptr);
  EXPECT_EQ(fields.string("absent"), std::nullopt);
  EXPECT_TRUE(fields.strings("absent").empty());
  EXPECT_TRUE(fields.has("flag"));
  EXPECT_EQ(fields.pos("flag").line, 2);
  EXPECT_EQ(fields.pos("absent").line, 1);
  fields.finish();
  EXPECT_EQ(document.told(), "");
}

TEST(Fields, TellsWrongTypesAndReadsThemAsAbsent) {
  Document document(
      "text: [1]\nflag: yes\ncount: 200\ntime: 250\nshare: 5\nmany: [a, "
      "{}]\nmap: 1\nlist: x\n"
      "no: null\n");
  Fields fields(document.root, "a test", document.problems);
  EXPECT_EQ(fields.string("text"), std::nullopt);
  EXPECT_EQ(fields.boolean("flag"), std::nullopt);
  EXPECT_EQ(fields.integer("count", 0, 100), std::nullopt);
  EXPECT_EQ(fields.duration("time"), std::nullopt);
  EXPECT_EQ(fields.percent("share"), std::nullopt);
  EXPECT_EQ(fields.strings("many"), std::vector<std::string>{"a"});
  EXPECT_EQ(fields.map("map"), nullptr);
  EXPECT_EQ(fields.list("list"), nullptr);
  EXPECT_EQ(fields.string("no"), std::nullopt);
  EXPECT_EQ(document.told(),
            "1:7 'text' expects a text, got a list\n"
            "2:7 'flag' expects true or false, got 'yes'\n"
            "3:8 'count' expects an integer from 0 to 100, got '200'\n"
            "4:7 'time' expects a duration such as '250ms', got '250'\n"
            "5:8 'share' expects a percentage such as '5%', got '5'\n"
            "6:11 'many' expects texts, got a mapping\n"
            "7:6 'map' expects a mapping (key: value), got '1'\n"
            "8:7 'list' expects a list, got 'x'\n"
            "9:5 'no' expects a text, got null\n");
}

TEST(Fields, TellsUnknownKeysWithTheNearestOrAll) {
  Document document("expct: 1\nzzz: 2\n");
  Fields fields(document.root, "a check", document.problems);
  fields.take("expect");
  fields.take("name");
  fields.finish();
  EXPECT_EQ(document.told(),
            "1:1 unknown key 'expct' in a check; did you mean 'expect'?\n"
            "2:1 unknown key 'zzz' in a check; it takes expect, name\n");
}

TEST(Fields, TellsAnEmptyValueAtItsKey) {
  Document document("a: 1\nexpect:\n");
  Fields fields(document.root, "a check", document.problems);
  EXPECT_EQ(fields.map("expect"), nullptr);
  EXPECT_EQ(document.told(),
            "2:1 'expect' in a check is empty: give it a value, write null, or "
            "remove it\n");
}

TEST(Fields, TellsWhatIsNotAMapping) {
  Document document("[1]");
  Fields fields(document.root, "a check", document.problems);
  EXPECT_FALSE(fields.has("x"));
  fields.finish();
  EXPECT_EQ(document.told(), "1:1 a check is a mapping (key: value), got a list\n");
}

TEST(Tree, BecomesJsonWithExactNumbers) {
  Document document(
      "{a: 1.10, b: 0x10, c: 0o17, d: +5, e: .5, f: 007, g: "
      "18446744073709551615, "
      "h: 12345678901234567890123, i: no, j: True, k: ~, l: [{}], m: '5', n: "
      "-3, o: 5., p: 1e2}");
  EXPECT_EQ(
      json::to_text(to_json(document.root)),
      R"({"a":1.10,"b":16,"c":15,"d":5,"e":0.5,"f":7,"g":18446744073709551615,)"
      R"("h":12345678901234567890123,"i":"no","j":true,"k":null,"l":[{}],"m":"5","n":-3,"o":5,)"
      R"("p":1e2})");
}

}  // namespace
}  // namespace switchgate::tree
