// What judging promises beyond the single matcher: evidence, places, levels,
// secrets, what is not filled in yet, and the law of `not`.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/expect/expectations.h"
#include "checks/expect/operators.h"
#include "checks/expect/subjects.h"
#include "checks/yaml/parser.h"
#include "tests/support/expect_testing.h"

namespace switchgate {
namespace {

using expect_testing::answer_with;
using expect_testing::findings_of;
using expect_testing::lines_of;
using expect_testing::mistakes_of;
using expect_testing::parse_yaml;

const Instant kNow = *parse_date_time("2026-11-22T10:00:00Z");

expect::Expectations compiled(const std::string& yaml, Level level = Level::kError,
                              expect::Stage stage = expect::Stage::kWritten) {
  tree::Problems problems;
  expect::Expectations into;
  expect::compile(parse_yaml(yaml), level, problems, into, stage);
  EXPECT_TRUE(problems.empty());
  return into;
}

std::string case_files_text() {
  std::string all;
  const std::string folder = std::string(SWITCHGATE_SOURCE_DIR) + "/tests/cases/expect";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

TEST(Findings, CarryWhatWasExpectedWhatWasFoundAndHowMany) {
  const auto findings =
      findings_of("json: {'$.items[*].price': {each: {type: number}}}",
                  answer_with(R"({"items": [{"price": 1}, {"price": "9.50"}, {"price": null}]})"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "json/type");
  EXPECT_EQ(findings[0].path, "$.items[*].price");
  const std::vector<Evidence> evidence = {{"expected", "to be a number"},
                                          {"found", "the string \"9.50\""},
                                          {"at", "$.items[1].price"},
                                          {"failed", "2 of 3 elements"}};
  EXPECT_EQ(findings[0].evidence, evidence);
}

TEST(Findings, NameTheFirstDifferenceOfDeepValues) {
  const auto findings = findings_of("json: {$: {equals: {a: [1, {b: x}], c: 1}}}",
                                    answer_with(R"({"c": 1, "a": [1, {"b": "y"}]})"));
  ASSERT_EQ(findings.size(), 1U);
  const Evidence difference = {"first difference", "$.a[1].b"};
  EXPECT_EQ(findings[0].evidence.back(), difference);
}

TEST(Findings, NameSurplusAndAbsentMembersAsTheFirstDifference) {
  const auto surplus =
      findings_of("json: {$: {equals: {a: 1}}}", answer_with(R"({"a": 1, "b": 2})"));
  EXPECT_EQ(surplus.at(0).evidence.back().value, "$.b");
  const auto absent = findings_of("json: {$: {equals: {a: 1, b: 2}}}", answer_with(R"({"a": 1})"));
  EXPECT_EQ(absent.at(0).evidence.back().value, "$.b");
  const auto longer = findings_of("json: {$.l: [1, 2]}", answer_with(R"({"l": [1]})"));
  EXPECT_EQ(longer.at(0).evidence.back().value, "$.l");
}

TEST(Findings, PointAtTheVeryOperator) {
  const auto findings = findings_of(
      "status: 201\n"
      "headers:\n"
      "  ETag: {exists: true}\n"
      "json:\n"
      "  $.a:\n"
      "    type: integer\n"
      "    each: {type: string,\n"
      "           length: 2}\n"
      "  $.b:\n"
      "    each: {type: string,\n"
      "           length: 2}\n",
      answer_with(R"({"a": "x", "b": ["ab", "c"]})"));
  ASSERT_EQ(findings.size(), 4U);
  EXPECT_EQ(findings[0].pos, (SourcePos{0, 1, 9}));
  EXPECT_EQ(findings[1].pos, (SourcePos{0, 3, 10}));
  EXPECT_EQ(findings[2].pos, (SourcePos{0, 6, 5}));
  // The count that differs is that of the length, so its value is pointed at.
  EXPECT_EQ(findings[3].pos, (SourcePos{0, 11, 20}));
}

TEST(Findings, HaveTheLevelOfTheirBlock) {
  tree::Problems problems;
  expect::Expectations both;
  expect::compile(parse_yaml("status: 200\njson: {$.a: 1}"), Level::kError, problems, both);
  expect::compile(parse_yaml("json: {$.b: 2}\nsize: 0"), Level::kWarning, problems, both);
  const auto judged = expect::judge(both, answer_with(R"({"a": 2, "b": 3})"), kNow, {});
  EXPECT_EQ(judged.count, 4U);
  EXPECT_EQ(
      lines_of(judged.findings),
      (std::vector<std::string>{"[json/value] expected $.a to equal 1, found 2",
                                "warning [json/value] expected $.b to equal 2, found 3",
                                "warning [http/size] expected size to equal 0 bytes, found 16 "
                                "bytes"}));
}

TEST(Findings, TakeTheHighestLevelForABodyThatIsNoJson) {
  tree::Problems problems;
  expect::Expectations both;
  expect::compile(parse_yaml("json: {$.b: 2}"), Level::kWarning, problems, both);
  EXPECT_EQ(expect::judge(both, answer_with("{"), kNow, {}).findings.at(0).level, Level::kWarning);
  expect::compile(parse_yaml("json: {$.a: 2}"), Level::kError, problems, both);
  const auto judged = expect::judge(both, answer_with("{"), kNow, {});
  EXPECT_EQ(judged.count, 2U);
  ASSERT_EQ(judged.findings.size(), 1U);
  EXPECT_EQ(judged.findings[0].level, Level::kError);
}

TEST(Findings, TellWhatAnInvalidBodyLooksLike) {
  HttpResponse answer = answer_with("<html>\n<h1>Sign in</h1>");
  answer.headers = {{"content-type", "text/html"}};
  const auto findings = findings_of("json: {$.a: 1}", answer);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].evidence.at(2), (Evidence{"Content-Type", "text/html"}));
  EXPECT_EQ(findings[0].evidence.at(3), (Evidence{"body", "<html>\\n<h1>Sign in</h1>"}));
}

TEST(Findings, NameOnlyRulesOfTheClosedSetAndEachOneIsTested) {
  const std::string cases = case_files_text();
  for (const std::string_view rule : expect::rule_ids()) {
    EXPECT_NE(cases.find('[' + std::string(rule) + ']'), std::string::npos) << rule;
  }
  for (std::size_t at = cases.find(" expected "); at != std::string::npos;
       at = cases.find(" expected ", at + 1)) {
    if (cases[at - 1] == ']') {
      const std::size_t open = cases.rfind('[', at);
      const auto rule = std::string_view(cases).substr(open + 1, at - open - 2);
      const auto rules = expect::rule_ids();
      EXPECT_NE(std::find(rules.begin(), rules.end(), rule), rules.end()) << rule;
    }
  }
}

TEST(Operators, EachOneHasACase) {
  const std::string cases = case_files_text();
  for (const expect::OperatorRow& row : expect::operators()) {
    EXPECT_NE(cases.find(std::string(row.name) + ": "), std::string::npos) << row.name;
    EXPECT_FALSE(row.summary.empty()) << row.name;
  }
}

TEST(Operators, AndSubjectsHaveAnExampleThatCompiles) {
  for (const expect::OperatorRow& row : expect::operators()) {
    const std::string example(row.example);
    EXPECT_NE(example.find('{' + std::string(row.name) + ": "), std::string::npos) << example;
    EXPECT_EQ(mistakes_of(example, expect::Stage::kFilledIn), std::vector<std::string>{})
        << example;
  }
  for (const expect::SubjectRow& row : expect::subjects()) {
    const std::string example(row.example);
    EXPECT_TRUE(example.starts_with(std::string(row.name) + ": ")) << example;
    EXPECT_FALSE(row.summary.empty()) << row.name;
    EXPECT_EQ(mistakes_of(example, expect::Stage::kFilledIn), std::vector<std::string>{})
        << example;
  }
}

// 502 with an HTML page: one cause, one finding, and nothing of it is lost.
TEST(Findings, OfAWrongStatusTellOfTheBodyThatCannotBeRead) {
  HttpResponse answer = answer_with("<h1>Bad Gateway</h1>");
  answer.status = 502;
  const auto findings = findings_of("json: {$.a: 1}\nxml: {/order/@id: 1}\nstatus: 200", answer);
  ASSERT_EQ(findings.size(), 2U);  // an h1 alone is well-formed XML
  EXPECT_EQ(findings[0].rule, "xml/missing");
  EXPECT_EQ(findings[1].rule, "http/status");
  EXPECT_EQ(findings[1].evidence.back().label, "body");
  EXPECT_TRUE(findings[1].evidence.back().value.starts_with("not valid JSON at line 1"));
}

TEST(Findings, AreKeptWhereAWarningWouldHideAnError) {
  tree::Problems problems;
  expect::Expectations both;
  expect::compile(parse_yaml("json: {$.b: 2}"), Level::kError, problems, both);
  expect::compile(parse_yaml("status: 201"), Level::kWarning, problems, both);
  auto judged = expect::judge(both, answer_with("{"), kNow, {});
  expect::fold_into_status(judged.findings);
  ASSERT_EQ(judged.findings.size(), 2U);
  EXPECT_EQ(judged.findings[0].rule, "json/invalid");
  EXPECT_EQ(judged.findings[0].level, Level::kError);
  const auto undecided = findings_of("status: '${code}'\njson: {$.a: 1}", answer_with("{"));
  EXPECT_EQ(undecided.size(), 2U);
}

TEST(Secrets, StayHiddenInBytesAndCookies) {
  Masker masker;
  masker.add("TOKEN", "s3cr3t-value");
  HttpResponse answer = answer_with("got s3cr3t-value");
  answer.headers.push_back({"Set-Cookie", "sid=visible; Path=/s3cr3t-value"});
  const auto findings =
      findings_of("bytes: {starts_with: 00}\ncookies: {sid: {value: x}, sid2: x}", answer, masker);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].message, "expected bytes to start with 00, found ***");
  EXPECT_EQ(findings[1].message, "expected cookie sid to equal \"x\", found ***");
  const auto path = findings_of("cookies: {sid: {path: /}}", answer, masker);
  EXPECT_EQ(path.at(0).message,
            "expected path of cookie sid to equal \"/\", found \"/***TOKEN***\"");
}

TEST(Secrets, AreMaskedWhereverTheyStand) {
  Masker masker;
  masker.add("TOKEN", "s3cr3t-value");
  HttpResponse answer = answer_with(R"({"a": "s3cr3t-value", "s3cr3t-value": 1})");
  answer.reason = "s3cr3t-value";
  answer.headers.push_back({"X-Echo", "got s3cr3t-value"});
  const auto findings = findings_of(
      "status: 400\n"
      "headers: {X-Echo: {not: {contains: s3cr3t-value}}}\n"
      "json: {$.a: 1, '$[''s3cr3t-value'']': 2, $: {equals: {s3cr3t-value: "
      "2}}}\n"
      "text: s3cr3t-value\n",
      answer, masker);
  ASSERT_EQ(findings.size(), 6U);
  for (const Finding& finding : findings) {
    std::string all = finding.message + finding.path;
    for (const Evidence& evidence : finding.evidence) {
      all += evidence.label + evidence.value;
    }
    EXPECT_EQ(all.find("s3cr3t"), std::string::npos) << all;
    EXPECT_NE(all.find("***TOKEN***"), std::string::npos) << all;
  }
}

TEST(Secrets, AreNotShownInHalfWhereAnExcerptEnds) {
  Masker masker;
  masker.add("TOKEN", "s3cr3t-value");
  for (std::size_t before = 180; before < 200; ++before) {
    const auto findings =
        findings_of("text: x", answer_with(std::string(before, 'a') + "s3cr3t-value"), masker);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].message.find("s3c"), std::string::npos) << findings[0].message;
    EXPECT_LE(findings[0].evidence.at(1).value.size(), 200U);
  }
}

TEST(Unresolved, OperandsOfAnyTypeAreTakenWhenASuiteIsChecked) {
  const std::vector<std::string> expectations = {
      "status: '${code}'",
      "status: [200, '${code}']",
      "headers: {ETag: '${etag}', X-A: {matches: '(${x}'}, '${name}': x}",
      "json: {$.a: '${x}', '$.b[?@.id==${id}]': {count: 1}, '$.c[*]': "
      "'${list}'}",
      "json: {$.a: {less_than: '${x}', between: ['${a}', 3], type: '${t}', "
      "sorted: '${s}'}}",
      "json: {$.a: {each: {matches: '${x}'}, length: {at_most: '${n}'}, "
      "format: '${f}'}}",
      "json: {$.a: {exists: '${x}', each: 1, allow_empty: '${y}'}}",
      "json: '${all}'",
      "size: {at_most: '${x}'}",
      "time: {total: {at_most: '${limit}'}}",
      "xml: {'//s:a[@id=''${id}'']': {count: 1}, namespaces: {s: '${uri}'}, '//s:b': {any: "
      "'${x}'}}",
      "xml: {/a: '${x}', //b: '${x}', /c = 1: '${x}', count(/d): '${n}'}",
      "xml: {namespaces: '${all}', /a: 1}",
      "cookies: {sid: '${x}', '${name}': {secure: '${flag}', value: {length: '${n}'}}}",
      "bytes: {starts_with: '${hex}'}",
      "sha256: '${digest}'",
      "tls: {days_left: {at_least: '${days}'}, names: {any: '${name}'}}",
      "redirects: '${all}'",
      "redirects: [{status: '${code}', url: '${url}'}]",
      "url: '${url}'",
      "json: {$.a: {approx: {value: '${x}', within: 5%}, before: '${date}', "
      "keys: ['${k}']}}",
  };
  for (const std::string& text : expectations) {
    EXPECT_EQ(mistakes_of(text), std::vector<std::string>{}) << text;
  }
}

TEST(Unresolved, OtherMistakesBesideThemAreStillTold) {
  EXPECT_EQ(mistakes_of("json: {$.a: {less_than: '${x}', each: {tpye: '${t}'}}}"),
            std::vector<std::string>{"unknown matcher 'tpye' in 'each'; did you mean 'type'?"});
}

TEST(Unresolved, OperandsAreUndecidedNeverPassed) {
  for (const std::string& text :
       {std::string("status: '${code}'"), std::string("json: {$.a: {not: '${x}'}}"),
        std::string("json: {$.l: {none: '${x}'}}"), std::string("json: {$.l: {any: '${x}'}}"),
        std::string("json: {$.l: {each: {less_than: '${x}'}}}"),
        std::string("json: {'$[?@==${x}]': {count: 1}}"), std::string("sha256: '${x}'"),
        std::string("redirects: '${x}'"), std::string("cookies: {a: '${x}'}"),
        std::string("bytes: {contains: '${x}'}")}) {
    const auto findings = findings_of(text, answer_with(R"({"a": 1, "l": [1]})"));
    ASSERT_EQ(findings.size(), 1U) << text;
    EXPECT_TRUE(findings[0].undecided) << text;
  }
}

TEST(Unresolved, TextsThatWereFilledInAreTakenAsTheyAre) {
  const auto filled = compiled("text: 'costs ${price}'", Level::kError, expect::Stage::kFilledIn);
  EXPECT_TRUE(expect::judge(filled, answer_with("costs ${price}"), kNow, {}).findings.empty());
  EXPECT_EQ(mistakes_of("size: '${x}'", expect::Stage::kFilledIn),
            std::vector<std::string>{"'size' expects a number, got '${x}'"});
}

TEST(DefaultStatus, Is2xxUnlessTheSuiteSaysOtherwise) {
  auto without = compiled("size: 0");
  EXPECT_FALSE(without.asks_status);
  expect::add_default_status({0, 7, 3}, Level::kError, without);
  HttpResponse answer = answer_with("");
  answer.status = 302;
  answer.reason = "Found";
  const auto judged = expect::judge(without, answer, kNow, {});
  EXPECT_EQ(judged.count, 2U);
  ASSERT_EQ(judged.findings.size(), 1U);
  EXPECT_EQ(judged.findings[0].message, "expected status 2xx, found 302 Found");
  EXPECT_EQ(judged.findings[0].pos, (SourcePos{0, 7, 3}));

  auto stated = compiled("status: 302");
  expect::add_default_status({0, 7, 3}, Level::kError, stated);
  EXPECT_EQ(stated.list.size(), 1U);
  EXPECT_TRUE(expect::judge(stated, answer, kNow, {}).findings.empty());
}

TEST(Judging, IsPure) {
  const auto expectations = compiled(
      "status: 2xx\n"
      "json: {$.a: {at_most: 1}, '$.l[*]': {unique: true, sorted: asc}, $.d: "
      "{after: now-1h}}\n"
      "text: {matches: 'x'}\n");
  const HttpResponse answer = answer_with(R"({"a": 2, "l": [2, 1, 2], "d": "2026-11-22"})");
  const auto once = expect::judge(expectations, answer, kNow, {});
  const auto again = expect::judge(expectations, answer, kNow, {});
  EXPECT_EQ(lines_of(once.findings), lines_of(again.findings));
  EXPECT_EQ(once.findings.size(), 4U);
}

TEST(Judging, ReadsTheBodyOnlyWhenJsonIsAsked) {
  const auto expectations = compiled("status: 200\nsize: 1");
  EXPECT_FALSE(expectations.asks_json);
  EXPECT_TRUE(compiled("json: {$.a: 1}").asks_json);
  EXPECT_TRUE(expect::judge(expectations, answer_with("{"), kNow, {}).findings.empty());
}

// Every operator on every kind of value: `not` turns the answer round.
TEST(Not, InvertsEveryOperatorOnAPresentValue) {
  const std::vector<std::string> values = {"null", "true",  "false",   "0",     "1",
                                           "1.5",  "-3",    "\"\"",    "\"a\"", "\"2026-11-22\"",
                                           "[]",   "[1,2]", "[2,1,2]", "{}",    R"({"a":1})"};
  const std::vector<std::string> matchers = {"1",
                                             "a",
                                             "[1, 2]",
                                             "{equals: {a: 1}}",
                                             "{one_of: [1, a]}",
                                             "{less_than: 1}",
                                             "{at_most: 1}",
                                             "{greater_than: 1}",
                                             "{at_least: 1}",
                                             "{between: [0, 1]}",
                                             "{approx: {value: 1, within: 1}}",
                                             "{contains: a}",
                                             "{starts_with: a}",
                                             "{ends_with: a}",
                                             "{matches: '^a?$'}",
                                             "{empty: true}",
                                             "{empty: false}",
                                             "{length: 1}",
                                             "{type: [string, array]}",
                                             "{format: date}",
                                             "{count: 2}",
                                             "{each: 1}",
                                             "{any: 1}",
                                             "{none: 1}",
                                             "{unique: true}",
                                             "{sorted: asc}",
                                             "{includes: 2}",
                                             "{keys: [a]}",
                                             "{like: {a: 1}}",
                                             "{before: 2026-11-23}",
                                             "{after: now}",
                                             "{not: {type: number}}",
                                             "{type: string, length: 1}"};
  for (const std::string& matcher : matchers) {
    for (const std::string& value : values) {
      const HttpResponse answer = answer_with(R"({"v": )" + value + '}');
      const bool plain = findings_of("json: {$.v: " + matcher + '}', answer).empty();
      const bool inverted = findings_of("json: {$.v: {not: " + matcher + "}}", answer).empty();
      EXPECT_NE(plain, inverted) << matcher << " on " << value;
    }
  }
}

TEST(Absence, SatisfiesOnlyExistsFalseOptionalAndACountOfNone) {
  for (const expect::OperatorRow& row : expect::operators()) {
    const std::string name(row.name);
    const std::string operand =
        name == "between"                                         ? "[0, 9]"
        : name == "approx"                                        ? "{value: 0, within: 9}"
        : name == "one_of" || name == "keys"                      ? "[null]"
        : name == "empty" || name == "exists" || name == "unique" ? "true"
        : name == "sorted"                                        ? "asc"
        : name == "type"                                          ? "null"
        : name == "format"                                        ? "date"
        : name == "before" || name == "after"                     ? "now"
        : name == "contains" || name == "starts_with" || name == "ends_with" || name == "matches"
            ? "a"
            : "0";
    const std::string fixed = name == "keys" ? "[a]" : operand;
    const bool passes =
        findings_of("json: {$.gone: {" + name + ": " + fixed + "}}", answer_with("{}")).empty();
    EXPECT_EQ(passes, name == "optional" || name == "count") << name;
  }
  EXPECT_TRUE(findings_of("json: {$.gone: {exists: false}}", answer_with("{}")).empty());
}

TEST(HostileAnswers, CostNoMoreThanTheirSizeAndSpoilNoMessage) {
  std::string many = "[";
  for (int i = 0; i < 20'000; ++i) {
    many += i == 0 ? "\"x\"" : ",\"x\"";
  }
  many += ']';
  const auto findings = findings_of(
      "json: {$: {each: {type: number}}, '$[*]': {unique: true}, '$[0]': "
      "{length: 2}}",
      answer_with(many));
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].evidence.back(), (Evidence{"failed", "20000 of 20000 elements"}));
  EXPECT_EQ(findings[1].message,
            "expected $[*] to have no element twice, found \"x\" at $[0] and "
            "at $[1]");
}

TEST(HostileAnswers, OfGreatDepthAreInvalidNotACrash) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const auto findings = findings_of("json: {$: {each: 1}}", answer_with(deep));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "json/invalid");
}

TEST(HostileAnswers, OfXmlAreInvalidNotSlow) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<a>";
  }
  for (const std::string& body :
       {deep, std::string(5'000'000, '<'), std::string("<a>&lol9;</a>"),
        std::string("<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"), std::string("<s:a/>")}) {
    const auto findings = findings_of("xml: {//a: {count: 1}}", answer_with(body));
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "xml/invalid");
    EXPECT_LT(findings[0].message.size(), 500U);
  }
}

TEST(HostileAnswers, WithBytesThatAreNoUtf8AreShownSafely) {
  const auto findings =
      findings_of("text: ok\njson: {$.a: 1}", answer_with("\xff\x1b[2J::error::\r\n"));
  ASSERT_EQ(findings.size(), 2U);
  for (const Finding& finding : findings) {
    EXPECT_FALSE(find_invalid_utf8(finding.message).has_value());
    EXPECT_EQ(finding.message.find_first_of("\x1b\r\n"), std::string::npos);
  }
}

TEST(HostileAnswers, OfAMegabyteAreShownShort) {
  const auto findings =
      findings_of("json: {$.a: {equals: {}}}\ntext: x",
                  answer_with(R"({"a": {"b": ")" + std::string(1'000'000, 'y') + R"("}})"));
  ASSERT_EQ(findings.size(), 2U);
  for (const Finding& finding : findings) {
    EXPECT_LT(finding.message.size(), 500U);
    for (const Evidence& evidence : finding.evidence) {
      EXPECT_LE(evidence.value.size(), 200U);
    }
  }
}

TEST(Mistakes, PointAtTheirPlace) {
  const SourceFiles files = {{"shop.yaml", "shop.yaml",
                              "status: 200\njson:\n  $.total: {at_mots: 3}\n  '$.items[*]': 3\n"}};
  tree::Problems problems;
  const auto node = yaml::parse(files, 0, problems);
  ASSERT_TRUE(node.has_value());
  expect::Expectations into;
  expect::compile(*node, Level::kError, problems, into);
  EXPECT_EQ(problems.to_text(files),
            "shop.yaml:3:13: unknown matcher 'at_mots' in '$.total'; did you "
            "mean 'at_most'?\n"
            "  3 |   $.total: {at_mots: 3}\n"
            "    |             ^\n"
            "shop.yaml:4:17: '$.items[*]' may select several nodes, so it "
            "takes count, each, any, "
            "none, unique, sorted, includes, got '3'\n"
            "  4 |   '$.items[*]': 3\n"
            "    |                 ^\n");
}

}  // namespace
}  // namespace switchgate
