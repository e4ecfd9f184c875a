// `for_each`: what rows of every kind make of one check.

#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

using Lines = std::vector<std::string>;

class Rows : public ::testing::Test {
 protected:
  // The plan of a suite with these checks.
  Loaded load_checks(const std::string& checks, const std::string& before = "") {
    LoadOptions options;
    options.paths = {folder.write("suite.yaml", "switchgate: 1\n" + before + "checks:\n" + checks)};
    options.environment = environment;
    files.clear();
    tree::Problems problems;
    auto loaded = load(options, files, problems);
    told = problems.to_text(files);
    return loaded ? std::move(*loaded) : Loaded{};
  }

  static Lines ids(const Loaded& loaded) {
    Lines out;
    for (const Check& check : loaded.plan.checks) {
      out.push_back(check.id);
    }
    return out;
  }

  // "q=lamp n=3" of one check.
  static std::string vars(const Check& check) {
    Lines out;
    for (const OwnVariable& variable : check.vars) {
      out.push_back(variable.name + '=' + json::to_text(variable.value));
    }
    return join(out, " ");
  }

  testing::ScratchDir folder;
  std::map<std::string, std::string, std::less<>> environment;
  SourceFiles files;
  std::string told;
};

TEST_F(Rows, BecomeOneCheckEach) {
  const Loaded loaded = load_checks(
      "  - {name: search, for_each: [{q: lamp, n: 3}, {q: chair, n: 0}], tags: [a], "
      "get: /search}\n  - {name: last, get: /}\n");
  EXPECT_EQ(ids(loaded), (Lines{"search[1]", "search[2]", "last"})) << told;
  const Check& row = loaded.plan.checks[0];
  EXPECT_EQ(row.name, "search[1]");
  EXPECT_EQ(row.group_id(), "search");
  EXPECT_EQ(row.group_name(), "search");
  EXPECT_EQ(row.tags, Lines{"a"});
  EXPECT_EQ(row.pos, (SourcePos{0, 3, 5}));
  EXPECT_EQ(vars(row), R"(q="lamp" n=3)");
  EXPECT_EQ(vars(loaded.plan.checks[1]), R"(q="chair" n=0)");
  EXPECT_EQ(loaded.plan.checks[2].row, "");
  EXPECT_EQ(loaded.plan.checks[2].group_id(), "last");
}

TEST_F(Rows, ComeFromFilesBesideTheSuite) {
  folder.write("rows.csv", "q,n,on,list\nlamp,3,TRUE,\"[1, 2]\"\n");
  folder.write("rows.json", R"([{"q": "lamp", "n": 3, "on": true, "list": [1, 2]}])");
  folder.write("rows.yaml", "- {q: lamp, n: 3, on: true, list: [1, 2]}\n");
  for (const std::string extension : {"csv", "json", "yaml"}) {
    const Loaded loaded = load_checks("  - {name: s, for_each: {file: rows." + extension +
                                      ", key: q, types: {n: integer, on: boolean, list: json}}, "
                                      "get: /search}\n");
    ASSERT_EQ(ids(loaded), Lines{"s[q=lamp]"}) << extension << told;
    EXPECT_EQ(vars(loaded.plan.checks[0]), R"(q="lamp" n=3 on=true list=[1,2])") << extension;
    ASSERT_EQ(loaded.plan.files.size(), 2U);
    EXPECT_TRUE(loaded.plan.files[1].path.ends_with("rows." + extension));
  }
}

TEST_F(Rows, OfCsvAreTextUnlessTheirTypeIsGiven) {
  folder.write("rows.csv", "version,n,price,text\n1.10, 7 ,1e2, a \n");
  const Loaded loaded = load_checks(
      "  - {name: s, for_each: {file: rows.csv, types: {n: integer, price: number, text: string}}, "
      "get: /}\n");
  ASSERT_EQ(loaded.plan.checks.size(), 1U) << told;
  EXPECT_EQ(vars(loaded.plan.checks[0]), R"(version="1.10" n=7 price=1e2 text=" a ")");
}

TEST_F(Rows, AreCalledByTheirKey) {
  environment = {{"TOKEN", "correct-horse"}};
  const Loaded loaded = load_checks(
      "  - name: s\n    get: /\n    for_each:\n      key: q\n      rows:\n"
      "        - {q: lamp}\n        - {q: 1.10}\n        - {q: true}\n        - {q: ''}\n"
      "        - {q: /a/b}\n        - {q: \"line\\nend\\e[31m\"}\n        - {q: '${TOKEN}'}\n"
      "        - {q: " +
          std::string(59, 'x') + "yz-1}\n        - {q: " + std::string(59, 'x') + "yz-2}\n",
      "secrets: [TOKEN]\n");
  const Lines found = ids(loaded);
  ASSERT_EQ(found.size(), 9U) << told;
  EXPECT_EQ(Lines(found.begin(), found.begin() + 7),
            (Lines{"s[q=lamp]", "s[q=1.10]", "s[q=true]", "s[q=]", "s[q=/a/b]",
                   R"(s[q=line\nend\u001b[31m])", "s[q=***TOKEN***]"}));
  EXPECT_NE(found[7], found[8]) << "cut keys stay apart";
  EXPECT_LT(found[7].size(), 90U) << found[7];
}

TEST_F(Rows, OfSingleValuesAreNamedByAs) {
  const Loaded loaded =
      load_checks("  - {name: page, for_each: {rows: [/a, /b], as: path}, get: '${path|raw}'}\n");
  EXPECT_EQ(ids(loaded), (Lines{"page[path=/a]", "page[path=/b]"})) << told;
  EXPECT_EQ(vars(loaded.plan.checks[0]), R"(path="/a")");
}

TEST_F(Rows, HideTheSuitesVariablesAndAreHiddenByTheChecks) {
  const Loaded loaded = load_checks(
      "  - {name: s, for_each: [{q: lamp, n: 3}], vars: {n: '${n}', both: '${q}-${all}'}, "
      "get: '/${q}'}\n",
      "vars: {q: suite, all: 1}\n");
  ASSERT_EQ(loaded.plan.checks.size(), 1U) << told;
  EXPECT_EQ(vars(loaded.plan.checks[0]), R"(q="lamp" n=3 n=3 both="lamp-1")");
}

TEST_F(Rows, OfTheSuiteMayUseItsVariables) {
  const Loaded loaded = load_checks("  - {name: s, for_each: [{q: '${product}'}], get: '/${q}'}\n",
                                    "vars: {product: 42}\n");
  ASSERT_EQ(loaded.plan.checks.size(), 1U) << told;
  EXPECT_EQ(vars(loaded.plan.checks[0]), "q=42");
}

TEST_F(Rows, ShareExpectationsThatDoNotDependOnThem) {
  const Loaded loaded = load_checks(
      "  - name: flow\n    for_each: [{q: lamp, n: 3}, {q: chair, n: 0}]\n    steps:\n"
      "      - {get: /a, expect: {json: {$.x: {at_least: 1}}}}\n"
      "      - {get: /b, expect: {json: {$.total: '${n}'}}, capture: {id: $.id}}\n"
      "      - {get: /c, expect: {json: {$.id: '${id}', $.total: '${n}'}}}\n");
  ASSERT_EQ(loaded.plan.checks.size(), 2U) << told;
  const auto& first = loaded.plan.checks[0].steps;
  const auto& second = loaded.plan.checks[1].steps;
  EXPECT_EQ(first[0].compiled, second[0].compiled);
  ASSERT_NE(first[1].compiled, nullptr);
  EXPECT_NE(first[1].compiled, second[1].compiled);
  EXPECT_EQ(first[1].expect, nullptr);
  EXPECT_EQ(first[2].compiled, nullptr) << "waits for the capture";
  EXPECT_NE(first[2].expect, nullptr);
}

TEST_F(Rows, MayBeNoneWhereThatIsAllowed) {
  folder.write("header.csv", "q,n\n");
  folder.write("nothing.csv", "");
  for (const std::string file : {"header.csv", "nothing.csv"}) {
    const Loaded loaded = load_checks("  - {name: s, for_each: {file: " + file +
                                      ", allow_empty: true}, get: /}\n  - {name: t, get: /}\n");
    EXPECT_EQ(ids(loaded), Lines{"t"}) << told;
  }
}

TEST_F(Rows, MayComeFromAFileThatAVariableNames) {
  folder.write("eu.csv", "q\nlamp\n");
  const Loaded loaded = load_checks("  - {name: s, for_each: {file: '${region}.csv'}, get: /}\n",
                                    "vars: {region: eu}\n");
  EXPECT_EQ(ids(loaded), Lines{"s[1]"}) << told;
}

TEST_F(Rows, OfAnUnreadableFileHideNoOtherMistake) {
  load_checks("  - {name: s, for_each: {file: nowhere.csv}, get: '/${q}', expct: {}}\n");
  EXPECT_NE(told.find("names a file that is not there"), std::string::npos) << told;
  EXPECT_NE(told.find("unknown key 'expct'"), std::string::npos) << told;
  EXPECT_EQ(told.find("not defined"), std::string::npos) << told;
}

TEST_F(Rows, AreReadOnceWhenTwoChecksUseTheirFile) {
  folder.write("rows.csv", "q\nlamp\n");
  const Loaded loaded = load_checks(
      "  - {name: s, for_each: {file: rows.csv, key: q}, get: /}\n"
      "  - {name: t, for_each: {file: ./rows.csv, key: q}, get: /}\n");
  EXPECT_EQ(ids(loaded), (Lines{"s[q=lamp]", "t[q=lamp]"})) << told;
  EXPECT_EQ(loaded.plan.files.size(), 2U);
}

TEST_F(Rows, LinksOutOfTheProjectAreRefused) {
  std::filesystem::create_directories(folder.path() + "/project/.git");
  folder.write("secret.csv", "q\nlamp\n");
  std::filesystem::create_symlink("../secret.csv", folder.path() + "/project/rows.csv");
  LoadOptions options;
  options.paths = {folder.write("project/suite.yaml",
                                "switchgate: 1\nchecks: [{name: s, for_each: {file: rows.csv}, "
                                "get: '/${q}'}]\n")};
  tree::Problems problems;
  EXPECT_FALSE(load(options, files, problems));
  EXPECT_NE(problems.to_text(files).find("does not lie below the project"), std::string::npos);
}

TEST_F(Rows, TenThousandLoadInAboutASecondOfTheProcessor) {
  std::string csv = "q,n\n";
  for (int i = 0; i < 10'000; ++i) {
    csv += "word" + std::to_string(i) + ',' + std::to_string(i) + '\n';
  }
  folder.write("rows.csv", csv);
  const std::clock_t began = std::clock();
  const Loaded loaded = load_checks(
      "  - name: search\n    for_each: {file: rows.csv, key: q, types: {n: integer}}\n"
      "    get: /search\n    query: {q: '${q}'}\n"
      "    expect: {status: 200, json: {$.total: '${n}', '$.items[*].id': {each: {type: "
      "integer}}}}\n");
  const auto took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  EXPECT_EQ(loaded.plan.checks.size(), 10'000U) << told;
  EXPECT_EQ(loaded.plan.checks.back().id, "search[q=word9999]");
  // Generous, for sanitizers. It takes a quarter of a second.
  EXPECT_LT(took, 5.0);
}

}  // namespace
}  // namespace switchgate
