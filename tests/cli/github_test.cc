// GitHub Actions, as a step sees it: annotations on standard error, a summary and outputs in
// the files that it names, and no open gate when one of them cannot be written.

#include <filesystem>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "reporters/reporter.h"
#include "tests/support/clean_text.h"
#include "tests/support/gate_run.h"
#include "tests/support/sample_report.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

class GithubStep : public ::testing::Test {
 protected:
  GithubStep() {
    gate.environment = {{"GITHUB_ACTIONS", "true"},
                        {"GITHUB_STEP_SUMMARY", gate.path("summary.md")},
                        {"GITHUB_OUTPUT", gate.path("output.txt")}};
  }
  // Of all shards of a run, so that `merge` takes it too.
  std::string store_shard(RunReport report) const {
    report.shard = Shard{1, 1, "digest", report.checks.size()};
    report.selected = report.checks.size();
    return store(report);
  }
  std::string store(const RunReport& report, const std::string& name = "run.json") const {
    return gate.write(name, reporters::find_format("json")->render(report, {}));
  }
  std::string summary() const { return GateRun::read(gate.path("summary.md")); }
  std::string outputs() const { return GateRun::read(gate.path("output.txt")); }

  GateRun gate{"checks:\n  - get: /\n"};
};

bool has_line(std::string_view text, std::string_view wanted) {
  for (const std::string_view line : split(text, '\n')) {
    if (line == wanted) {
      return true;
    }
  }
  return false;
}

TEST_F(GithubStep, IsToldOfARunThatClosesTheGate) {
  ScriptedServer candidate;
  candidate.on("GET /", ScriptedReply{"no", 503, {}});
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_TRUE(ran.err.starts_with("::error ")) << ran.err;
  EXPECT_NE(ran.out.find("gate CLOSED"), std::string::npos) << "the console stays";
  EXPECT_EQ(ran.out.find("::error"), std::string::npos);
  EXPECT_TRUE(summary().starts_with("## ❌ Gate closed\n"));
  for (const char* line : {"verdict=closed", "exit-code=1", "errors=1", "checks=1", "failed=1"}) {
    EXPECT_TRUE(has_line(outputs(), line)) << line << '\n' << outputs();
  }
  EXPECT_NE(outputs().find("report-json"), std::string::npos) << outputs();
}

TEST_F(GithubStep, IsToldByRenderAndMergeToo) {
  const std::string file = store_shard(support::rich_report());
  for (const char* command : {"render", "merge"}) {
    std::filesystem::remove(gate.path("summary.md"));
    const GateRan ran = gate.command({command, file});
    EXPECT_TRUE(ran.err.starts_with("::error ")) << command << ran.err;
    EXPECT_TRUE(summary().starts_with("## ❌ Gate closed\n")) << command;
  }
}

TEST_F(GithubStep, LeavesAReportOnStandardOutputClean) {
  const std::string file = store(support::rich_report());
  const GateRan ran = gate.command({"render", file, "--report", "junit"});
  EXPECT_EQ(ran.out, reporters::find_format("junit")->render(support::rich_report(), {}));
  EXPECT_NE(ran.err.find("::error "), std::string::npos);
}

TEST_F(GithubStep, WritesBehindWhatIsThere) {
  gate.write("summary.md", "earlier\n");
  gate.write("output.txt", "other=1\n");
  gate.command({"render", store(support::open_report())});
  EXPECT_TRUE(summary().starts_with("earlier\n## ✅ Gate open\n"));
  EXPECT_TRUE(outputs().starts_with("other=1\nverdict=open\n"));
}

TEST_F(GithubStep, NamesTheReportsThatWereWritten) {
  const std::string odd = gate.path("o d\nd.xml");
  gate.command({"render", store(support::open_report()), "--report", "junit=" + odd, "--report",
                "sarif=" + gate.path("run.sarif")});
  EXPECT_TRUE(has_line(outputs(), "report-sarif=" + gate.path("run.sarif"))) << outputs();
  const std::size_t start = outputs().find("report-junit<<");
  ASSERT_NE(start, std::string::npos) << outputs();
  const std::size_t end = outputs().find('\n', start);
  const std::string delimiter = outputs().substr(start + 14, end - start - 14);
  EXPECT_GT(delimiter.size(), 30U);
  EXPECT_EQ(outputs().substr(end + 1, odd.size() + delimiter.size() + 2),
            odd + '\n' + delimiter + '\n');
}

TEST_F(GithubStep, IsAskedForByNameElsewhere) {
  gate.environment.clear();
  const std::string file = store(support::rich_report());
  EXPECT_EQ(gate.command({"render", file}).err, "");
  const GateRan ran = gate.command({"render", file, "--report", "github"});
  EXPECT_TRUE(ran.err.starts_with("::error ")) << ran.err;
  EXPECT_NE(ran.out.find("gate CLOSED"), std::string::npos) << "never alone";
  EXPECT_FALSE(std::filesystem::exists(gate.path("summary.md")));
}

TEST_F(GithubStep, APlaceThatCannotBeOpenedIsAMistakeBeforeAnythingIsSent) {
  ScriptedServer candidate;
  candidate.on("GET /", ScriptedReply{"ok", 200, {}});
  for (const char* variable : {"GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"}) {
    const auto before = gate.environment;
    gate.environment[variable] = gate.path("");
    const GateRan ran = gate.run(candidate.url());
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_NE(ran.err.find(std::string("$") + variable + ": cannot write " + gate.path("")),
              std::string::npos)
        << ran.err;
    gate.environment = before;
  }
  EXPECT_TRUE(candidate.requests().empty());
}

TEST_F(GithubStep, AnOpenGateStaysShutWhenItCannotBeTold) {
  const std::string file = store_shard(support::open_report());
  for (const char* variable : {"GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"}) {
    const auto before = gate.environment;
    gate.environment[variable] = "/dev/full";
    for (const std::string command : {"render", "merge"}) {
      const GateRan ran = gate.command({command, file});
      EXPECT_EQ(ran.exit_code, 3) << command;
      EXPECT_NE(ran.err.find(std::string("$") + variable +
                             ": cannot write /dev/full: No space left on device"),
                std::string::npos)
          << ran.err;
    }
    gate.environment = before;
  }
  EXPECT_TRUE(has_line(outputs(), "verdict=undecided")) << "of the summary that was lost";
}

TEST_F(GithubStep, OutputsDoNotSayOpenWhenAReportIsLost) {
  const GateRan ran =
      gate.command({"render", store(support::open_report()), "--report", "junit=/dev/full"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_TRUE(has_line(outputs(), "verdict=undecided")) << outputs();
  EXPECT_EQ(outputs().find("report-junit"), std::string::npos);
}

TEST_F(GithubStep, ASummaryThatIsFullIsSaid) {
  gate.write("summary.md", std::string(920'000, 'x'));
  const GateRan ran = gate.command({"render", store(support::open_report())});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("holds 920000 bytes, and GitHub drops a summary beyond 1 MiB"),
            std::string::npos)
      << ran.err;
}

TEST_F(GithubStep, ObeysNoCommandThatATargetSent) {
  ScriptedServer candidate;
  candidate.on("GET /", ScriptedReply{"\xC2\xA0::error::x\n::stop-commands::y\n##[error]z\n",
                                      200,
                                      {{"Content-Type", "text/plain"}}});
  GateRun hostile(
      "checks:\n  - get: /\n    expect: {text: {equals: fine}, headers: {X-A: '::set-output "
      "name=a::b'}}\n");
  hostile.environment = gate.environment;
  const GateRan ran = hostile.run(candidate.url(), "", {"-v"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_FALSE(support::has_workflow_command(ran.out)) << ran.out;
  EXPECT_FALSE(support::has_foreign_command("github", ran.err)) << ran.err;
  EXPECT_EQ((ran.out + ran.err).find("##["), std::string::npos);
}

}  // namespace
}  // namespace switchgate::testing
