// One nasty answer in every place of a response, through a whole run and every reporter.

#include <string>
#include <vector>

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "reporters/reporter.h"
#include "tests/support/clean_text.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"
#include "tests/support/tools.h"

namespace switchgate::testing {
namespace {

// All that a terminal, a CI log, a table, a page or a document might obey.
// Valid UTF-8 as far as it goes.
const std::string kNastyText =
    "\x1b[2J\x1b]0;title\x07\x1b[31mred\r::error file=a,line=1::boom\n::set-output name=a::b\n"
    "##[error]x ##vso[task.complete]y\n| a | b |\n|---|---|\n<script>alert(1)</script> "
    "<img src=x onerror=alert(1)> ]]> <!-- --> &amp; [click](javascript:alert(1)) `code` "
    "\xE2\x80\xAEtxt\xE2\x81\xA6\xEF\xBB\xBF\xE2\x80\x8B \xC2\x9B"
    "31m";
const std::string kNasty = kNastyText + " \xff\xfe\xc0\x80 \xed\xa0\x80";

std::string in_json(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '"' || c == '\\') {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    } else {
      out += c;
    }
  }
  return out;
}

// In a header line: no line ends, which would end it.
std::string in_header(std::string text) {
  return replace_all(replace_all(replace_all(text, "\r", " "), "\n", " "), "\x07", " ");
}

const char* const kSuite = R"(
checks:
  - {name: body, get: /text, expect: {text: {equals: x}}}
  - {name: json, get: /json, expect: {json: {$.a: x, '$.b': {keys: [z]}}}}
  - {name: not json, get: /text, expect: {json: {$.a: x}}}
  - {name: xml, get: /text, expect: {xml: {/a: x}}}
  - {name: header, get: /header, expect: {headers: {X-Nasty: x}}}
  - {name: redirect, get: /moved, follow: 1}
  - {name: status, get: /gone}
  - {name: cookie, get: /header, expect: {cookies: {sid: x}}}
  - {name: capture, steps: [{get: /text, capture: {a: {regex: '(?s)(.*)'}}}, {get: '/${a}', headers: {}, expect: {status: 404, text: {empty: true}}}]}
  - {name: shape, get: /shape, compare: {shape: true}}
)";

TEST(ANastyAnswer, GoesThroughEveryReporterWithoutBeingObeyed) {
  const std::string object =
      "{\"a\": \"" + in_json(kNastyText) + "\", \"b\": {\"" + in_json(kNastyText) + "\": 1}}";
  ScriptedServer candidate;
  candidate.on("GET /text", ScriptedReply{kNasty, 200, {}, "text/plain"});
  candidate.on("GET /json", object);
  candidate.on("GET /gone", ScriptedReply{kNasty, 410});
  candidate.on("GET /shape", R"({"a": 1, "b": {"x": 1}})");
  candidate.on(
      "GET /header",
      ScriptedReply{
          "{}", 200, {{"X-Nasty", in_header(kNasty)}, {"Set-Cookie", "sid=" + in_header(kNasty)}}});
  candidate.on("GET /moved",
               ScriptedReply{"", 302, {{"Location", "http://127.0.0.1:9/" + in_header(kNasty)}}});
  ScriptedServer live;
  live.on("GET /shape", object);

  GateRun gate(kSuite);
  gate.inside = true;
  std::vector<std::string> more;
  for (const reporters::Format& format : reporters::formats()) {
    const std::string name(format.name);
    more.insert(more.end(), {"--report", name + "=" + gate.path(name)});
  }
  const GateRan ran = gate.run(candidate.url(), live.url(), more);
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  for (const std::string& outcome : ran.outcomes()) {
    EXPECT_TRUE(outcome.ends_with("failed"))
        << outcome << ran.out;  // each of them told something nasty
  }
  for (const reporters::Format& format : reporters::formats()) {
    const std::string text = GateRun::read(gate.path(std::string(format.name)));
    EXPECT_GT(text.size(), 1000U) << format.name;
    EXPECT_TRUE(support::is_clean(text)) << format.name;
    EXPECT_FALSE(support::has_foreign_command(format.name, text)) << format.name;
  }
  EXPECT_TRUE(support::is_clean(ran.out) && support::is_clean(ran.err)) << ran.out << ran.err;
  // Its readers still can read it.
  EXPECT_EQ(support::run_tool({"xmllint", "--noout", gate.path("junit")}).exit_code, 0);
  EXPECT_FALSE(ran.report().is_null());
}

}  // namespace
}  // namespace switchgate::testing
