// What a command reads is still there when it has written.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

namespace fs = std::filesystem;

class Inputs : public ::testing::Test {
 protected:
  Inputs() {
    candidate.on("POST /a", "{}");
    candidate.on("GET /b", "{}");
    gate.inside = true;
    gate.write("common.yaml", "switchgate: 1\nvars: {x: 1, y: 2}\n");
    gate.write("body.bin", "body");
    gate.write("rows.csv", "id\n1\n");
    gate.write("vars.yaml", "y: 3\n");
    gate.write("env", "Y=1\n");
    gate.write("secret", "long-enough-secret\n");
    gate.write("waivers.yaml", "waivers: []\n");
    gate.environment["TOKEN_FILE"] = "secret";
  }

  std::vector<std::string> words(const std::string& report) const {
    return {"run",        "suite.yaml", "--candidate", candidate.url(), "--vars-file", "vars.yaml",
            "--env-file", "env",        "--waivers",   "waivers.yaml",  "--report",    report};
  }

  // Exit 2, a message that names the file, nothing sent, and every file as it was.
  void expect_spared(const std::vector<std::string>& words, const std::string& option,
                     const std::string& input) const {
    const std::string before = GateRun::read(gate.path(input));
    ASSERT_NE(before, "") << input;
    const GateRan ran = gate.command(words);
    EXPECT_EQ(ran.exit_code, 2) << option << ran.out;
    EXPECT_NE(ran.err.find("switchgate: " + option + " would replace '"), std::string::npos)
        << ran.err;
    EXPECT_NE(ran.err.find(input + "', which is read here: name another file\n"), std::string::npos)
        << ran.err;
    EXPECT_EQ(GateRun::read(gate.path(input)), before) << option;
    EXPECT_EQ(candidate.total(), 0U) << option;
  }

  GateRun gate{R"(
include: common.yaml
secrets: [TOKEN]
checks:
  - name: a
    post: /a
    body_file: body.bin
    headers: {X-Token: '${TOKEN}'}
  - name: b
    for_each: {file: rows.csv}
    get: /b
    query: {id: '${id}'}
)"};
  ScriptedServer candidate;
};

TEST_F(Inputs, OfEachKindAreNotReplacedByAReport) {
  for (const char* input : {"suite.yaml", "common.yaml", "body.bin", "rows.csv", "vars.yaml", "env",
                            "secret", "waivers.yaml"}) {
    const std::string report = std::string("json=") + input;
    expect_spared(words(report), "--report " + report, input);
  }
  const GateRan ran = gate.command(words("json=report.json"));
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(gate.command(words("json=report.json")).exit_code, 0) << "reports are replaced";
}

TEST_F(Inputs, AreKnownByWhateverName) {
  fs::create_symlink("suite.yaml", gate.path("link.yaml"));
  fs::create_hard_link(gate.suite(), gate.path("hard.yaml"));
  fs::create_directory(gate.path("folder"));
  for (const std::string& name :
       {std::string("./suite.yaml"), gate.suite(), std::string("folder/../suite.yaml"),
        std::string("link.yaml"), std::string("hard.yaml"), std::string("missing/../suite.yaml")}) {
    expect_spared(words("junit=" + name), "--report junit=" + name, "suite.yaml");
  }
  EXPECT_FALSE(fs::exists(gate.path("missing")));
}

// A later report is wrong: an earlier one has not been removed yet.
TEST_F(Inputs, AreLookedAtBeforeAnyReportIsOpened) {
  gate.write("report.json", "yesterday's");
  std::vector<std::string> all = words("json=report.json");
  all.insert(all.end(), {"--report", "junit=suite.yaml"});
  expect_spared(all, "--report junit=suite.yaml", "suite.yaml");
  EXPECT_EQ(GateRun::read(gate.path("report.json")), "yesterday's");
}

TEST_F(Inputs, ThatAreNoFilesMayBeWrittenToo) {
  std::vector<std::string> all = words("json=/dev/null");
  all.insert(all.end(), {"--env-file", "/dev/null"});
  EXPECT_EQ(gate.command(all).exit_code, 0);
}

TEST_F(Inputs, ABaselineAndItsHistoryAreNotReplacedByAReport) {
  gate.write("suite.yaml", "switchgate: 1\nchecks: [{get: /b, compare: {shape: true}}]\n");
  const std::vector<std::string> record = {"record", "suite.yaml", "--baseline", "b.json",
                                           "--from", "candidate",  "--candidate"};
  std::vector<std::string> first = record;
  first.push_back(candidate.url());
  ASSERT_EQ(gate.command(first).exit_code, 0);
  gate.write("b.history.json", "{}");
  const std::size_t asked = candidate.total();
  for (const char* input : {"b.json", "b.history.json"}) {
    const std::string before = GateRun::read(gate.path(input));
    const GateRan ran = gate.command({"run", "suite.yaml", "--baseline", "b.json", "--candidate",
                                      candidate.url(), "--report", std::string("json=./") + input});
    EXPECT_EQ(ran.exit_code, 2) << ran.out;
    EXPECT_NE(ran.err.find("which is read here"), std::string::npos) << ran.err;
    EXPECT_EQ(GateRun::read(gate.path(input)), before);
  }
  EXPECT_EQ(candidate.total(), asked);
}

TEST_F(Inputs, AreNotReplacedByABaseline) {
  const auto record = [this](const std::string& baseline) {
    return std::vector<std::string>{"record", "suite.yaml", "--baseline",  baseline,
                                    "--from", "candidate",  "--candidate", candidate.url()};
  };
  fs::create_symlink("suite.yaml", gate.path("link.json"));
  for (const char* name : {"suite.yaml", "./suite.yaml", "link.json"}) {
    expect_spared(record(name), std::string("--baseline ") + name, "suite.yaml");
  }
  // Its history would be written there.
  fs::create_symlink("common.yaml", gate.path("new.history.json"));
  expect_spared(record("new.json"), "--baseline new.json", "common.yaml");
}

// With the suite's name left out, --baseline takes that of the next file: a suite that
// this run does not even read.
TEST_F(Inputs, ABaselineReplacesABaselineAlone) {
  gate.write("other.yaml", "switchgate: 1\nchecks: [{get: /b}]\n");
  const GateRan ran = gate.command({"record", "suite.yaml", "--baseline", "other.yaml", "--from",
                                    "candidate", "--candidate", candidate.url()});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.err,
            "switchgate: --baseline: other.yaml is there and is no baseline: remove it, or name "
            "another file\n");
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_NE(GateRun::read(gate.path("other.yaml")), "");
}

TEST_F(Inputs, OfInitAreNotReplacedByItsDraft) {
  gate.write("curl.txt", "curl http://example.com/a\n");
  expect_spared({"init", "--from-curl", "curl.txt", "--output", "./curl.txt", "--force"},
                "--output ./curl.txt", "curl.txt");
}

}  // namespace
}  // namespace switchgate::testing
