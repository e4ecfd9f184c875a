// Signals to the real program while it runs.

#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"
#include "runner/exec/signals.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

// The program, or another that starts it, as a process of its own; its output is thrown away.
class Program {
 public:
  explicit Program(std::vector<std::string> words, const char* file = SWITCHGATE_BINARY) {
    words.insert(words.begin(), file);
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      sigset_t none;  // runs within this process have blocked signals, which is inherited
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      const int nothing = open("/dev/null", O_RDWR);
      dup2(nothing, STDOUT_FILENO);
      dup2(nothing, STDERR_FILENO);
      execvp(file, argv.data());
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

// `--exit-zero` leaves the verdict to the merge, not that there is none.
TEST_F(Signal, ShowsAlsoWhereTheVerdictIsLeftToTheMerge) {
  std::vector<std::string> all = words();
  all.insert(all.end(), {"--shard", "1/1", "--exit-zero"});
  Program program(all);
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGTERM);
  EXPECT_EQ(program.wait(), 143);
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

class SignalToldTwice : public Signal {
 protected:
  SignalToldTwice() {
    ScriptedReply deleted{"", 204};
    deleted.delay = std::chrono::milliseconds(200);  // still under way at the second signal
    candidate.on("DELETE /carts/7", deleted);
  }

  void expect_clean_end(Program& program) const {
    const GateRan ran = left(program.wait());
    EXPECT_EQ(ran.exit_code, 143);
    EXPECT_EQ(candidate.count("DELETE /carts/7"), 1U);
    EXPECT_EQ(ran.gate(), "undecided");
    EXPECT_EQ(ran.rules(), std::vector<std::string>{}) << "`finally` was answered";
  }
};

TEST_F(SignalToldTwice, BackToBackStillRunsFinallyAndWritesReports) {
  Program program(words());
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  program.send(SIGTERM);
  // The kernel keeps one of two that are pending at once: the first is to be taken.
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  program.send(SIGTERM);
  expect_clean_end(program);
}

// It signals its child, then their process group.
TEST_F(SignalToldTwice, ByGnuTimeoutStillRunsFinallyAndWritesReports) {
  std::vector<std::string> wrapped = words();
  wrapped.insert(wrapped.begin(), {"60", SWITCHGATE_BINARY});
  Program timeout(wrapped, "timeout");
  ASSERT_TRUE(candidate.wait_for("GET /slow"));
  timeout.send(SIGTERM);
  expect_clean_end(timeout);
}

class SecondSignal : public Signal {
 protected:
  SecondSignal() {
    ScriptedReply stuck;
    stuck.delay = std::chrono::seconds(60);
    candidate.on("DELETE /carts/7", stuck);
  }

  // How the program ends when `second` comes `pause` after SIGINT, while `finally` is stuck.
  // Fails when that takes as long as `finally` may.
  int ends(int second, std::chrono::milliseconds pause) {
    Program program(words());
    EXPECT_TRUE(candidate.wait_for("GET /slow"));
    program.send(SIGINT);
    EXPECT_TRUE(candidate.wait_for("DELETE /carts/7"));
    std::this_thread::sleep_for(pause);
    const auto began = std::chrono::steady_clock::now();
    program.send(second);
    const int status = program.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(3));
    return status;
  }
};

TEST_F(SecondSignal, ThatInsistsEndsAtOnce) { EXPECT_EQ(ends(SIGINT, exec::kSameWish), 130); }

TEST_F(SecondSignal, OfAnotherKindEndsAtOnce) {
  EXPECT_EQ(ends(SIGTERM, std::chrono::milliseconds(0)), 143);
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
