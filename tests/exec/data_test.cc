// Captures and rows are values to compare with, whatever they look like.

#include <string>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

// A check that captures `f` of the first answer, and expects something of the second.
std::string capturing(const std::string& expect) {
  return "checks:\n"
         "  - name: c\n"
         "    steps:\n"
         "      - {get: /first, capture: {f: $.field}}\n"
         "      - {get: /second, expect: {" +
         expect + "}}\n";
}

std::string of_row(const std::string& row, const std::string& expect) {
  return "checks: [{name: c, for_each: [{f: " + row + "}], get: /second, expect: {" + expect +
         "}}]\n";
}

class Data : public ::testing::Test {
 protected:
  // The rules that are told about a second answer, where the first holds `field`.
  Lines rules(const std::string& field, const ScriptedReply& second, const std::string& suite) {
    candidate.on("GET /first", R"({"field": )" + field + "}");
    candidate.on("GET /second", second);
    return GateRun(suite).run(candidate.url()).rules();
  }

  ScriptedServer candidate;
};

TEST_F(Data, ThatLooksLikeAMatcherIsNone) {
  const std::string equal = capturing("json: {$.field: '${f}'}");
  EXPECT_EQ(rules(R"({"type": "number"})", {R"({"field": 12345})"}, equal), Lines{"[json/value]"});
  EXPECT_EQ(rules(R"({"type": "number"})", {R"({"field": {"type": "number"}})"}, equal), Lines());
  EXPECT_EQ(rules(R"({"id": 1, "name": "n"})", {R"({"field": {"name": "n", "id": 1}})"}, equal),
            Lines());
  EXPECT_EQ(rules("{}", {R"({"field": {}})"}, equal), Lines());
  EXPECT_EQ(rules(R"([{"exists": false}])", {R"({"field": [{"exists": false}]})"}, equal), Lines());
  EXPECT_EQ(rules("", {R"({"field": 12345})"}, of_row("{type: number}", "json: {$.field: '${f}'}")),
            Lines{"[json/value]"});
}

TEST_F(Data, ThatLooksLikeAMatcherIsNoneWithinAMatcher) {
  const std::string matcher = R"({"at_least": 0})";
  for (const char* expect :
       {"json: {$.list: {each: '${f}'}}", "json: {$.list: {any: '${f}'}}",
        "json: {$.list: {includes: '${f}'}}", "json: {$.field: {optional: '${f}'}}"}) {
    EXPECT_EQ(rules(matcher, {R"({"list": [1], "field": 1})"}, capturing(expect)),
              Lines{"[json/value]"})
        << expect;
  }
  EXPECT_EQ(rules(R"({"exists": true})", {R"({"field": 1})"},
                  capturing("json: {$.field: {not: '${f}'}}")),
            Lines());
}

TEST_F(Data, IsNoClassOfStatuses) {
  const std::string status = capturing("status: '${f}'");
  EXPECT_EQ(rules(R"("5xx")", {"{}", 500}, status), Lines{"[capture/unusable]"});
  EXPECT_EQ(rules(R"({"at_least": 100})", {"{}", 500}, status), Lines{"[capture/unusable]"});
  EXPECT_EQ(rules("[500]", {"{}", 500}, status), Lines{"[capture/unusable]"});
  EXPECT_EQ(rules("201", {"{}", 201}, status), Lines());
  EXPECT_EQ(rules(R"("201")", {"{}", 500}, status), Lines{"[http/status]"});
}

TEST_F(Data, IsNoMappingOfSubjects) {
  EXPECT_EQ(rules(R"({"$.missing": {"exists": false}})", {"{}"}, capturing("json: '${f}'")),
            Lines{"[capture/unusable]"});
  EXPECT_EQ(rules(R"({"secure": false})", {"{}", 200, {{"Set-Cookie", "sid=1"}}},
                  capturing("cookies: {sid: '${f}'}")),
            Lines{"[capture/unusable]"});
}

TEST_F(Data, StandsForItselfInAPattern) {
  const std::string pattern = capturing("json: {$.field: {matches: '^id=${f}$'}}");
  EXPECT_EQ(rules(R"(".*")", {R"({"field": "id=7"})"}, pattern), Lines{"[json/value]"});
  EXPECT_EQ(rules(R"("a.b|(c")", {R"({"field": "id=a.b|(c"})"}, pattern), Lines());
  const std::string whole = capturing("json: {$.field: {matches: '${f}'}}");
  EXPECT_EQ(rules(R"("7.")", {R"({"field": "a 7. b"})"}, whole), Lines());
  EXPECT_EQ(rules(R"("7.")", {R"({"field": "a 77 b"})"}, whole), Lines{"[json/value]"});
  EXPECT_EQ(rules(R"("")", {R"({"field": "x"})"}, whole), Lines{"[capture/unusable]"});
  EXPECT_EQ(rules("", {R"({"field": "id=7"})"},
                  of_row("'.*'", "json: {$.field: {matches: '^id=${f}$'}}")),
            Lines{"[json/value]"});
}

TEST_F(Data, IsNoTimeThatCountsFromNow) {
  const std::string before = capturing("json: {$.field: {before: '${f}'}}");
  EXPECT_EQ(rules(R"("now+1000d")", {R"({"field": "2020-01-01"})"}, before),
            Lines{"[capture/unusable]"});
  EXPECT_EQ(rules(R"("2021-01-01")", {R"({"field": "2020-01-01"})"}, before), Lines());
}

TEST_F(Data, StaysDataInAVariableThatIsMadeOfIt) {
  const std::string by_variable =
      "checks: [{name: c, for_each: [{f: {type: number}}], vars: {own: '${f}', late: ['${uuid}', "
      "'${f}']}, get: /second, expect: {json: {$.field: '${own}'}}}]\n";
  EXPECT_EQ(rules("", {R"({"field": 12345})"}, by_variable), Lines{"[json/value]"});
}

TEST_F(Data, OfAFlowThatRunsOnceIsDataInEveryCheck) {
  const std::string suite =
      "flows: {before: {once: true, steps: [{get: /first, capture: {f: $.field}}]}}\n"
      "checks: [{name: c, uses: before, get: /second, expect: {json: {$.field: '${f}'}}}]\n";
  EXPECT_EQ(rules(R"({"type": "number"})", {R"({"field": 12345})"}, suite), Lines{"[json/value]"});
}

TEST_F(Data, IsTakenAsWrittenWhereTheAuthorSaysSo) {
  EXPECT_EQ(rules(R"("i.=[0-9]")", {R"({"field": "id=7"})"},
                  capturing("json: {$.field: {matches: '^${f|raw}$'}}")),
            Lines());
  EXPECT_EQ(rules("", {"{}", 404}, of_row("4xx", "status: '${f|raw}'")), Lines());
  EXPECT_EQ(rules("", {R"({"field": 3})"}, of_row("{at_least: 3}", "json: {$.field: '${f|raw}'}")),
            Lines());
}

TEST_F(Data, IsNotWhatTheSuiteItselfSays) {
  EXPECT_EQ(rules("", {R"({"field": 3, "text": "abc"})", 404},
                  "vars: {s: 4xx, m: {at_least: 3}, p: 'a.c'}\n"
                  "checks: [{name: c, get: /second, expect: {status: '${s}', json: {$.field: "
                  "'${m}', $.text: {matches: '^${p}$'}}}}]\n"),
            Lines());
}

}  // namespace
}  // namespace switchgate::testing
