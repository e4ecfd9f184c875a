// `switchgate completion`: scripts that know every command and option there is.

#include <cstdio>
#include <sstream>

#include "gtest/gtest.h"
#include "runner/cli/app.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::cli {
namespace {

std::string script(const char* shell) {
  std::ostringstream out;
  std::ostringstream err;
  const char* const argv[] = {"switchgate", "completion", shell};
  EXPECT_EQ(app(3, argv, {}, out, err), 0) << err.str();
  return out.str();
}

// What bash offers behind the words.
std::string offered(const std::string& words) {
  const testing::ScratchDir directory;
  const std::string path = directory.write("completion.bash", script("bash"));
  const std::string command = "bash -c 'set -e; source " + path + "; COMP_WORDS=(switchgate " +
                              words +
                              "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _switchgate || true; "
                              "echo \"${COMPREPLY[*]}\"'";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    return "no shell";
  }
  std::string out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    out += static_cast<char>(c);
  }
  EXPECT_EQ(pclose(pipe), 0);
  return out;
}

TEST(Completion, BashOffersCommandsOptionsAndValues) {
  EXPECT_EQ(offered("rec"), "record\n");
  EXPECT_EQ(offered("run --fail-o"), "--fail-on\n");
  EXPECT_EQ(offered("run --fail-on \"\""), "error warning note\n");
  EXPECT_EQ(offered("baseline pr"), "prune\n");
  EXPECT_EQ(offered("baseline show --for"), "--format\n");
  EXPECT_EQ(offered("lint /etc/hostnam"), "/etc/hostname\n");
}

TEST(Completion, EveryShellKnowsEveryCommand) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string text = script(shell);
    for (const char* word :
         {"run", "record", "lint", "query", "shape", "latency", "explain", "init", "schema",
          "completion", "baseline", "prune", "on-undecided", "max-body", "limits"}) {
      EXPECT_NE(text.find(word), std::string::npos) << shell << ' ' << word;
    }
  }
}

TEST(Completion, AnUnknownShellIsAMistake) {
  std::ostringstream out;
  std::ostringstream err;
  const char* const argv[] = {"switchgate", "completion", "csh"};
  EXPECT_EQ(app(3, argv, {}, out, err), 2);
  EXPECT_NE(err.str().find("expected bash, zsh or fish, got 'csh'"), std::string::npos)
      << err.str();
}

}  // namespace
}  // namespace switchgate::cli
