// What expressions give, which of them are singular, and that names are those
// of namespaces, however a document spells them.

#include "checks/xml/xpath.h"

#include <gtest/gtest.h>

namespace switchgate {
namespace {

const xml::Bindings kBindings = {{"s", "urn:shop"}, {"o", "urn:other"}};

xml::XPath parsed(std::string_view expression) {
  auto path = xml::XPath::parse(expression, kBindings);
  EXPECT_TRUE(path.ok()) << expression << ": " << (path ? "" : path.error().message);
  return path ? *path : *xml::XPath::parse("/");
}

// As JSON: a value, or the list of texts.
std::string selected(std::string_view expression, std::string_view document) {
  const auto read = xml::read(document);
  EXPECT_TRUE(read.ok()) << document << ": " << (read ? "" : read.error().message);
  if (!read) {
    return {};
  }
  const auto found = parsed(expression).select(xml::Tree(*read));
  if (!found) {
    return found.error().message;
  }
  const auto* value = std::get_if<json::Value>(&*found);
  return json::to_text(value != nullptr ? *value
                                        : json::Value(std::get<std::vector<json::Value>>(*found)));
}

constexpr std::string_view kFeed =
    "<feed><title lang='en'>Shop</title><entry id='1'><title>Lamp</title><price>9.50</price>"
    "</entry><entry id='2'><title>De<b>s</b>k<!--no--><![CDATA[ <1>]]></title><price>120</price>"
    "</entry></feed>";

TEST(XPath, GivesTextsNumbersStringsAndBooleans) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"/feed/title", R"(["Shop"])"},
      {"//title", R"(["Shop","Lamp","Desk <1>"])"},
      {"/feed/entry/@id", R"(["1","2"])"},
      {"//entry[@id='2']/price", R"(["120"])"},
      {"//price | //title/@lang", R"(["en","9.50","120"])"},
      {"//entry[price > 100]/title/text()", R"(["De","k"," <1>"])"},
      {"//comment()", R"(["no"])"},
      {"//nothing", "[]"},
      {"count(//entry)", "2"},
      {"sum(//price)", "129.5"},
      {"number(//title)", R"("NaN")"},
      {"1 div 0", R"("Infinity")"},
      {"string(//title)", R"("Shop")"},
      {"concat(//entry/@id, '-', 'x')", R"("1-x")"},
      {"boolean(//entry[@id='3'])", "false"},
      {"//price = 120", "true"},
      {"local-name(/*)", R"("feed")"},
      {"lang('en')", "false"},
  };
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(selected(expression, kFeed), expected) << expression;
  }
}

TEST(XPath, FindsNamesByTheirNamespaceHoweverADocumentSpellsIt) {
  const std::vector<std::string> spellings = {
      "<cart xmlns='urn:shop'><item o:id='7' id='8' xmlns:o='urn:other'>Lamp</item></cart>",
      "<s:cart xmlns:s='urn:shop'><s:item x:id='7' id='8' "
      "xmlns:x='urn:other'>Lamp</s:item></s:cart>",
      "<o:cart xmlns:o='urn:shop' xmlns:s='urn:other'><o:item s:id='7' "
      "id='8'>Lamp</o:item></o:cart>",
  };
  for (const std::string& document : spellings) {
    EXPECT_EQ(selected("/s:cart/s:item", document), R"(["Lamp"])") << document;
    EXPECT_EQ(selected("//s:item/@o:id", document), R"(["7"])") << document;
    EXPECT_EQ(selected("//s:item/@id", document), R"(["8"])") << document;
    EXPECT_EQ(selected("//s:*/@*", document), R"(["7","8"])") << document;
    EXPECT_EQ(selected("//o:item", document), "[]") << document;
    EXPECT_EQ(selected("//item", document), "[]") << document;
    EXPECT_EQ(selected("namespace-uri(/*)", document), R"("urn:shop")") << document;
    EXPECT_EQ(selected("count(//*[namespace-uri() = 'urn:shop'])", document), "2") << document;
    EXPECT_EQ(selected("'s:item'", document), R"("s:item")") << document;
  }
  EXPECT_EQ(selected("/s:cart", "<cart/>"), "[]");
  EXPECT_EQ(selected("/a/@xml:lang", "<a xml:lang='en'/>"), R"(["en"])");
}

TEST(XPath, NamesThatLookLikeThoseOfTheCanonicalFormAreNotMistakenForThem) {
  EXPECT_FALSE(xml::XPath::parse("//n1:item", kBindings).ok());
  EXPECT_EQ(selected("//n1", "<n1 xmlns='urn:shop'/>"), "[]");
  EXPECT_EQ(selected("//s:n1", "<n1 xmlns='urn:shop'/>"), R"([""])");
}

TEST(XPath, IsSingularByItsExpressionAlone) {
  for (const char* expression : {"/",
                                 ".",
                                 "/feed",
                                 "feed",
                                 "/*",
                                 "/s:feed/@id",
                                 "/feed/@id",
                                 "/feed[@id]/@xml:lang",
                                 "/feed/entry[1]",
                                 "/feed/entry[@a='b'][1]/price[last()]",
                                 "/feed/entry[position() = 2]/@id",
                                 "(//entry)[1]",
                                 "(//entry)[last()]/@id",
                                 "((/feed))",
                                 "(//entry[1])[2]/..",
                                 "/feed/.",
                                 "/feed/entry[1]/parent::*",
                                 "/child::feed/attribute::id",
                                 "/feed/self::feed",
                                 "/descendant::entry[3]",
                                 "(//a | //b)[1]"}) {
    EXPECT_TRUE(parsed(expression).singular()) << expression;
  }
  for (const char* expression : {"//entry",
                                 "/feed/entry",
                                 "/feed/entry[@id='1']",
                                 "//entry[1]",
                                 "/feed//title[1]",
                                 "/feed/@*",
                                 "/feed | /feed",
                                 "/node()",
                                 "/comment()",
                                 "/feed/entry[1]/title",
                                 "/feed/text()",
                                 "(//entry)",
                                 "(//entry)[@id]",
                                 "/feed/*",
                                 "/descendant::entry",
                                 "//entry/..",
                                 "/feed/entry[1 + 1]",
                                 "/feed/entry[last() - 1]",
                                 "../feed/a",
                                 "/feed[1]/entry"}) {
    EXPECT_FALSE(parsed(expression).singular()) << expression;
  }
  for (const char* expression : {"count(//a)", "string(/feed)", "1", "/feed = 'x'"}) {
    EXPECT_NE(parsed(expression).type(), xml::XPath::Type::kNodes) << expression;
    EXPECT_FALSE(parsed(expression).singular()) << expression;
  }
}

TEST(XPath, TellsOperatorsFromNames) {
  EXPECT_EQ(selected("/div/mod * 2", "<div><mod>3</mod></div>"), "6");
  EXPECT_EQ(selected("count(/and/*)", "<and><or/></and>"), "1");
  EXPECT_EQ(selected("/and and /and/or or false()", "<and><or/></and>"), "true");
  EXPECT_EQ(selected("/*/s:div div 2", "<a><div xmlns='urn:shop'>8</div></a>"), "4");
}

TEST(XPath, TellsWhatIsWrongAndAtWhichCharacter) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "not a valid XPath at character 1: "},
      {"//a[", "not a valid XPath at character 5: "},
      {"//é[x", "not a valid XPath at character 6: "},
      {"//a]", "not a valid XPath at character 4: "},
      {"foo()", "not a valid XPath at character "},
      {"//x:a",
       "not a valid XPath at character 3: no namespace is bound to the prefix 'x'; write "
       "namespaces: {x: 'http://…'}"},
      {"//a[name() = 'a']",
       "not a valid XPath at character 5: name() gives the prefix that a "
       "document happens to use; write local-name(), and namespace-uri() "
       "where it matters"},
      {"/a/namespace::*",
       "not a valid XPath at character 4: the namespace axis is not there; "
       "write namespace-uri()"},
      {"//a[@b = $c]",
       "not a valid XPath at character 10: XPath has no variables here; write "
       "${name}"},
      {"id('x')",
       "not a valid XPath at character 1: id() needs a document type, which is not read; write "
       "//*[@id='x']"},
      {"'open", "not a valid XPath at character 1: "},
  };
  for (const auto& [expression, expected] : cases) {
    const auto path = xml::XPath::parse(expression, kBindings);
    ASSERT_FALSE(path.ok()) << expression;
    EXPECT_TRUE(path.error().message.starts_with(expected)) << path.error().message;
    EXPECT_GT(path.error().message.size(), expected.size() - 1);
  }
}

TEST(XPath, OfGreatDepthIsRefused) {
  EXPECT_FALSE(xml::XPath::parse(std::string(100'000, '(') + '1' + std::string(100'000, ')')).ok());
  EXPECT_FALSE(xml::XPath::parse(std::string(100'000, '-') + '1').ok());
  std::string predicates = "a";
  for (int i = 0; i < 5'000; ++i) {
    predicates += "[a";
  }
  EXPECT_FALSE(xml::XPath::parse(predicates + std::string(5'000, ']')).ok());
}

TEST(XPath, SelectsNoMoreTextThanAMessageCouldNeed) {
  std::string document;
  for (int i = 0; i < 200; ++i) {
    document += "<a>";
  }
  document += std::string(1'000'000, 'x');
  for (int i = 0; i < 200; ++i) {
    document += "</a>";
  }
  EXPECT_EQ(selected("//a", document), "the nodes that it selects hold more than 64 MB of text");
  EXPECT_EQ(selected("count(//a)", document), "200");
}

TEST(XPath, OfAHundredThousandSiblingsIsQuick) {
  std::string document = "<a>";
  for (int i = 0; i < 100'000; ++i) {
    document += "<b/><c/>";
  }
  EXPECT_EQ(selected("count(//b | //c)", document + "</a>"), "200000");
}

}  // namespace
}  // namespace switchgate
