// Whole runs against what was recorded before, and the recording itself.

#include "checks/baseline/baseline.h"

#include <chrono>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

class Recorded : public ::testing::Test {
 protected:
  Recorded() { server.on("GET /item", R"({"id": 7, "name": "lamp"})"); }

  GateRan record(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"--live", server.url()};
    words.insert(words.end(), more.begin(), more.end());
    return gate.record(words);
  }
  GateRan run(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"--baseline", gate.baseline()};
    words.insert(words.end(), more.begin(), more.end());
    return gate.run(server.url(), "", words);
  }

  // As if it had been recorded so long ago.
  void age(std::chrono::seconds by) const {
    auto stored = baseline::decode(GateRun::read(gate.baseline()));
    ASSERT_TRUE(stored);
    stored->recorded -= by;
    gate.write("baseline.json", encode(*stored));
  }

  GateRun gate{"checks: [{name: item, get: /item, compare: {shape: true}}]\n"};
  ScriptedServer server;
};

TEST_F(Recorded, TheSameShapeOpens) {
  const GateRan recorded = record();
  ASSERT_EQ(recorded.exit_code, 0) << recorded.out << recorded.err;
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST_F(Recorded, AChangedShapeCloses) {
  ASSERT_EQ(record().exit_code, 0);
  server.on("GET /item", R"({"id": "7", "name": "lamp"})");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"[shape/kind-changed]"}));
}

TEST_F(Recorded, NothingIsMeasuredWithoutARecordedRunOfLatencies) {
  ASSERT_EQ(record().exit_code, 0);
  const std::size_t before = server.total();
  gate.write("suite.yaml",
             "switchgate: 1\nchecks: [{name: item, get: /item, compare: {latency: true}}]\n");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [baseline/missing] nothing to compare with: no recorded run; record "
                   "one with `switchgate record --append --baseline " +
                   gate.baseline() + "`."}));
  EXPECT_EQ(server.total(), before + 1);  // the expectations, once
  EXPECT_EQ(ran.out.find("0us"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("ratio"), std::string::npos) << ran.out;
}

TEST_F(Recorded, ACheckThatItNeverKnewIsNew) {
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - {name: added, get: /item, compare: {shape: true}}
)");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"note [baseline/unknown-check]"}));
  EXPECT_NE(ran.out.find("2 checks: 2 passed, 1 new to the baseline"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.json.find("1 check is new: the baseline does not know it, so only expectations "
                          "were judged (added)"),
            std::string::npos)
      << ran.out;
}

TEST_F(Recorded, OneThatKnowsNoneOfTheChecksIsUndecided) {
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", R"(switchgate: 1
checks: [{name: renamed, get: /item, compare: {shape: true}}]
)");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"undecided [baseline/missing]", "note [baseline/unknown-check]"}));
  EXPECT_EQ(run({"--compare", "none"}).exit_code, 0);
}

TEST_F(Recorded, ACheckUnderANewNameIsProbablyThatOfTheOldOne) {
  server.on("GET /item", R"({"id": 7, "name": "lamp", "price": 2.5})");
  server.on("GET /other", "[1, 2]");
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - {name: other, get: /other, compare: {shape: true}}
)");
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: a lamp, get: /item, compare: {shape: true}}
  - {name: other, get: /other, compare: {shape: true}}
)");
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(
      ran.findings(),
      (Lines{"note [baseline/unknown-check] this check is new: the baseline does not know "
             "it, so only its expectations were judged. Probably renamed from 'item' (the "
             "same shape): `switchgate baseline rename '" +
             gate.baseline() + "' 'item' 'a lamp'` lets it be compared with what was recorded."}));
  EXPECT_NE(ran.json.find("1 check of the baseline probably renamed, and so not compared: item is "
                          "now a lamp"),
            std::string::npos)
      << ran.json;
  EXPECT_EQ(ran.json.find("that no suite here has"), std::string::npos) << ran.json;
  ASSERT_EQ(gate.command({"baseline", "rename", gate.baseline(), "item", "a lamp"}).exit_code, 0);
  EXPECT_EQ(run().findings(), Lines());
}

TEST_F(Recorded, ChecksThatNoSuiteHasAnyMoreAreNamedInAWholeRun) {
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - {name: gone one, get: /item}
  - {name: two gone, get: /item}
)");
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml",
             "switchgate: 1\nchecks: [{name: item, get: /item, compare: {shape: true}}]\n");
  const std::string note =
      "the baseline knows 2 checks that no suite here has (gone one, two gone): `switchgate "
      "baseline prune` drops what is gone, `switchgate baseline rename` keeps what has another "
      "name now";
  const auto tells = [&note](const GateRan& ran) {
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
    return ran.json.find(note) != std::string::npos;
  };
  EXPECT_TRUE(tells(run()));
  EXPECT_FALSE(tells(run({"--only", "item"})));
  EXPECT_FALSE(tells(run({"--shard", "1/2"})));
  EXPECT_FALSE(tells(run({"--compare", "none"})));
}

TEST_F(Recorded, ASuiteThatIsNotRunNowHasLostNothing) {
  const std::string second = gate.write("second.yaml", R"(switchgate: 1
name: second
checks: [{name: b, get: /item, compare: {shape: true}}]
)");
  const std::string third = gate.write("third.yaml", R"(switchgate: 1
name: third
checks: [{name: c, get: /item, compare: {shape: true}}]
)");
  gate.write("suite.yaml", R"(switchgate: 1
name: first
checks: [{name: a, get: /item, compare: {shape: true}}]
)");
  ASSERT_EQ(record({second, third}).exit_code, 0);
  const GateRan ran = run({second});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.json.find("that no suite here has"), std::string::npos) << ran.json;
}

constexpr auto kYoung = R"(switchgate: 1
baseline: {max_age: 30d}
checks: [{name: item, get: /item, compare: {shape: true}}]
)";

TEST_F(Recorded, OneThatIsOlderThanTheSuiteAllowsIsUndecided) {
  using std::chrono::days;
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", kYoung);
  age(days(29));
  EXPECT_EQ(run().exit_code, 0);
  age(days(16));
  const GateRan old = run();
  EXPECT_EQ(old.exit_code, 3) << old.out;
  ASSERT_EQ(old.findings().size(), 1U) << old.out;
  EXPECT_EQ(old.findings().front().find("undecided [baseline/too-old] the baseline " +
                                        gate.baseline() + " was recorded 45 days ago ("),
            0U)
      << old.findings().front();
  EXPECT_NE(old.findings().front().find("), and the suite compares with none older than 30d. "
                                        "Record it again with `switchgate record --baseline "),
            std::string::npos)
      << old.findings().front();
  EXPECT_NE(old.out.find("suite.yaml:2:21"), std::string::npos) << old.out;
  // Its age does not matter where it decides nothing.
  EXPECT_EQ(run({"--compare", "none"}).exit_code, 0);
  EXPECT_EQ(run({"--live", server.url(), "--allow-same"}).exit_code, 0);
  gate.write("suite.yaml",
             "switchgate: 1\nchecks: [{name: item, get: /item, compare: {shape: true}}]\n");
  EXPECT_EQ(run().exit_code, 0);
}

TEST_F(Recorded, OneFromTheFutureHasNoAge) {
  using std::chrono::hours;
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", kYoung);
  age(-hours(12));  // clocks differ
  EXPECT_EQ(run().exit_code, 0);
  age(-hours(36));
  const GateRan ran = run();
  EXPECT_EQ(ran.rules(), Lines{"undecided [baseline/too-old]"});
  EXPECT_NE(ran.out.find("clocks is wrong"), std::string::npos) << ran.out;
}

TEST_F(Recorded, EveryReportSaysWhatItCoversAndHowOldItIs) {
  ASSERT_EQ(record({"--label", "ci"}).exit_code, 0);
  age(std::chrono::days(12));
  const json::Value report = run().report();
  const json::Value* about = report.object()->find("baseline_about");
  ASSERT_NE(about, nullptr);
  const std::string text = json::to_text(*about);
  EXPECT_EQ(text.find("\"recorded 12 days ago ("), 0U) << text;
  EXPECT_NE(text.find(", from live, label ci): 1 check, 1 request (1 with a shape), no latencies"),
            std::string::npos)
      << text;
}

TEST_F(Recorded, AnEndpointThatItKnowsIsNoneThatTheCandidateAdds) {
  ASSERT_EQ(record().exit_code, 0);
  ScriptedServer empty;
  const GateRan ran = gate.run(server.url(), empty.url(), {"--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [compare/live-failed] live has no such endpoint (status 404), but "
                   "the baseline knows it, so it is none that the candidate adds: is this the "
                   "right address and base path of live?"}));
}

TEST_F(Recorded, OneThatIsMissingIsAMistake) {
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("switchgate record --baseline"), std::string::npos) << ran.err;
  EXPECT_EQ(server.total(), 0U);
}

constexpr auto kHeaders = R"(switchgate: 1
checks: [{name: item, get: /item, compare: {headers: [X-Z]}}]
)";

TEST_F(Recorded, AHeaderThatWasNotWatchedThenIsUndecided) {
  ScriptedReply with{R"({"id": 7, "name": "lamp"})"};
  with.headers = {{"X-Z", "1"}};
  server.on("GET /item", with);
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", kHeaders);
  server.on("GET /item", R"({"id": 7, "name": "lamp"})");
  const GateRan unwatched = run();
  EXPECT_EQ(unwatched.exit_code, 3) << unwatched.out;
  EXPECT_EQ(unwatched.rules(), (Lines{"undecided [baseline/missing]"}));

  server.on("GET /item", with);
  ASSERT_EQ(record().exit_code, 0);
  EXPECT_EQ(run().findings(), Lines());
  server.on("GET /item", R"({"id": 7, "name": "lamp"})");
  const GateRan gone = run();
  EXPECT_EQ(gone.exit_code, 1) << gone.out;
  EXPECT_EQ(gone.findings(),
            (Lines{"[compare/header-removed] The header 'X-Z' was recorded in the baseline and is "
                   "missing from the only candidate answer"}));
  // Watched and absent is another thing than never watched.
  ASSERT_EQ(record().exit_code, 0);
  const GateRan absent = run();
  EXPECT_EQ(absent.exit_code, 0) << absent.out;
  EXPECT_EQ(absent.rules(), (Lines{"note [compare/header-absent]"}));
}

TEST_F(Recorded, ByAppendingDropsNothingAndByReplacingSaysWhatIsGone) {
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", R"(switchgate: 1
checks: [{name: other, get: /item, compare: {shape: true}}]
)");
  const GateRan appended = record({"--append"});
  ASSERT_EQ(appended.exit_code, 0) << appended.err;
  EXPECT_EQ(appended.err, "");
  const std::string both = GateRun::read(gate.baseline());
  EXPECT_NE(both.find("\"item\": {"), std::string::npos) << both;
  EXPECT_NE(both.find("\"other\": {"), std::string::npos) << both;
  const GateRan replaced = record();
  ASSERT_EQ(replaced.exit_code, 0);
  EXPECT_NE(replaced.err.find("was replaced and holds no more: item."), std::string::npos)
      << replaced.err;
  EXPECT_EQ(GateRun::read(gate.baseline()).find("\"item\": {"), std::string::npos);
}

TEST_F(Recorded, NothingWhileACheckFails) {
  server.on("GET /item", ScriptedReply{"{}", 500});
  const GateRan ran = record();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.err.find("nothing was recorded"), std::string::npos) << ran.err;
  EXPECT_EQ(GateRun::read(gate.baseline()), "");
}

TEST_F(Recorded, FromLiveWithSafeRequestsOnly) {
  gate.write("suite.yaml", R"(switchgate: 1
ready: {post: /warm-up}
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - {name: writes, post: /item, json: {a: 1}}
  - name: cleans
    steps: [{get: /item}]
    finally: [{delete: /item}]
)");
  server.on("POST /item", "{}");
  const GateRan ran = record();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(server.methods(), (std::set<std::string>{"GET"}));
}

// An answer that takes `delay` to make.
ScriptedReply taking(std::chrono::microseconds delay) {
  ScriptedReply reply{R"({"id": 7})"};
  reply.delay = delay;
  return reply;
}

class RecordedLatency : public Recorded {
 protected:
  RecordedLatency() {
    gate.write("suite.yaml", R"(switchgate: 1
targets: {live: {max_rps: 1000}}
checks:
  - {name: item, get: /item, compare: {latency: {samples: 30, warmup: 3, detect: 50%}}}
)");
    server.on("GET /item", taking(std::chrono::milliseconds(5)));
  }

  void record_runs(int n) const {
    for (int i = 0; i < n; ++i) {
      const GateRan ran = record({"--append", "--label", "here"});
      ASSERT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    }
  }
};

TEST_F(RecordedLatency, FindsASlowdownBySixtyPercentAndPassesTheSame) {
  // Long enough that what a busy machine adds stays far below the tolerance.
  server.on("GET /item", taking(std::chrono::milliseconds(25)));
  record_runs(3);
  const GateRan same = run();
  EXPECT_EQ(same.exit_code, 0) << same.out;
  EXPECT_EQ(same.findings(), Lines());
  server.on("GET /item", taking(std::chrono::milliseconds(40)));
  const GateRan slower = run();
  EXPECT_EQ(slower.exit_code, 1) << slower.out;
  EXPECT_EQ(slower.rules(), (Lines{"[latency/body]"}));
}

TEST_F(RecordedLatency, ThatWasNeverRecordedIsUndecided) {
  const std::string suite = GateRun::read(gate.suite());
  gate.write("suite.yaml",
             "switchgate: 1\nchecks: [{name: item, get: /item, compare: {shape: true}}]\n");
  ASSERT_EQ(record().exit_code, 0);
  gate.write("suite.yaml", suite);
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"undecided [baseline/missing]"}));
}

TEST_F(RecordedLatency, OfAnotherEnvironmentIsNotCompared) {
  record_runs(3);
  const GateRan ran = run({"--label", "elsewhere"});
  EXPECT_EQ(ran.rules(), (Lines{"undecided [latency/other-environment]"})) << ran.out;
}

TEST_F(RecordedLatency, AHistoryThatWasChangedIsRefused) {
  record_runs(1);
  const std::string history = gate.path("baseline.history.json");
  ASSERT_NE(GateRun::read(history), "");
  gate.write("baseline.history.json", GateRun::read(history) + "\n");
  const std::size_t before = server.total();
  const GateRan ran = run();
  EXPECT_EQ(ran.exit_code, 2) << ran.out;
  EXPECT_NE(ran.err.find("baseline.history.json"), std::string::npos) << ran.err;
  EXPECT_EQ(server.total(), before);
}

TEST_F(RecordedLatency, KeepsToTheRateOfLive) {
  gate.write("suite.yaml", R"(switchgate: 1
targets: {live: {max_rps: 100}}
checks:
  - {name: item, get: /item, compare: {latency: {samples: 40, warmup: 10}}}
)");
  server.on("GET /item", taking(std::chrono::microseconds(0)));
  const auto began = std::chrono::steady_clock::now();
  record({});
  // One request, then warm-up and at least 40 samples, 10 ms apart.
  EXPECT_GE(server.total(), 51U);
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(490));
}

}  // namespace
}  // namespace switchgate::testing
