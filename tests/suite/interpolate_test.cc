// What ${…} becomes, and what is said when it cannot.

#include "runner/suite/interpolate.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/formats.h"
#include "checks/json/reader.h"
#include "checks/yaml/parser.h"
#include "runner/suite/template.h"

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
      {"${name|bas64}", "'${name|bas64}' uses an unknown filter 'bas64'; did you mean 'base64'?"},
      {"${name|}",
       "'${name|}' uses an unknown filter ''; there are base64, urlencode, sha256, html_unescape, "
       "raw, number, boolean, date, unix"},
      {"${now+2w}",
       "'${now+2w}' counts from now by no duration such as now+2d, now-5m; "
       "write $${ for a literal ${"},
      {"${now-5}",
       "'${now-5}' counts from now by no duration such as now+2d, now-5m; "
       "write $${ for a literal ${"},
      {"${uid}", "the variable 'uid' is not defined; did you mean 'uuid'?"},
      {"${uuid}", "${uuid} is known only once the run is there"},
      {"${now+2d|date}", "${now+2d|date} is known only once the run is there"},
      {"${name|number}",
       "'${name|number}': the filter 'number' expects a number, and the value is none (it is not "
       "shown here: it could be a secret)"},
      {"${product|boolean}",
       "'${product|boolean}': the filter 'boolean' expects true or false, and the value is none "
       "(it is not shown here: it could be a secret)"},
      {"${env.HOST|base64|date}",
       "'${env.HOST|base64|date}': the filter 'date' expects a time such as 2026-11-22T10:15:30Z "
       "or 2026-11-22, and the value is none (it is not shown here: it could be a secret)"},
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

Instant at_noon() { return *parse_date_time("2026-11-22T12:00:00.700Z"); }

TEST(Filters, ChainFromLeftToRight) {
  Filling filling{Fresh(7, "test", at_noon), {}};
  Scope with_time = scope();
  with_time.filling = &filling;
  with_time.values["html"] = json::Value("a&amp;b&#43;&#x2B;&lt;&bogus;&");
  with_time.values["then"] = json::Value("2026-12-31T23:30:00-02:00");
  const std::vector<Case> cases = {
      {"${name|base64}", "YS9iIGM="},
      {"${name|base64|urlencode}", "YS9iIGM%3D"},
      {"${name|urlencode|base64}", "YSUyRmIlMjBj"},
      {"${product|sha256}", "73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049"},
      {"${html|html_unescape}", "a&b++<&bogus;&"},
      {"${now}", "2026-11-22T12:00:00Z"},
      {"${now+2d}", "2026-11-24T12:00:00Z"},
      {"${now-5m}", "2026-11-22T11:55:00Z"},
      {"${now-1d|date}", "2026-11-21"},
      {"${now|unix}", "1795348800"},
      {"${then|date}", "2027-01-01"},
      {"${env.NO:-7|number}", "7"},
  };
  for (const Case& c : cases) {
    const auto text = expand(Text{c.text, {}}, with_time);
    ASSERT_TRUE(text) << c.text << ": " << text.error().message;
    EXPECT_EQ(*text, c.expected) << c.text;
  }
}

TEST(Filters, CastAWholeReference) {
  Scope texts;
  texts.values["n"] = json::Value("1.10");
  texts.values["i"] = json::Value(" 7");
  texts.values["b"] = json::Value("true");
  texts.values["five"] = json::Value(5);
  const auto filled = expand(parse("{n: '${n|number}', b: '${b|boolean}', t: '${n}', s: "
                                   "'x${n|number}', f: '${five|number}'}"),
                             texts);
  ASSERT_TRUE(filled);
  EXPECT_EQ(json::to_text(tree::to_json(*filled)),
            R"({"n":1.10,"b":true,"t":"1.10","s":"x1.10","f":5})");
  EXPECT_FALSE(expand(parse("'${i|number}'"), texts));
}

TEST(Filters, TakeAPathAsItIsOnlyWhenTheySaySo) {
  EXPECT_EQ(*expand(Text{"/${name|urlencode}/${name|raw|raw}/${name|base64}", {}}, scope(),
                    Encoding::kPathSegment),
            "/a%2Fb%20c/a/b c/YS9iIGM%3D");
}

TEST(Filters, TellWhatTheyMadeOfWhat) {
  std::vector<std::string> told;
  Filling filling{Fresh(0, ""), [&](std::string_view value, std::string_view result) {
                    told.push_back(std::string(value) + " -> " + std::string(result));
                  }};
  Scope telling = scope();
  telling.filling = &filling;
  ASSERT_TRUE(expand(Text{"${name|base64|urlencode}${name}", {}}, telling));
  EXPECT_EQ(told, (std::vector<std::string>{"a/b c -> YS9iIGM=", "YS9iIGM= -> YS9iIGM%3D"}));
}

TEST(Fresh, GivesTheSameUuidsToTheSameSeedAndPlace) {
  Fresh first(7, "check\ncandidate");
  Fresh second(7, "check\ncandidate");
  Fresh live(7, "check\nlive");
  Fresh other(8, "check\ncandidate");
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = first.uuid();
    EXPECT_EQ(uuid, second.uuid());
    EXPECT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    seen.insert({uuid, live.uuid(), other.uuid()});
  }
  EXPECT_EQ(seen.size(), 300U);
}

TEST(Scopes, AskTheOneAroundThem) {
  Scope suite = scope();
  Scope check;
  check.outer = &suite;
  check.values["product"] = json::Value(43);
  EXPECT_EQ(*expand(Text{"${product} ${name} ${env.HOST}", {}}, check),
            "43 a/b c shop.example.com");
  EXPECT_EQ(*expand(Text{"${product}", {}}, suite), "42");
  const auto undefined = expand(Text{"${nam}", {}}, check);
  ASSERT_FALSE(undefined);
  EXPECT_EQ(undefined.error().message, "the variable 'nam' is not defined; did you mean 'name'?");
}

TEST(VariableNames, AreThoseThatMeanNothingElse) {
  for (const char* good : {"a", "A_1", "now-playing", "nowhere", "uuids", "env2", "n"}) {
    EXPECT_EQ(variable_name_mistake(good), std::nullopt) << good;
  }
  for (const char* bad : {"", "1a", "a b", "a.b", "env", "uuid", "now", "now-5m", "now-5x", "é"}) {
    EXPECT_TRUE(variable_name_mistake(bad)) << bad;
  }
}

}  // namespace
}  // namespace switchgate
