// Signals to the real program while it runs.

#include <csignal>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

// The program as a process of its own, its output thrown away.
class Program {
 public:
  explicit Program(std::vector<std::string> words) {
    words.insert(words.begin(), SWITCHGATE_BINARY);
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      const int nothing = open("/dev/null", O_RDWR);
      dup2(nothing, STDOUT_FILENO);
      dup2(nothing, STDERR_FILENO);
      execv(SWITCHGATE_BINARY, argv.data());
      _exit(127);
    }
  }
  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const { ::kill(pid_, signal); }

  // The exit status, or 1000 and the signal that ended it.
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
};

class Signal : public ::testing::Test {
 protected:
  Signal() {
    ScriptedReply slow;
    slow.delay = std::chrono::seconds(60);
    candidate.on("POST /carts", ScriptedReply{R"({"id": 7})", 201});
    candidate.on("GET /slow", slow);
    candidate.on("DELETE /carts/7", ScriptedReply{"", 204});
  }

  std::vector<std::string> words() const {
    return {"run",       gate.suite(), "--candidate", candidate.url(),
            "--timeout", "90s",        "--report",    "json=" + gate.path("report.json")};
  }

  // The report that the run left, read.
  GateRan left(int exit_code) const {
    GateRan ran;
    ran.exit_code = exit_code;
    ran.json = GateRun::read(gate.path("report.json"));
    return ran;
  }

  GateRun gate{R"(
checks:
  - name: flow
    steps:
      - {post: /carts, json: {a: 1}, capture: {cart: $.id}}
      - {get: /slow}
    finally: [{delete: '/carts/${cart}'}]
)"};
  ScriptedServer candidate;
};

TEST_F(Signal, InterruptRunsFinallyAndWritesReports) {
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGINT);
  const GateRan ran = left(program.wait());
  EXPECT_EQ(ran.exit_code, 130);
  EXPECT_EQ(candidate.count("DELETE /carts/7"), 1U);
  EXPECT_EQ(ran.gate(), "undecided");
  EXPECT_EQ(ran.outcomes(), std::vector<std::string>{"flow: undecided"});
}

TEST_F(Signal, TerminateRunsFinallyAndWritesReports) {
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGTERM);
  const GateRan ran = left(program.wait());
  EXPECT_EQ(ran.exit_code, 143);
  EXPECT_EQ(candidate.count("DELETE /carts/7"), 1U);
  EXPECT_EQ(ran.gate(), "undecided");
}

// A machine that dies leaves neither half a report nor yesterday's.
TEST_F(Signal, AKillLeavesNoReportAtAll) {
  gate.write("report.json", "yesterday's");
  gate.write("junit.xml", "yesterday's");
  std::vector<std::string> all = words();
  all.insert(all.end(), {"--report", "junit=" + gate.path("junit.xml")});
  Program program(all);
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGKILL);
  EXPECT_EQ(program.wait(), 1000 + SIGKILL);
  for (const char* name : {"report.json", "junit.xml"}) {
    EXPECT_FALSE(std::filesystem::exists(gate.path(name))) << name;
  }
}

TEST_F(Signal, ASecondOneEndsAtOnce) {
  ScriptedReply stuck;
  stuck.delay = std::chrono::seconds(60);
  candidate.on("DELETE /carts/7", stuck);
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGINT);
  ASSERT_TRUE(candidate.wait_for("DELETE /carts/7"));
  const auto began = std::chrono::steady_clock::now();
  program.send(SIGINT);
  EXPECT_EQ(program.wait(), 130);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(3));
}

TEST_F(Signal, AStuckFinallyHasFiveSeconds) {
  ScriptedReply stuck;
  stuck.delay = std::chrono::seconds(60);
  candidate.on("DELETE /carts/7", stuck);
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGTERM);
  const GateRan ran = left(program.wait());
  EXPECT_EQ(ran.exit_code, 143);
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"warning [cleanup/failed]"});
}

TEST_F(Signal, AnEarlierReportIsNotLeftBehindByAKilledRun) {
  gate.write("report.json", "{\"old\": true}");
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGKILL);
  EXPECT_EQ(program.wait(), 1000 + SIGKILL);
  EXPECT_EQ(GateRun::read(gate.path("report.json")).find("old"), std::string::npos);
}

}  // namespace
}  // namespace switchgate::testing
