// What ${…} becomes, and what is said when it cannot.

#include "runner/suite/interpolate.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "checks/yaml/parser.h"

namespace switchgate {
namespace {

Scope scope() {
  Scope scope;
  scope.values["product"] = json::Value(42);
  scope.values["price"] = json::Number::of(1.1, "1.10");
  scope.values["name"] = json::Value("a/b c");
  scope.values["flag"] = json::Value(true);
  scope.values["none"] = json::Value();
  scope.values["rows"] = json::read("[1,{\"a\":2}]")->root;
  scope.environment["HOST"] = "shop.example.com";
  scope.environment["EMPTY"] = "";
  return scope;
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(Interpolation, FillsInTexts) {
  const std::vector<Case> cases = {
      {"", ""},
      {"plain $ 5$", "plain $ 5$"},
      {"${product}", "42"},
      {"a${product}b${product}", "a42b42"},
      {"${price}", "1.10"},
      {"${flag}/${none}", "true/null"},
      {"${rows}", "[1,{\"a\":2}]"},
      {"${name}", "a/b c"},
      {"${name|raw}", "a/b c"},
      {"https://${env.HOST}/", "https://shop.example.com/"},
      {"${env.NO:-a:-b}", "a:-b"},
      {"${env.EMPTY:-x}${env.EMPTY}", "x"},
      {"${env.HOST:-x|raw}", "shop.example.com"},
      {"$${product}", "${product}"},
      {"$$${product}", "$${product}"},
      {"$${${product}}", "${42}"},
      {"$$", "$$"},
  };
  for (const Case& c : cases) {
    const auto text = expand(Text{c.text, {}}, scope());
    ASSERT_TRUE(text) << c.text << ": " << text.error().message;
    EXPECT_EQ(*text, c.expected) << c.text;
  }
}

TEST(Interpolation, EncodesAPathSegmentUnlessRaw) {
  EXPECT_EQ(*expand(Text{"/x y/${name}/${name|raw}", {}}, scope(), Encoding::kPathSegment),
            "/x y/a%2Fb%20c/a/b c");
}

TEST(Interpolation, SaysWhatIsWrong) {
  const std::vector<Case> cases = {
      {"${prodct}", "the variable 'prodct' is not defined; did you mean 'product'?"},
      {"${zzz}", "the variable 'zzz' is not defined"},
      {"${env.HOTS}",
       "the environment variable 'HOTS' is not set; ${env.HOTS:-default} gives "
       "it a default; did you "
       "mean 'HOST'?"},
      {"a ${product", "'${product' has no closing '}'; write $${ for a literal ${"},
      {"${}",
       "'${}' holds no name of a variable (letters, digits, '_' and '-'); "
       "write $${ for a literal ${"},
      {"x{1,${2,3}}",
       "'${2,3}' holds no name of a variable (letters, digits, '_' and '-'); "
       "write $${ for a literal ${"},
      {"${name|base64}",
       "'${name|base64}' uses an unknown filter 'base64'; there is 'raw'; "
       "write $${ for a literal ${"},
      {"${name:-x}",
       "'${name:-x}' has a default, which only ${env.NAME:-default} may have; "
       "write $${ for a literal ${"},
  };
  for (const Case& c : cases) {
    const auto text = expand(Text{c.text, {0, 3, 7}}, scope());
    ASSERT_FALSE(text) << c.text;
    EXPECT_EQ(text.error().message, c.expected);
    EXPECT_EQ(text.error().pos, (SourcePos{0, 3, 7}));
  }
}

TEST(Interpolation, ListsReferencesOnce) {
  EXPECT_EQ(*references(Text{"${a}${env.B:-x}${a|raw}$${c}", {}}),
            (std::vector<std::string>{"a", "env.B"}));
  EXPECT_FALSE(references(Text{"${a", {}}));
}

TEST(Interpolation, KnowsWhetherThereIsAnythingToFillIn) {
  EXPECT_TRUE(has_reference("a${b}"));
  EXPECT_TRUE(has_reference("$${a}${b}"));
  EXPECT_FALSE(has_reference("$${a} $ {b} $"));
}

tree::Node parse(const std::string& text) {
  tree::Problems problems;
  const SourceFiles files = {{"s.yaml", "", text}};
  const auto root = yaml::parse(files, 0, problems);
  EXPECT_TRUE(problems.empty());
  return *root;
}

TEST(Interpolation, KeepsTheTypeOfAWholeReferenceInATree) {
  const auto filled = expand(parse("{a: '${product}', b: 'n${product}', c: ['${rows}', "
                                   "'${flag}'], '${name}': "
                                   "'$${x}', d: 7, e: '${price}', f: '${env.HOST}'}"),
                             scope());
  ASSERT_TRUE(filled);
  EXPECT_EQ(
      json::to_text(tree::to_json(*filled)),
      R"({"a":42,"b":"n42","c":[[1,{"a":2}],true],"a/b c":"${x}","d":7,"e":1.10,"f":"shop.example.com"})");
  EXPECT_EQ(filled->entries[0].value.pos, (SourcePos{0, 1, 5}));
  EXPECT_FALSE(has_reference(parse("{a: '$${x}'}")));
  EXPECT_TRUE(has_reference(parse("{a: [{'${x}': 1}]}")));
}

TEST(Interpolation, RefusesKeysThatBecomeEqual) {
  const auto filled = expand(parse("{'42': 1, '${product}': 2}"), scope());
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().message, "the key '42' stands here twice once it is filled in");
}

}  // namespace
}  // namespace switchgate
