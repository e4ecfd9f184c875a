// What counts as well-formed, what is refused whatever it is, and that two
// spellings of one document read alike.

#include "checks/xml/reader.h"

#include <chrono>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

std::string canonical(std::string_view text) {
  const auto document = xml::read(text);
  EXPECT_TRUE(document.ok()) << text << ": " << (document ? "" : document.error().message);
  return document ? document->canonical : std::string();
}

// Without "not well-formed XML at ".
std::string mistake(std::string_view text, const xml::ReadLimits& limits = {}) {
  constexpr std::string_view kStart = "not well-formed XML at ";
  const auto document = xml::read(text, limits);
  EXPECT_FALSE(document.ok()) << text;
  if (document) {
    return {};
  }
  const std::string& message = document.error().message;
  EXPECT_TRUE(message.starts_with(kStart)) << message;
  return message.substr(std::min(message.size(), kStart.size()));
}

constexpr const char* kXml = " xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"";

TEST(XmlReader, WritesEveryDocumentInOneForm) {
  const std::string root = std::string("<a") + kXml;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"<a/>", root + "/>"},
      {"\xEF\xBB\xBF<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?>\n<a></a>\n",
       root + "></a>"},
      {"<!DOCTYPE a><a/>", root + "/>"},
      {"<!DOCTYPE a PUBLIC '-//X' \"x.dtd\" ><a/>", root + "/>"},
      {"<!DOCTYPE a SYSTEM 'x.dtd'><a/>", root + "/>"},
      {"<a>1 &lt; 2 &amp;&#38;&#x26; &quot;&apos;</a>", root + ">1 &lt; 2 &amp;&amp;&amp; \"'</a>"},
      {"<a><![CDATA[<b>&x;]]></a>", root + ">&lt;b>&amp;x;</a>"},
      {"<a>x\r\ny\rz</a>", root + ">x\ny\nz</a>"},
      {"<a>&#13;</a>", root + ">&#13;</a>"},
      {"<a b='x\ty\n\"&#10;'/>", root + " b=\"x y &quot;&#10;\"/>"},
      {"<a  b = 'c'\n></a >", root + " b=\"c\"></a>"},
      {"<!--x--><a><!-- - --><?p  q?><?p?></a><!--y-->",
       "<!--x-->" + root + "><!-- - --><?p q?><?p?></a><!--y-->"},
      {"<é ü='ß'/>", std::string("<é") + kXml + " ü=\"ß\"/>"},
      {"<a xml:lang='en'/>", root + " xml:lang=\"en\"/>"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", root + ">é</a>"},
      {std::string("\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0", 18), root + ">é</a>"},
      {std::string("\xFE\xFF\0<\0a\0/\0>", 10), root + "/>"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(canonical(text), expected) << text;
  }
}

TEST(XmlReader, GivesNamesOfOneNamespaceOnePrefix) {
  const std::string declared = std::string(kXml) + " xmlns:n1=\"urn:a\"";
  EXPECT_EQ(canonical("<a xmlns='urn:a'/>"), "<n1:a" + declared + "/>");
  EXPECT_EQ(canonical("<x:a xmlns:x='urn:a' x:b='1' c='2'/>"),
            "<n1:a" + declared + " n1:b=\"1\" c=\"2\"/>");
  EXPECT_EQ(canonical("<a xmlns='urn:a'><b xmlns=''><c/></b><d/></a>"),
            "<n1:a" + declared + "><b><c/></b><n1:d/></n1:a>");
  EXPECT_EQ(canonical("<x:a xmlns:x='urn:a'><x:b xmlns:x='urn:b'/><x:c/></x:a>"),
            "<n1:a" + declared + " xmlns:n2=\"urn:b\"><n2:b/><n1:c/></n1:a>");
  const auto document = xml::read("<!--c--><a xmlns='urn:a'/>");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root_namespace, "urn:a");
  EXPECT_EQ(document->namespaces.size(), 2U);
}

TEST(XmlReader, TellsWhatIsWrongAndWhere) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "line 1, column 1: expected the root element, found the end"},
      {"text", "line 1, column 1: expected the root element, found 'text'"},
      {"<a>\n  <b></a>", "line 2, column 6: expected </b>, found </a>"},
      {"<a>", "line 1, column 4: expected </a>, found the end"},
      {"<a/><b/>", "line 1, column 5: expected nothing more behind the root element, found '<b/>'"},
      {"<a/>x", "line 1, column 5: expected nothing more behind the root element, found 'x'"},
      {"<a b='1' b='2'/>", "line 1, column 10: the attribute 'b' stands there twice"},
      {"<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
       "line 1, column 36: the attribute 'y:b' stands there twice"},
      {"<a xmlns:x='u' xmlns:x='v'/>",
       "line 1, column 16: the attribute 'xmlns:x' stands there twice"},
      {"<é><s:b/></é>", "line 1, column 5: the prefix 's' is not declared"},
      {"<a s:b=''/>", "line 1, column 4: the prefix 's' is not declared"},
      {"<a xmlns:s=''/>", "line 1, column 4: 'xmlns:s' cannot stand for ''"},
      {"<a xmlns:xml='urn:a'/>", "line 1, column 4: 'xmlns:xml' cannot stand for 'urn:a'"},
      {"<a xmlns:xmlns='urn:a'/>", "line 1, column 4: 'xmlns:xmlns' cannot stand for 'urn:a'"},
      {"<a:b:c/>", "line 1, column 2: expected the name of an element, found 'a:b:c/>'"},
      {"<a:/>", "line 1, column 2: expected the name of an element, found 'a:/>'"},
      {"<a b/>", "line 1, column 5: expected '=' and a value in quotes, found '/>'"},
      {"<a b=c/>", "line 1, column 6: expected a value in quotes, found 'c/>'"},
      {"<a b='1'c='2'/>", "line 1, column 9: expected a blank, '>' or '/>', found 'c='2'/>'"},
      {"<a b='<'/>",
       "line 1, column 7: expected the quote ' that ends the value ('<' is written &lt;), found "
       "'<'/>'"},
      {"<a>]]></a>", "line 1, column 4: ']]>' stands in a text; write ]]&gt;"},
      {"<a>&nbsp;</a>",
       "line 1, column 4: the entity '&nbsp;' is not defined; XML itself has &lt; &gt; &amp; "
       "&quot; "
       "&apos;"},
      {"<a>x & y</a>",
       "line 1, column 6: '&' begins a reference such as &amp;, and here is none; a plain one is "
       "written &amp;"},
      {"<a>&#0;</a>", "line 1, column 4: the reference stands for no character of XML"},
      {"<a>&#xD800;</a>", "line 1, column 4: the reference stands for no character of XML"},
      {"<a>&#99999999999;</a>", "line 1, column 4: the reference stands for no character of XML"},
      {"<a><!-- -- --></a>", "line 1, column 8: a comment holds '--'"},
      {"<a><!-- </a>", "line 1, column 8: a comment has no end"},
      {"<a><![CDATA[</a>", "line 1, column 13: a CDATA section has no end"},
      {"<a><?xml version='1.0'?></a>",
       "line 1, column 4: '<?xml' may stand at the very start only, and in small letters"},
      {" <?xml version='1.0'?><a/>",
       "line 1, column 2: '<?xml' may stand at the very start only, and in small letters"},
      {"<?xml encoding='UTF-8'?><a/>",
       "line 1, column 7: the XML declaration is not one of XML 1.0"},
      {"<?xml version='2.0'?><a/>", "line 1, column 7: the XML declaration is not one of XML 1.0"},
      {"<a>\x01</a>",
       "line 1, column 4: a byte that is no UTF-8, or a character that XML does not have"},
      {"<?xmle encoding='ISO-8859-1'?><a>\xE9</a>",
       "line 1, column 34: a byte that is no UTF-8, or a character that XML does not have"},
      {"<a>\xFF</a>",
       "line 1, column 4: a byte that is no UTF-8, or a character that XML does not have"},
      {"<html><br></html>",
       "line 1, column 11: expected </br>, found </html> (this looks like HTML, which is not XML)"},
      {"<!doctype html><p>",
       "line 1, column 1: expected the root element, found '<!doctype html><p>' (this looks like "
       "HTML, which is not XML)"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(mistake(text), expected) << text;
  }
}

TEST(XmlReader, ExpandsNoEntityEver) {
  const std::string laughs =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n"
      " <!ENTITY lol1 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">\n]>\n"
      "<lolz>&lol1;</lolz>";
  EXPECT_TRUE(mistake(laughs).starts_with("line 2, column 16: the document type declares entities"))
      << mistake(laughs);
  EXPECT_TRUE(mistake("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")
                  .starts_with("line 1, column 13: the document type declares entities"));
  EXPECT_TRUE(mistake("<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a>&x;</a>")
                  .starts_with("line 1, column 48: the entity '&x;' is not defined"));
}

TEST(XmlReader, ReadsNoOtherEncoding) {
  const auto document = xml::read("<?xml version='1.0' encoding='EBCDIC'?><a/>");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().message,
            "not readable XML: it is written in ebcdic, and only UTF-8, UTF-16, US-ASCII and "
            "ISO-8859-1 are read");
  EXPECT_FALSE(xml::read(std::string("\xFF\xFE<\0\x00\xD8", 6)).ok());
}

TEST(XmlReader, IsBounded) {
  xml::ReadLimits limits;
  limits.depth = 3;
  EXPECT_TRUE(xml::read("<a><a><a/></a></a>", limits).ok());
  EXPECT_EQ(mistake("<a><a><a><a/></a></a></a>", limits),
            "line 1, column 10: elements nested deeper than 3 levels are not read; ask for them "
            "with `text` or `regex`; raise --max-xml-depth");
  limits = {};
  limits.nodes = 2;
  EXPECT_EQ(mistake("<a><b/><b/></a>", limits),
            "line 1, column 12: more than 2 nodes are not read; raise --max-xml-nodes");
  limits = {};
  limits.attributes = 1;
  EXPECT_EQ(mistake("<a b='' c=''/>", limits),
            "line 1, column 13: more than 1 attributes of one element are not read; raise "
            "--max-xml-attributes");
  limits = {};
  limits.namespaces = 2;
  EXPECT_EQ(mistake("<a xmlns='u:1' xmlns:b='u:2'/>", limits),
            "line 1, column 16: more than 2 namespaces are not read; raise --max-xml-namespaces");
  limits = {};
  limits.bytes = 10;
  EXPECT_EQ(mistake("<a>0123456789</a>", limits),
            "line 1, column 14: more than 10 bytes are not read; raise --max-xml-size");
}

// Each of these is quick to send; none may be slow to read.
TEST(XmlReader, IsDoneSoonWithWhatIsHostile) {
  std::string namespaces = "<a";
  std::string attributes = "<a";
  for (int i = 0; i < 9'000; ++i) {
    namespaces += " xmlns:p" + std::to_string(i) + "='urn:" + std::to_string(i % 900) + '\'';
    attributes += " b" + std::to_string(i) + "=''";
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<a>";
  }
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(xml::read(std::string(50'000'000, '<')).ok());
  EXPECT_FALSE(xml::read(deep).ok());
  EXPECT_FALSE(xml::read("<a>" + std::string(1'000'000, '&') + "</a>").ok());
  EXPECT_FALSE(xml::read("<a b='" + std::string(1'000'000, ' ')).ok());
  EXPECT_FALSE(xml::read("<!--" + std::string(1'000'000, '-')).ok());
  EXPECT_TRUE(xml::read(namespaces + "/>").ok());
  EXPECT_TRUE(xml::read(attributes + "/>").ok());
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

}  // namespace
}  // namespace switchgate
