// The command line as a whole: arguments in, words and an exit status out. Nothing is sent.

#include "runner/cli/app.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner/cli/exit_status.h"

namespace switchgate::cli {
namespace {

struct Answer {
  int status = 0;
  std::string out;
  std::string err;
};

Answer call(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "switchgate");
  std::ostringstream out;
  std::ostringstream err;
  Answer answer;
  answer.status =
      app(static_cast<int>(arguments.size()), arguments.data(), Environment{}, out, err);
  answer.out = out.str();
  answer.err = err.str();
  return answer;
}

// What is said when `arguments` are refused.
std::string refusal(const std::vector<const char*>& arguments) {
  const Answer answer = call(arguments);
  EXPECT_EQ(answer.status, kUsage);
  EXPECT_EQ(answer.out, "");
  return answer.err;
}

// What a shell makes of "$UNSET": as if the option were not there, another side, another
// environment or another part would be judged.
TEST(EmptyValue, OfAnyOptionIsRefused) {
  for (const char* option :
       {"--candidate", "--live",      "--connect-to", "--profile",  "--baseline",
        "--label",     "--compare",   "--report",     "--only",     "--tag",
        "--skip-tag",  "--timeout",   "--deadline",   "--max-body", "--shard",
        "--var",       "--vars-file", "--env-file",   "--waivers",  "--max-json-depth"}) {
    const std::string expected = std::string("switchgate: ") + option +
                                 " has an empty value, as of a variable that is not "
                                 "set: give one, or leave it out\n";
    EXPECT_EQ(refusal({"run", option, ""}), expected);
    EXPECT_EQ(refusal({"run", (std::string(option) + '=').c_str(), "suite.yaml"}), expected);
  }
  EXPECT_NE(refusal({"run", "--seed", ""}), "");
  EXPECT_NE(refusal({"run", "--fail-on", ""}), "");
  EXPECT_NE(refusal({"run", ""}).find("SUITE has an empty value"), std::string::npos);
  EXPECT_NE(refusal({"record", "--baseline", "x", "--from", "live", "--only", ""}).find("--only"),
            std::string::npos);
  EXPECT_NE(refusal({"lint", "--profile", ""}).find("--profile"), std::string::npos);
  EXPECT_NE(refusal({"explain", ""}).find("RULE"), std::string::npos);
  EXPECT_NE(refusal({"run", "--live", "shop="}), "");
}

class CommandLine : public testing::Test {
 protected:
  // A folder of this test alone: tests run side by side.
  CommandLine()
      : folder_(std::filesystem::path(testing::TempDir()) /
                (std::string("switchgate_app_") +
                 testing::UnitTest::GetInstance()->current_test_info()->name())),
        suite_((folder_ / "suite.yaml").string()) {
    std::filesystem::create_directories(folder_);
    std::ofstream(suite_) << "switchgate: 1\nchecks:\n  - {name: a, tags: [slow], get: /a}\n"
                             "  - {name: b, get: /b}\n";
  }
  ~CommandLine() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::string suite_;
};

TEST(CommandLineMistakes, NameTheNearestCommand) {
  EXPECT_EQ(refusal({"rnu"}),
            "switchgate: there is no command 'rnu'; did you mean 'run'?\n"
            "Try `switchgate --help`.\n");
  EXPECT_EQ(refusal({"shop.yaml"}),
            "switchgate: there is no command 'shop.yaml'; to run a suite: switchgate run "
            "shop.yaml\nTry `switchgate --help`.\n");
  const std::string what_to_do = refusal({});
  EXPECT_TRUE(what_to_do.starts_with("switchgate: say what to do: run, record, calibrate,"))
      << what_to_do;
  EXPECT_TRUE(what_to_do.ends_with("\nTry `switchgate --help`.\n")) << what_to_do;
}

TEST(CommandLineMistakes, QuoteNothingThatACiSystemObeys) {
  for (const char* word : {"##[set-output name=a]b", "##vso[task.setvariable variable=a]b",
                           "--candidate=x\n::error::hidden"}) {
    const std::string said = refusal({"run", "suite.yaml", "--jobs", word});
    EXPECT_EQ(said.find("##["), std::string::npos) << said;
    EXPECT_EQ(said.find("##vso["), std::string::npos) << said;
    EXPECT_EQ(said.find("\n::"), std::string::npos) << said;
  }
}

TEST(CommandLineMistakes, NameTheNearestOption) {
  EXPECT_EQ(refusal({"run", "--condidate=http://x"}),
            "switchgate: there is no option '--condidate'; did you mean '--candidate'?\n"
            "Try `switchgate run --help`.\n");
  EXPECT_EQ(refusal({"--verson"}),
            "switchgate: there is no option '--verson'; did you mean '--version'?\n"
            "Try `switchgate --help`.\n");
  EXPECT_EQ(refusal({"query", "$", "a.json", "b.json"}),
            "switchgate: 'b.json' is one argument too many\nTry `switchgate query --help`.\n");
}

TEST(CommandLineMistakes, NameTheNearestWordOfAChoice) {
  EXPECT_EQ(refusal({"run", "--fail-on", "warnng"}),
            "switchgate: --fail-on: expected error, warning or note, got 'warnng'; did you mean "
            "'warning'?\nTry `switchgate run --help`.\n");
}

// They once took all that followed: `--candidate URL suite.yaml` had two candidates and
// ran another suite than the one that was named.
TEST_F(CommandLine, AnOptionThatMayBeRepeatedLeavesTheSuiteAlone) {
  for (const std::vector<const char*>& options :
       std::vector<std::vector<const char*>>{{"--candidate", "http://127.0.0.1:1"},
                                             {"--live", "http://127.0.0.1:1"},
                                             {"--tag", "slow"},
                                             {"--report", "junit"}}) {
    std::vector<const char*> arguments{"run", "--list"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(suite_.c_str());
    const Answer answer = call(arguments);
    EXPECT_EQ(answer.status, kOpen) << options[0] << answer.err;
    EXPECT_EQ(answer.out.substr(0, 8), "a #slow ") << options[0];
  }
  const Answer both = call({"run", "--list", "--only", "a", "--only", "b", suite_.c_str()});
  EXPECT_EQ(both.status, kOpen) << both.err;
  EXPECT_NE(both.out.find("\nb  ("), std::string::npos) << both.out;
}

TEST_F(CommandLine, EveryCommandHasAHelpThatEndsWithItsExitCodes) {
  for (const char* command :
       {"run", "record", "lint", "query", "shape", "latency", "render", "merge"}) {
    const Answer answer = call({command, "--help"});
    EXPECT_EQ(answer.status, kOpen);
    EXPECT_NE(answer.out.find("\nExit: 0"), std::string::npos) << answer.out;
    EXPECT_EQ(answer.out.find("TEXT"), std::string::npos) << answer.out;
  }
}

TEST_F(CommandLine, AnAnswerThatCannotBeWrittenIsNoSuccess) {
  std::ofstream full("/dev/full");
  std::ostringstream err;
  const std::vector<const char*> arguments{"switchgate", "lint", suite_.c_str()};
  EXPECT_EQ(app(3, arguments.data(), Environment{}, full, err), kUndecided);
  EXPECT_TRUE(err.str().ends_with("switchgate: cannot write to standard output\n")) << err.str();
}

TEST_F(CommandLine, SchemaPrintsTheLanguageAndNamesWhatThereIs) {
  const Answer answer = call({"schema", "suite"});
  EXPECT_EQ(answer.status, kOpen);
  EXPECT_EQ(answer.out.substr(0, 65),
            "{\n \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n \"title\"");
  EXPECT_EQ(call({"schema"}).out, answer.out);
  EXPECT_EQ(refusal({"schema", "suites"}),
            "switchgate: there is no schema 'suites'; there is: suite\n");
}

}  // namespace
}  // namespace switchgate::cli
