// Markdown of comments: nothing from outside is markup, whatever it holds, and it fits.

#include "reporters/markdown.h"

#include <gtest/gtest.h>

#include "reporters/markup.h"
#include "reporters/reporter.h"
#include "tests/support/sample_report.h"

namespace switchgate::reporters {
namespace {

TEST(Markup, ShowsTextAsItIsAndLeavesNothingToRender) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain text, 12.5 % of it; why?", "plain text, 12.5 % of it; why?"},
      {"<b>&amp;", "&#60;b&#62;&#38;&#8203;amp;"},
      {"*a* _b_ `c` ~d~", "&#42;a&#42; &#95;b&#95; &#96;c&#96; &#126;&#8203;d&#126;"},
      {"[x](y) ![z]", "&#91;x&#93;&#40;y&#41; &#33;&#8203;&#91;z&#93;"},
      {"@team a@b.com", "&#64;&#8203;team a&#64;&#8203;b.com"},
      {"#12 GH-3 gh-4", "&#35;&#8203;12 GH-&#8203;3 gh-&#8203;4"},
      {"https://a.b www.c.d Www.e", "https&#58;&#8203;//a.b www.&#8203;c.d Www.&#8203;e"},
      {"highway-7 and awww.x", "highway-7 and awww.x"},
      {"a | b\\c", "a &#124; b&#92;c"},
      {"at 12:30:05", "at 12&#58;30&#58;05"},
      {"two\nlines", "two&#92;nlines"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(markup_text(text, 1000), expected);
  }
}

TEST(Markup, KeepsACommandToBeCopied) {
  EXPECT_EQ(markup_block({"curl 'https://a.b/?x=1&y=<2>' -H \"@f\""}, 1000),
            "<pre>curl 'https://a.b/?x=1&amp;y=&lt;2&gt;' -H \"@f\"</pre>");
}

TEST(Markdown, StartsWithTheVerdict) {
  for (const auto& [report, heading] :
       {std::pair(support::open_report(), "## ✅ Gate open\n"),
        std::pair(support::rich_report(), "## ❌ Gate closed\n"),
        std::pair(support::empty_report(), "## ❔ Gate undecided\n")}) {
    EXPECT_TRUE(find_format("markdown")->render(report, {}).starts_with(heading));
  }
}

RunReport many_findings(std::size_t count, std::string_view text) {
  RunReport report = support::open_report();
  for (std::size_t i = 0; i < count; ++i) {
    Finding finding;
    finding.rule = "http/status";
    finding.message = text;
    finding.check = text;
    finding.step = text;
    finding.path = text;
    finding.curl = text;
    finding.evidence = {{std::string(text), std::string(text)}};
    finding.pos = {0, 12, 1};
    report.checks[0].findings.push_back(finding);
  }
  report.checks[0].outcome = Outcome::kFailed;
  report.verdict = verdict_of(report, {});
  return report;
}

TEST(Markdown, FitsIntoACommentAndCountsWhatDoesNot) {
  for (const std::string& text : {std::string("short"), std::string(9000, '*')}) {
    const std::string out = find_format("markdown")->render(many_findings(2000, text), {});
    EXPECT_LE(out.size(), 65'536U);
    EXPECT_NE(out.find("findings more** had no room here"), std::string::npos);
    EXPECT_NE(out.find("### What broke"), std::string::npos) << "the worst is there";
  }
  RunReport hostile = support::hostile_report(std::string(100'000, '<'));
  EXPECT_LE(find_format("markdown")->render(hostile, {}).size(), 65'536U);
}

TEST(Markdown, FillsASummaryFurther) {
  const RunReport report = many_findings(2000, "short");
  const std::string out = markdown(report, 900 * 1024);
  EXPECT_LE(out.size(), 900U * 1024);
  EXPECT_GT(out.size(), 300'000U);
}

TEST(Markdown, SaysThatALongCommandIsElsewhere) {
  const std::string out =
      find_format("markdown")->render(many_findings(1, std::string(5000, 'x')), {});
  EXPECT_NE(out.find("too long for this place"), std::string::npos);
}

}  // namespace
}  // namespace switchgate::reporters
