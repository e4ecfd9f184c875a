// Laws of every format, whatever the targets answer: nothing in a report can
// move the cursor, colour, reorder or command; the same run gives the same
// bytes.

#include <clocale>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/reporter.h"
#include "tests/support/clean_text.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

using support::has_foreign_command;
using support::is_clean;

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "",
      "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1b",
      "\xC2\x9B"
      "31m C1 \xC2\x85",
      std::string("\0\x01\x08\x0b\x7f", 5),
      "line\r::error file=a,line=1::boom\n::stop-commands::x\n  ::set-output "
      "name=a::b",
      "##[error]x ##vso[task.complete]y ####[z] ##teamcity[a]",
      "]]> <script>&\"' --> <?xml?>",
      "\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80",
      "\xE2\x80\xAE"
      "evil\xE2\x81\xA6 \xEF\xBB\xBF\xE2\x80\x8B",
      "\xEF\xBF\xBE\xEF\xBF\xBF",
      std::string(5'000, '\n') + "end",
      "[link](1) {0} %0A %s %n",
      "section_start:1:x\r\x1b[0K",
      "\xC2\xA0::error::a\n\xE3\x80\x80 \xE2\x80\x83::stop-commands::b\nx \xC2\xA0::warning::c",
      "</pre></details><script>@team www.example.com https://example.com #1 GH-2 `|`\n/close",
  };
  return texts;
}

TEST(EveryFormat, LetsNothingHarmfulThrough) {
  for (const std::string& text : hostile_texts()) {
    const RunReport report = support::hostile_report(text);
    for (const Format& format : formats()) {
      for (const Style& style : {Style{}, Style{.width = 40}, Style{.width = 0, .verbose = true}}) {
        const std::string out = format.render(report, style);
        EXPECT_TRUE(is_clean(out)) << format.name << " of " << excerpt(text, 60);
        EXPECT_FALSE(has_foreign_command(format.name, out))
            << format.name << " of " << excerpt(text, 60);
      }
    }
  }
}

TEST(EveryFormat, CutsAHugeLineWhereFilesAreBounded) {
  RunReport report = support::rich_report();
  for (Finding& finding : report.checks[2].findings) {
    finding.message = std::string(1'000'000, 'x');
    finding.evidence.push_back({"found", std::string(1'000'000, 'y')});
  }
  for (const Format& format : formats()) {
    const std::string out = format.render(report, {});
    // Only the stored run keeps everything.
    EXPECT_LT(out.size(), format.name == "json" ? 7'000'000U : 200'000U) << format.name;
  }
}

TEST(EveryFormat, RendersTheSameBytesTwice) {
  for (const RunReport& report : {support::rich_report(), support::open_report(),
                                  support::empty_report(), support::hostile_report("\xff ::x")}) {
    for (const Format& format : formats()) {
      EXPECT_EQ(format.render(report, {}), format.render(report, {})) << format.name;
    }
  }
}

TEST(EveryFormat, DoesNotAskTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::vector<std::string> plain;
  for (const Format& format : formats()) {
    plain.push_back(format.render(support::rich_report(), {}));
  }
  for (const char* name : {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, name);  // where it is installed
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(formats()[i].render(support::rich_report(), {}), plain[i]) << name;
    }
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(EveryFormat, IsFoundByItsName) {
  for (const Format& format : formats()) {
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.summary.empty());
  }
  EXPECT_EQ(find_format("pdf"), nullptr);
}

TEST(Escape, KeepsOrdinaryText) {
  EXPECT_EQ(inert_line("a::b ## heading #1 'ü' → 12 %"), "a::b ## heading #1 'ü' → 12 %");
  EXPECT_EQ(xml_text("tab\tline\nü→"), "tab\tline\nü→");
}

TEST(Escape, DropsColoursFromXml) {
  EXPECT_EQ(xml_text("\x1b[1;31mred\x1b[0m \x1b]0;t\x07x\x1b"), "red x");
}

TEST(Escape, CutsBetweenCharacters) {
  EXPECT_EQ(xml_text("aüb", 2), "a…");
  EXPECT_EQ(xml_text("aüb", 3), "aü…");
  EXPECT_EQ(xml_text("aüb", 4), "aüb");
}

TEST(Escape, EncodesPathsAsUris) {
  EXPECT_EQ(uri_path("a b/ü#?%/c.yaml"), "a%20b/%C3%BC%23%3F%25/c.yaml");
}

TEST(Escape, FindsTheFirstSentence) {
  EXPECT_EQ(first_sentence("Got 1.5 of 2. Then more."), "Got 1.5 of 2.");
  EXPECT_EQ(first_sentence("see e.g. this. And that"), "see e.g. this.");
  EXPECT_EQ(first_sentence("one\ntwo"), "one");
  EXPECT_EQ(first_sentence("only"), "only");
}

}  // namespace
}  // namespace switchgate::reporters
