// Values from outside a suite: flags, files of variables and of the environment, secrets,
// and what is known only once the run is there.

#include <filesystem>

#include <gtest/gtest.h>

#include "checks/base/formats.h"
#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

using Lines = std::vector<std::string>;

class Values : public ::testing::Test {
 protected:
  std::optional<Loaded> load_it(const std::string& suite) {
    options_.paths = {directory_.write("suite.yaml", "switchgate: 1\n" + suite)};
    files_.clear();
    tree::Problems problems;
    auto loaded = load(options_, files_, problems);
    told_ = problems.to_text(files_);
    // The directory's name differs from run to run.
    for (std::size_t at = told_.find(directory_.path()); at != std::string::npos;
         at = told_.find(directory_.path())) {
      told_.erase(at, directory_.path().size() + 1);
    }
    EXPECT_EQ(loaded.has_value(), told_.empty()) << told_;
    return loaded;
  }
  // The suite's vars as JSON: "a=1 b="x"".
  std::string vars(const std::string& suite) {
    const auto loaded = load_it(suite + "\nchecks: [{get: /}]\n");
    std::string out = told_;
    for (const Variable& var : loaded ? loaded->plan.suites[0].vars : std::vector<Variable>()) {
      out += (out.empty() ? "" : " ") + var.name + '=' + json::to_text(var.value);
    }
    return out;
  }
  std::string write(const std::string& name, const std::string& text) {
    return directory_.write(name, text);
  }

  LoadOptions options_;
  SourceFiles files_;
  std::string told_;

 private:
  testing::ScratchDir directory_;
};

TEST_F(Values, OfFlagsTakeTheDeclaredType) {
  options_.vars = {"i=7", "n=1.10", "s=1.10", "b=true", "z=12", "r=8", "c=9", "s=2.0"};
  EXPECT_EQ(vars("vars: {i: 1, n: 0.5, s: '1.9', b: false, z: null, r: '${i}', "
                 "c: '${env.NONE|number}'}"),
            R"(i=7 n=1.10 s="2.0" b=true z="12" r=8 c=9)");
}

TEST_F(Values, OfFilesAreTypedAndLaterOnesWin) {
  options_.vars_files = {write("a.yaml", "i: 2\nn: 3\nv: 1.10\nlist: [1, {a: b}]\nz: {x: 1}\n"),
                         write("b.json", R"({"i": 3, "d": "${i}"})")};
  EXPECT_EQ(vars("vars: {i: 1, n: 0.5, v: '1.9', list: [], z: null, d: x}"),
            R"(i=3 n=3 v="1.10" list=[1,{"a":"b"}] z={"x":1} d="${i}")");
  options_.vars = {"i=4"};
  EXPECT_EQ(vars("vars: {i: 1, n: 0.5, v: '1.9', list: [], z: null, d: x}").substr(0, 3), "i=4");
}

TEST_F(Values, ThatDoNotFitAreToldWithBothPlaces) {
  options_.vars = {"i=x", "list=1", "nothing", "tpyo=1"};
  options_.vars_files = {write("v.yaml", "b: 1\nsurplus: 2\nempty:\n"), write("list.yaml", "[1]")};
  vars("vars:\n  i: 1\n  list: []\n  b: true\n  typo: x\n  empty: y");
  EXPECT_EQ(told_,
            "--var i=x: 'i' is declared as an integer at suite.yaml:3:6\n"
            "--var list=1: 'list' is declared as a list at suite.yaml:4:9, which no flag can give; "
            "--vars-file can\n"
            "--var tpyo: no suite declares it under 'vars'; did you mean 'typo'?\n"
            "--var expects NAME=VALUE, got 'nothing'\n"
            "v.yaml:1:4: b=1: 'b' is declared as a boolean at suite.yaml:5:6\n"
            "  1 | b: 1\n"
            "    |    ^\n"
            "v.yaml:2:1: 'surplus': no suite declares it under 'vars'\n"
            "  2 | surplus: 2\n"
            "    | ^\n"
            "v.yaml:3:1: 'empty' expects a value, got nothing (write null if that is meant)\n"
            "  3 | empty:\n"
            "    | ^\n"
            "list.yaml:1:1: a file for --vars-file is a mapping such as `product: 43`, got a list\n"
            "  1 | [1]\n"
            "    | ^\n");
}

TEST_F(Values, OfEnvironmentFilesStandBelowTheEnvironment) {
  options_.environment = {{"A", "real"}};
  options_.env_files = {write("1.env", "A=one\nB=one\nC=one\n"), write("2.env", "C=two\n")};
  EXPECT_EQ(vars("vars: {a: '${env.A}', b: '${env.B}', c: '${env.C}'}"),
            R"(a="real" b="one" c="two")");
  options_.env_files = {write("3.env", "SWITCHGATE_CANDIDATE=http://127.0.0.1:1\n")};
  const auto loaded = load_it("checks: [{get: /}]");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->plan.suites[0].targets[0].url.text, "http://127.0.0.1:1");
  EXPECT_EQ(loaded->plan.files[1].text, "");  // no report quotes it
}

TEST_F(Values, MistakesOfEnvironmentFilesShowNoLine) {
  options_.env_files = {write("bad.env", "hunter2-alone\n"), "none.env"};
  load_it("checks: [{get: /}]");
  EXPECT_EQ(told_, "there is no file 'none.env'\nbad.env:1: expected NAME=VALUE, found no '='\n");
}

TEST_F(Values, SecretsComeFromFilesToo) {
  options_.environment = {{"TOKEN_FILE", write("token", "correct-horse\n")},
                          {"OTHER_FILE", write("other", "two\nlines\r\n")}};
  const auto loaded = load_it("secrets: [TOKEN, OTHER]\nchecks: [{get: '/${env.TOKEN}'}]");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(*loaded->scopes[0].values.at("TOKEN").string(), "correct-horse");
  EXPECT_EQ(*loaded->scopes[0].values.at("OTHER").string(), "two\nlines");
  EXPECT_EQ(loaded->scopes[0].environment.at("TOKEN"), "correct-horse");
  EXPECT_EQ(loaded->masker.mask("a correct-horse"), "a ***TOKEN***");
}

TEST_F(Values, SecretFilesThatCannotServeAreMistakes) {
  options_.environment = {{"BOTH", "correct-horse"},
                          {"BOTH_FILE", "x"},
                          {"GONE_FILE", "/nonexistent/token"},
                          {"FOLDER_FILE", "/"},
                          {"EMPTY_FILE", write("empty", "\n")}};
  load_it("secrets: [BOTH, GONE, FOLDER, EMPTY, NONE]\nchecks: [{get: /}]");
  const auto says = [&](const std::string& text) { return told_.find(text) != std::string::npos; };
  EXPECT_TRUE(
      says("the secret 'BOTH' is given twice, by BOTH and by BOTH_FILE: unset one of them"));
  EXPECT_TRUE(
      says("the secret 'GONE' cannot be read from '/nonexistent/token', which GONE_FILE "
           "names: there is no such file"));
  EXPECT_TRUE(says("the secret 'FOLDER' cannot be read from '/'"));
  EXPECT_TRUE(says("the secret 'EMPTY' has only 0 characters"));
  EXPECT_TRUE(
      says("the secret 'NONE' is not set: give it as the environment variable NONE, or its "
           "file as NONE_FILE"));
  options_.need_secrets = false;
  options_.environment = {{"GONE_FILE", "/nonexistent/token"}};
  EXPECT_TRUE(load_it("secrets: [GONE, NONE]\nchecks: [{get: '/${GONE}/${env.NONE|sha256}'}]"));
}

TEST_F(Values, ThatAFilterDoesNotTakeAreToldBeforeTheRun) {
  options_.environment = {{"TOKEN", "correct-horse"}, {"PORT", "80a"}};
  load_it(R"(secrets: [TOKEN]
vars: {limit: abc, ok: '7'}
checks:
  - get: '/${TOKEN|number}'
    vars: {own: x}
    query: {a: '${limit|number}', b: '${env.PORT|number}', c: '${own|boolean}', d: '${ok|number}'}
    headers: {X-When: '${now|number}'}
    capture: {later: $.id}
    expect: {json: {$.a: '${now|unix|boolean}'}}
)");
  const auto count = [&](const std::string& text) {
    std::size_t n = 0;
    for (std::size_t at = told_.find(text); at != std::string::npos;
         at = told_.find(text, at + 1)) {
      ++n;
    }
    return n;
  };
  EXPECT_EQ(count("the filter 'number' expects a number, and the value is none"), 4U) << told_;
  EXPECT_EQ(count("the filter 'boolean' expects true or false"), 2U) << told_;
  EXPECT_EQ(told_.find("correct-horse"), std::string::npos);
}

TEST_F(Values, OfASuiteHoldForTheWholeRun) {
  options_.seed = 7;
  const std::string suite = "vars: {run: '${uuid}', day: '${now|date}', at: '${run}'}";
  const std::string first = vars(suite);
  EXPECT_EQ(vars(suite), first);
  EXPECT_TRUE(is_uuid(first.substr(5, 36))) << first;
  EXPECT_NE(first.find("at=\"" + first.substr(5, 36)), std::string::npos);
  options_.seed = 8;
  EXPECT_NE(vars(suite), first);
}

TEST_F(Values, OfACheckThatNeedTheRunWaitForIt) {
  const auto loaded = load_it(R"(
checks:
  - get: '/${order}/${n}'
    vars: {n: 1, id: '${uuid}', order: 'o-${id}', m: '${n}'}
    expect: {json: {$.id: '${order}'}}
)");
  ASSERT_TRUE(loaded);
  const Check& check = loaded->plan.checks[0];
  ASSERT_EQ(check.vars.size(), 2U);
  EXPECT_EQ(check.vars[1].name, "m");
  ASSERT_EQ(check.late_vars.size(), 2U);
  EXPECT_EQ(check.late_vars[1].first, "order");
  EXPECT_FALSE(check.steps[0].compiled);  // not before the order's number is known
  EXPECT_TRUE(loaded->plan.suites[0].uses_uuid);
}

TEST_F(Values, MaskTakesJsonPaths) {
  const auto loaded = load_it("mask: ['$..email', $.user.name]\nchecks: [{get: /}]");
  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->plan.suites[0].mask.size(), 2U);
  EXPECT_EQ(loaded->plan.suites[0].mask[0].text(), "$..email");
  load_it("mask: [email, [a], 7]\nchecks: [{get: /}]");
  EXPECT_NE(told_.find("suite.yaml:2:8: 'email' is "), std::string::npos) << told_;
  EXPECT_NE(told_.find("suite.yaml:2:15: 'mask' expects JSONPaths such as '$..email', got a list"),
            std::string::npos)
      << told_;
}

}  // namespace
}  // namespace switchgate
