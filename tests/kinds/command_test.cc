// Commands as whole runs: what they are given, what of them is judged, and that nothing of
// them is left behind.

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/probe/kinds/prober.h"
#include "tests/support/gate_run.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;
using ::testing::Not;
using Lines = std::vector<std::string>;

GateRan run(const GateRun& gate, std::vector<std::string> more = {"--allow-commands"}) {
  return gate.run_beside_candidate(more);
}

// A suite of one command.
GateRan run_command(const std::string& check) {
  return run(GateRun("checks: [{name: c, " + check + "}]\n"));
}

TEST(Command, IsRefusedBeforeAnythingIsSentUnlessAllowed) {
  const GateRun gate("checks:\n  - {get: /}\n  - {name: queue, command: [touch, ran]}\n");
  const GateRan ran = run(gate, {});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("suite.yaml:4:19: the check 'queue' runs a program on this "
                                 "machine; say --allow-commands"));
  EXPECT_EQ(ran.json, "");
  EXPECT_NE(access(gate.path("ran").c_str(), F_OK), 0);
}

TEST(Command, NeedsNoPermissionToBeCheckedOrListed) {
  const GateRun gate("checks: [{name: queue, command: [touch, ran]}]\n");
  EXPECT_EQ(gate.command({"lint", gate.suite()}).exit_code, 0);
  EXPECT_EQ(run(gate, {"--list"}).exit_code, 0);
  const GateRan preview = run(gate, {"--dry-run"});
  EXPECT_EQ(preview.exit_code, 0) << preview.err;
  EXPECT_THAT(preview.out, HasSubstr("command touch ran"));
  EXPECT_NE(access(gate.path("ran").c_str(), F_OK), 0);
}

TEST(Command, PassesWithStatusZero) {
  EXPECT_EQ(run_command("command: ['true']").exit_code, 0);
  const GateRan ran = run_command("command: ['false']");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(), Lines{"[command/value] expected exit of false to equal 0, found 1"});
}

TEST(Command, IsJudgedByWhatItWrites) {
  const GateRan ran = run_command(
      "command: [sh, -c, 'echo 0; echo oops >&2; exit 3'], "
      "expect: {exit: 3, stdout: {matches: '^0$'}, stderr: oops, time: {at_most: 5s}}");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Command, TakesItsWordsAsTheyAre) {
  const GateRan ran =
      run(GateRun("vars: {n: 7}\nchecks:\n"
                  "  - {name: c, command: [printf, '%s|', 'a b', '$HOME', '${n}', "
                  "'*'], expect: {stdout: 'a b|$HOME|7|*|'}}\n"));
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Command, RunsInTheFolderOfItsSuite) {
  const GateRun gate("checks: [{name: c, command: [./here], expect: {stdout: found}}]\n");
  const std::string script = gate.write("here", "#!/bin/sh\ncat beside\n");
  chmod(script.c_str(), 0755);
  gate.write("beside", "found\n");
  EXPECT_EQ(run(gate).findings(), Lines());
}

TEST(Command, SeesFewVariablesAndThoseItIsGiven) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
  setenv("SHOP_TOKEN", "correct-horse", 1);
  GateRun gate(
      "secrets: [SHOP_TOKEN]\n"
      "checks:\n"
      "  - {name: few, command: [env], expect: {stdout: {not: {contains: correct-horse}}}}\n"
      "  - {name: given, command: [env], env: {TOKEN: '${SHOP_TOKEN}', N: 1},\n"
      "     expect: {stdout: {matches: 'N=1\\nTOKEN=|TOKEN=.*\\nN=1'}}}\n"
      "  - {name: shown, command: [sh, -c, 'echo $TOKEN; exit 1'], env: {TOKEN: "
      "'${SHOP_TOKEN}'}}\n");
  gate.environment = {{"SHOP_TOKEN", "correct-horse"}};
  const GateRan ran = run(gate);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread is left
  unsetenv("SHOP_TOKEN");
  EXPECT_EQ(ran.outcomes(), (Lines{"few: passed", "given: passed", "shown: failed"})) << ran.out;
  EXPECT_THAT(ran.json, HasSubstr("***SHOP_TOKEN***"));
  EXPECT_THAT(ran.json, HasSubstr(R"(TOKEN=\"$SHOP_TOKEN\" 'sh' '-c')"));
  EXPECT_THAT(ran.json + ran.out + ran.err, Not(HasSubstr("correct-horse")));
}

TEST(Command, HasDefaultSignalsAndNoInput) {
  // This program ignores SIGPIPE and blocks SIGTERM; a child that did would misbehave.
  const GateRan ran = run_command(
      "command: [sh, -c, 'cat; grep -E \"^Sig(Blk|Ign)\" /proc/self/status | tr -d \"\\t\"'], "
      // The C library keeps the signals 32 and 33 for itself.
      "expect: {stdout: {matches: '^SigBlk:0{16}\\sSigIgn:[0-9a-f]{9}0{7}$'}}");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Command, ThatASignalEndsCountsAs128AndItsNumber) {
  const GateRan ran = run_command("command: [sh, -c, 'kill -9 $$'], expect: {exit: 137}");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Command, ThatCannotBeStartedSaysWhy) {
  EXPECT_THAT(
      run_command("command: [./not-there]").findings().at(0),
      HasSubstr("[command/failed] './not-there' was not started: there is no such program"));
  const GateRun gate("checks: [{name: c, command: [./plain]}]\n");
  gate.write("plain", "text\n");
  EXPECT_THAT(run(gate).findings().at(0), HasSubstr("'./plain' was not started: it may not be "
                                                    "executed"));
}

TEST(Command, MayWriteMuchToBothSidesWithoutGettingStuck) {
  const GateRan ran = run_command(
      "command: [sh, -c, 'head -c 900000 /dev/zero | tr \"\\0\" a; "
      "head -c 900000 /dev/zero | tr \"\\0\" b >&2'], "
      "expect: {stdout: {length: 900000}, stderr: {length: 900000}}");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Command, ThatWritesWithoutEndIsEnded) {
  const auto began = steady_clock::now();
  EXPECT_THAT(run_command("command: [yes], timeout: 30s").findings().at(0),
              HasSubstr("'yes' wrote more than 1 MB and was ended"));
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(10));
}

// Asks a prober directly, so that times and orders to stop are the test's own.
probe::Inquiry inquiry(std::vector<std::string> words, Micros timeout, const std::string& in) {
  probe::Inquiry out;
  out.words = std::move(words);
  out.to.timeout = timeout;
  out.directory = in;
  return out;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

// Has the process with the number in this file ended? Waits for it, for ten seconds at most.
bool has_ended(const std::string& file) {
  const std::string number = read_file(file);
  if (number.empty()) {
    return false;
  }
  for (int i = 0; i < 1000; ++i) {
    const std::string state = "/proc/" + number + "/stat";
    if (read_file(state).empty() || read_file(state).find(") Z") != std::string::npos) {
      return true;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(Command, ThatTakesTooLongIsEndedWithAllItStartedAlsoWhenItIgnoresSigterm) {
  const ScratchDir files;
  const auto began = steady_clock::now();
  const Reply reply = probe::ask_command(
      inquiry({"sh", "-c",
               "trap '' TERM; sleep 100 & echo $! > child; echo $$ > self; echo half; wait; wait; "
               "sleep 100"},
              milliseconds(700), files.path()),
      {});
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(5));
  ASSERT_TRUE(reply.failure);
  EXPECT_EQ(reply.failure->kind, FailureKind::kDeadline);
  EXPECT_THAT(reply.failure->message, HasSubstr("did not end within 700ms and was ended"));
  ASSERT_NE(find_fact(reply.facts, "stdout"), nullptr);
  EXPECT_EQ(*find_fact(reply.facts, "stdout")->string(), "half") << "what it had said is told";
  EXPECT_EQ(find_fact(reply.facts, "exit"), nullptr) << "it did not end by itself";
  EXPECT_TRUE(has_ended(files.path() + "/self"));
  EXPECT_TRUE(has_ended(files.path() + "/child"));
}

TEST(Command, MayCleanUpWhenItIsEnded) {
  const ScratchDir files;
  const Reply reply = probe::ask_command(
      inquiry({"sh", "-c", "trap 'echo bye; exit 1' TERM; while :; do sleep 0.05; done"},
              milliseconds(700), files.path()),
      {});
  ASSERT_TRUE(reply.failure);
  EXPECT_EQ(*find_fact(reply.facts, "stdout")->string(), "bye");
}

TEST(Command, LeavesNothingRunningWhenItEnds) {
  const ScratchDir files;
  const auto began = steady_clock::now();
  const Reply reply =
      probe::ask_command(inquiry({"sh", "-c", "sleep 100 & echo $! > child; echo done"},
                                 std::chrono::seconds(20), files.path()),
                         {});
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(5))
      << "a child that holds the pipes must not hold the check";
  EXPECT_FALSE(reply.failure);
  EXPECT_EQ(*find_fact(reply.facts, "stdout")->string(), "done");
  EXPECT_TRUE(has_ended(files.path() + "/child"));
}

TEST(Command, ObeysTheOrderToStop) {
  const ScratchDir files;
  std::stop_source source;
  const std::jthread teller([&] {
    while (read_file(files.path() + "/self").empty()) {
      std::this_thread::sleep_for(milliseconds(5));
    }
    source.request_stop();
  });
  const Reply reply = probe::ask_command(inquiry({"sh", "-c", "echo $$ > self; exec sleep 100"},
                                                 std::chrono::seconds(60), files.path()),
                                         source.get_token());
  ASSERT_TRUE(reply.failure);
  EXPECT_EQ(reply.failure->kind, FailureKind::kCancelled);
  EXPECT_TRUE(has_ended(files.path() + "/self"));
}

TEST(Command, CanBeSeenAgainByTheLineInTheReport) {
  const GateRan ran = run_command("command: [sh, -c, 'echo \"it''s\"; exit 4'], env: {A: b c}");
  EXPECT_THAT(ran.json, HasSubstr(R"(A='b c' 'sh' '-c' 'echo \"it'\\''s\"; exit 4')"));
}

}  // namespace
}  // namespace switchgate::testing
