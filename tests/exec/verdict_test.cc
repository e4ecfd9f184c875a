// Whole runs: exit codes, what is sent, in which order it is told.

#include <chrono>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;
using std::chrono::steady_clock;

constexpr auto kTwoChecks = R"(
checks:
  - {name: first, tags: [quick], get: /first}
  - {name: second, tags: [slow], get: /second}
)";

TEST(Run, OpensWhenEveryCheckPasses) {
  ScriptedServer candidate;
  candidate.on("GET /first", "{}");
  candidate.on("GET /second", "{}");
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.gate(), "open");
  EXPECT_EQ(ran.findings(), Lines());
  EXPECT_EQ(ran.outcomes(), (Lines{"first: passed", "second: passed"}));
}

TEST(Run, ClosesOnAnExpectationThatIsNotMet) {
  ScriptedServer candidate;
  candidate.on("GET /first", "{}");
  candidate.on("GET /second", ScriptedReply{"{}", 500});
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.gate(), "closed");
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]"}));
  EXPECT_EQ(ran.outcomes(), (Lines{"first: passed", "second: failed"}));
}

TEST(Run, IsUndecidedWithoutAnythingToCompareWith) {
  ScriptedServer candidate;
  candidate.on("GET /first", R"({"a": 1})");
  const GateRun gate("checks: [{get: /first, compare: {shape: true}}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.gate(), "undecided");
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [baseline/missing] there is nothing to compare with: give --live "
                   "URL, or record a baseline with `switchgate record --baseline FILE` and pass it "
                   "with --baseline FILE."}));
}

TEST(Run, SendsNothingWhenASuiteHasAMistake) {
  ScriptedServer candidate;
  const GateRun gate("checks: [{get: /first, expct: {status: 200}}, {get: /second, expect: {}}]\n");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("expct"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("2 mistakes; nothing was sent"), std::string::npos) << ran.err;
  EXPECT_EQ(candidate.total(), 0U);
}

// Known by one id, the two were one result: the second one's failure was lost.
TEST(Run, SendsNothingWhenTwoChecksHaveOneId) {
  ScriptedServer candidate;
  const GateRun gate("checks: [{name: s, id: q, get: /ok}, {name: q, level: warning, get: /no}]\n");
  const GateRan ran = gate.run(candidate.url(), candidate.url(), {"--fail-on", "warning"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("the check's id 'q' is taken, first at line"), std::string::npos)
      << ran.err;
  EXPECT_EQ(gate.record({"--live", candidate.url()}).exit_code, 2);
  EXPECT_EQ(gate.command({"lint", gate.suite()}).exit_code, 2);
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Run, NeedsACandidate) {
  const GateRan ran = GateRun(kTwoChecks).run("");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("--candidate"), std::string::npos) << ran.err;
}

TEST(Run, TellsTheSameWithOneWorkerAndWithSixteen) {
  ScriptedServer candidate;
  std::string checks = "checks:\n";
  Lines expected;
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    checks += "  - {name: check " + n + ", get: /c" + n + ", expect: {json: {$.n: " + n + "}}}\n";
    // Every fourth is wrong, and the earlier ones take longer.
    const bool wrong = i % 4 == 0;
    ScriptedReply reply{R"({"n": )" + (wrong ? "-1" : n) + '}'};
    reply.delay = std::chrono::microseconds(500 * (40 - i));
    candidate.on("GET /c" + n, reply);
    expected.push_back("check " + n + (wrong ? ": failed" : ": passed"));
  }
  const GateRun gate(checks);
  const GateRan one = gate.run(candidate.url(), "", {"--jobs", "1"});
  const GateRan sixteen = gate.run(candidate.url(), "", {"--jobs", "16"});
  EXPECT_EQ(one.exit_code, 1);
  EXPECT_EQ(one.outcomes(), expected);
  EXPECT_EQ(without_times(one.json), without_times(sixteen.json));
}

TEST(Run, AsksOnlyWhatWasSelected) {
  ScriptedServer candidate;
  candidate.on("GET /first", "{}");
  candidate.on("GET /second", "{}");
  const GateRun gate(kTwoChecks);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--only", "fir*"}).outcomes(), (Lines{"first: passed"}));
  EXPECT_EQ(candidate.count("GET /second"), 0U);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--tag", "slow"}).outcomes(), (Lines{"second: passed"}));
  EXPECT_EQ(candidate.count("GET /first"), 1U);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--skip-tag", "slow"}).outcomes(),
            (Lines{"first: passed"}));
  EXPECT_EQ(candidate.count("GET /second"), 1U);
}

TEST(Run, NothingSelectedIsAMistake) {
  ScriptedServer candidate;
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url(), "", {"--only", "frist"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("'frist' is near 'first'"), std::string::npos) << ran.err;
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Run, FailFastStartsNothingAfterAFailure) {
  ScriptedServer candidate;
  candidate.on("GET /second", "{}");
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url(), "", {"--fail-fast", "--jobs", "1"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.outcomes(), (Lines{"first: failed", "second: skipped"}));
  EXPECT_EQ(candidate.count("GET /second"), 0U);
}

TEST(Run, TheDeadlineLeavesTheRestUndecided) {
  ScriptedServer candidate;
  ScriptedReply slow;
  slow.delay = std::chrono::seconds(20);
  candidate.on("GET /first", slow);
  candidate.on("GET /second", "{}");
  const auto began = steady_clock::now();
  const GateRan ran =
      GateRun(kTwoChecks)
          .run(candidate.url(), "", {"--deadline", "300ms", "--timeout", "30s", "--jobs", "1"});
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(10));
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.outcomes(), (Lines{"first: undecided", "second: undecided"}));
  EXPECT_EQ(ran.findings(), (Lines{"undecided [run/deadline] the run did not end within --deadline "
                                   "300ms; what was done is reported."}));
  EXPECT_EQ(candidate.count("GET /second"), 0U);
}

TEST(Run, ADeadTargetIsToldOnceAndQuickly) {
  const RefusingPort nobody;
  std::string checks = "checks:\n";
  for (int i = 0; i < 200; ++i) {
    checks += "  - {name: check " + std::to_string(i) + ", get: /}\n";
  }
  const auto began = steady_clock::now();
  const GateRan ran = GateRun(checks).run(nobody.url());
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(15));
  EXPECT_EQ(ran.exit_code, 1);
  std::size_t given_up = 0;
  for (const std::string& rule : ran.rules()) {
    given_up += rule == "[target/unreachable]" ? 1 : 0;
    EXPECT_TRUE(rule == "[target/unreachable]" || rule == "[target/refused]") << rule;
  }
  EXPECT_EQ(given_up, 1U);
  EXPECT_LT(ran.rules().size(), 50U);
  const Lines outcomes = ran.outcomes();
  ASSERT_EQ(outcomes.size(), 200U);
  EXPECT_EQ(outcomes.back(), "check 199: failed");
}

TEST(Policy, WarningsDoNotCloseUnlessAsked) {
  ScriptedServer candidate;
  candidate.on("GET /a", R"({"n": 1})");
  const GateRun gate(R"(
checks:
  - {name: softly, get: /a, warn: {json: {$.n: 2}}}
  - {name: merely, level: warning, get: /a, expect: {json: {$.n: 3}}}
)");
  const GateRan open = gate.run(candidate.url());
  EXPECT_EQ(open.exit_code, 0);
  EXPECT_EQ(open.rules(), (Lines{"warning [json/value]", "warning [json/value]"}));
  EXPECT_EQ(open.outcomes(), (Lines{"softly: passed", "merely: passed"}));
  EXPECT_EQ(gate.run(candidate.url(), "", {"--fail-on", "warning"}).exit_code, 1);
}

TEST(Policy, AConnectionThatIsRefusedWasJudged) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  const RefusingPort nobody;
  const std::string port = nobody.url().substr(std::string("http://").size());
  const std::string tcp = "tcp: '" + port + "'";
  const GateRan warned =
      GateRun("checks: [{get: /a}, {name: t, level: warning, " + tcp + "}]\n").run(candidate.url());
  EXPECT_EQ(warned.exit_code, 0) << warned.out;
  EXPECT_EQ(warned.rules(), (Lines{"warning [tcp/failed]"}));
  const GateRan expected = GateRun("checks: [{get: /a}, {name: t, " + tcp +
                                   ", expected: [{rule: tcp/failed, reason: planned}]}]\n")
                               .run(candidate.url());
  EXPECT_EQ(expected.exit_code, 0) << expected.out;
}

TEST(Policy, UndecidedBecomesWhatWasAsked) {
  ScriptedServer candidate;
  candidate.on("GET /a", R"({"n": 1})");
  const GateRun gate("checks: [{get: /a, compare: {shape: true}}]\n");
  EXPECT_EQ(gate.run(candidate.url()).exit_code, 3);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--on-undecided", "closed"}).exit_code, 1);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--on-undecided", "open"}).exit_code, 0);
}

TEST(Policy, OpensOverMissingSamplesButNotOverALiveThatIsGone) {
  ScriptedServer candidate;
  const RefusingPort live;
  candidate.on("GET /a", R"({"n": 1})");
  const GateRun gate("checks: [{get: /a, compare: {shape: true}}]\n");
  const GateRan ran = gate.run(candidate.url(), live.url(), {"--on-undecided", "open"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/live-unreachable]"}));
}

TEST(Policy, ExitZeroKeepsTheVerdictInTheReport) {
  ScriptedServer candidate;
  const GateRan ran =
      GateRun(kTwoChecks).run(candidate.url(), "", {"--exit-zero", "--shard", "1/1"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.gate(), "closed");
}

TEST(Policy, ExitZeroOfAWholeRunIsAMistake) {
  ScriptedServer candidate;
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url(), "", {"--exit-zero"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Evidence, OfTheCandidateIsNeededWhateverElsePasses) {
  ScriptedServer idp;
  idp.on("GET /", "{}");
  ScriptedServer candidate;
  candidate.on("GET /", "{}");
  const std::string target = "targets: {idp: {url: '" + idp.url() + "'}}\n";
  const std::string check = "checks: [{get: /, target: idp}]\n";
  const GateRan ran = GateRun(target + check).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), (Lines{"undecided [run/candidate-not-asked]"}));
  const GateRan command =
      GateRun("checks: [{command: [true]}]\n").run(candidate.url(), "", {"--allow-commands"});
  EXPECT_EQ(command.exit_code, 3);
  EXPECT_EQ(
      GateRun(target + "ready: {get: /, within: 5s}\n" + check).run(candidate.url()).exit_code, 0);
}

TEST(Evidence, OfSelectionsThatNameNothingIsNotTakenForGranted) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  const GateRun gate(R"(
checks:
  - {name: first, get: /a, tags: [smoke]}
  - {name: second, get: /a}
  - {name: none, for_each: {rows: [], allow_empty: true}, get: /none}
)");
  const GateRan only = gate.run(candidate.url(), "", {"--only", "first", "--only", "secnd"});
  EXPECT_EQ(only.exit_code, 2);
  EXPECT_NE(only.err.find("--only 'secnd' names none of the 2 checks; --only 'secnd' is near "
                          "'second'"),
            std::string::npos)
      << only.err;
  const GateRan tag = gate.run(candidate.url(), "", {"--tag", "smoke", "--tag", "smok"});
  EXPECT_EQ(tag.exit_code, 2);
  EXPECT_NE(tag.err.find("--tag 'smok' is on no check; the tags are: smoke"), std::string::npos)
      << tag.err;
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_EQ(gate.run(candidate.url(), "", {"--only", "first", "--only", "none"}).exit_code, 0);
}

TEST(Evidence, OfRowsThatAreNoneIsSaidToBeMissing) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  const GateRan ran = GateRun(R"(
checks:
  - {get: /a}
  - {name: none, for_each: {rows: [], allow_empty: true}, get: /none}
)")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_NE(ran.out.find("`none` asked nothing: its `for_each` has no rows"), std::string::npos)
      << ran.out;
}

TEST(Reports, ABadPathFailsBeforeAnythingIsSent) {
  ScriptedServer candidate;
  const GateRun gate(kTwoChecks);
  const std::string below_a_file = gate.suite() + "/junit.xml";
  const GateRan ran = gate.run(candidate.url(), "", {"--report", "junit=" + below_a_file});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Reports, TwoFormatsCannotShareStandardOutput) {
  ScriptedServer candidate;
  const GateRan ran =
      GateRun(kTwoChecks).run(candidate.url(), "", {"--report", "junit", "--report", "sarif"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("two formats without a path"), std::string::npos) << ran.err;
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Reports, OneOnStandardOutputMovesTheConsoleAside) {
  ScriptedServer candidate;
  candidate.on("GET /first", "{}");
  candidate.on("GET /second", "{}");
  const GateRan ran = GateRun(kTwoChecks).run(candidate.url(), "", {"--report", "junit"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.starts_with("<?xml")) << ran.out << ran.err;
  EXPECT_NE(ran.err.find("gate OPEN"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace switchgate::testing
