// `switchgate baseline …` as its users call it: on what `record` wrote.

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/baseline/baseline.h"
#include "checks/json/reader.h"
#include "runner/cli/baseline.h"
#include "tests/support/gate_run.h"
#include "tests/support/postgres_server.h"
#include "tests/support/program.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

constexpr auto kSuite = R"(checks:
  - {name: item, get: /item, compare: {shape: true, headers: [ETag]}}
  - {name: health, get: /health}
  - name: order
    steps:
      - {get: /item, compare: {shape: true}}
      - {name: lines, get: /lines, compare: {shape: true}}
)";

class BaselineCommands : public ::testing::Test {
 protected:
  BaselineCommands() {
    server.on("GET /item", R"({"id": 7, "name": "lamp", "price": 2.5})");
    server.on("GET /lines", R"([{"sku": "x", "pieces": 2, "paid": true}])");
    server.on("GET /health", "{}");
  }

  void record() const {
    const GateRan ran = gate.record({"--live", server.url(), "--label", "ci"});
    ASSERT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  }
  // The file's name stands for the folder of the test, and a fixed time for that of recording.
  std::string told(std::string text) const {
    return replace_all(std::move(text), gate.path(""), "");
  }
  GateRan baseline(std::vector<std::string> words) const {
    words.insert(words.begin(), "baseline");
    GateRan ran = gate.command(std::move(words));
    ran.out = told(ran.out);
    ran.err = told(ran.err);
    return ran;
  }
  baseline::Baseline stored(const std::string& name = "baseline.json") const {
    auto decoded = baseline::decode(GateRun::read(gate.path(name)));
    EXPECT_TRUE(decoded);
    return decoded ? *std::move(decoded) : baseline::Baseline();
  }
  // Another baseline, changed by hand as no recording would.
  std::string write(const std::string& name, baseline::Baseline baseline) const {
    baseline.history_digest.clear();
    return gate.write(name, encode(baseline));
  }

  GateRun gate{kSuite};
  ScriptedServer server;
};

TEST_F(BaselineCommands, ShowTellsCoverageAgeAndEachRequest) {
  record();
  baseline::Baseline fixed = stored();
  fixed.recorded = *parse_date_time("2026-11-01T10:00:00Z");
  cli::BaselineCommand command;
  command.action = "show";
  command.file = write("fixed.json", fixed);
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::baseline(command, {}, *parse_date_time("2026-11-13T12:00:00Z"), out, err), 0);
  EXPECT_EQ(err.str(), "");
  EXPECT_EQ(told(out.str()), R"(fixed.json
  target    live
  label     ci
  recorded  2026-11-01T10:00:00Z, 12 days ago, by switchgate )" +
                                 fixed.tool_version + R"(
  covers    3 checks, 3 requests (3 with shapes, 1 with watched headers), no latencies

health  known, nothing to compare

item  200 application/json, watched and not in every answer: ETag
  {id: integer, name: string, price: number}  (3 samples)

order
  get /item  200 application/json
    {id: integer, name: string, price: number}  (3 samples)
  lines  200 application/json
    [{paid: boolean, pieces: integer, sku: string}]  (3 samples)
)");
}

TEST_F(BaselineCommands, ShowForPrograms) {
  record();
  const GateRan ran = baseline({"show", "--format", "json", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto document = json::read(ran.out);
  ASSERT_TRUE(document) << ran.out;
  const json::Object& root = *document->root.object();
  EXPECT_EQ(json::to_text(*root.find("label")), "\"ci\"");
  EXPECT_EQ(root.find("checks")->array()->size(), 3U);
  EXPECT_LT(root.find("age_seconds")->number()->as_double(), 600);
  const json::Object& item = *(*root.find("checks")->array())[1].object();
  const json::Object& request = *(*item.find("requests")->array())[0].object();
  EXPECT_EQ(json::to_text(*request.find("headers_absent")), "[\"ETag\"]");
  EXPECT_EQ(json::to_text(*request.find("shape_samples")), "3");
}

TEST_F(BaselineCommands, WithoutItsHistoryABaselineIsShownAndComparedWithAWarning) {
  gate.write("suite.yaml", R"(switchgate: 1
targets: {live: {max_rps: 1000}}
checks: [{name: item, get: /item, compare: {latency: {samples: 20, warmup: 1}}}]
)");
  record();
  const GateRan whole = baseline({"show", gate.baseline()});
  EXPECT_NE(whole.out.find("1 run of latencies of 1 request"), std::string::npos) << whole.out;
  EXPECT_NE(whole.out.find(", label ci\n  item  "), std::string::npos) << whole.out;
  EXPECT_NE(whole.out.find("samples, median "), std::string::npos) << whole.out;

  const std::string alone = gate.write("alone.json", GateRun::read(gate.baseline()));
  const GateRan shown = baseline({"show", alone});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_EQ(shown.err,
            "switchgate baseline show: warning: alone.history.json: the history of this baseline "
            "is not there\n");
  const GateRan diffed = baseline({"diff", alone, gate.baseline()});
  EXPECT_EQ(diffed.exit_code, 0) << diffed.out;
  EXPECT_NE(diffed.err.find("is not there: latencies are not compared"), std::string::npos)
      << diffed.err;
  // What would lose it refuses.
  const GateRan renamed = baseline({"rename", alone, "item", "thing"});
  EXPECT_EQ(renamed.exit_code, 2);
  EXPECT_EQ(renamed.err,
            "switchgate baseline rename: alone.history.json: the history of this baseline is not "
            "there; nothing was changed\n");
}

TEST_F(BaselineCommands, DiffOfEqualBaselinesIsZero) {
  record();
  const GateRan ran = baseline({"diff", gate.baseline(), gate.baseline()});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_NE(ran.out.find("No difference in what they hold.\n"), std::string::npos) << ran.out;
}

TEST_F(BaselineCommands, DiffTellsAReviewerWhatChanged) {
  record();
  baseline::Baseline before = stored();
  before.recorded = *parse_date_time("2026-11-01T10:00:00Z");
  before.checks["old"];
  const std::string old_file = write("old.json", before);
  server.on("GET /item", R"({"id": "7", "name": "lamp", "price": 2.5})");
  gate.write("suite.yaml", "switchgate: 1\n" + replace_all(kSuite, "name: order", "name: orders"));
  record();
  baseline::Baseline after = stored();
  after.recorded = *parse_date_time("2026-11-02T10:00:00Z");
  const GateRan ran = baseline({"diff", old_file, write("new.json", after)});
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_EQ(
      ran.out,
      R"(--- old.json  live, label ci, recorded 2026-11-01T10:00:00Z: 4 checks, 3 requests (3 with shapes, 1 with watched headers), no latencies
+++ new.json  live, label ci, recorded 2026-11-02T10:00:00Z: 3 checks, 3 requests (3 with shapes, 1 with watched headers), no latencies
~ check order is probably renamed to orders  (the same requests, a similar name)
- check old

item
--- old
+++ new
@@ -1,5 +1,5 @@
 {
-  id: integer;
+  id: string<numeric>;
   name: string;
   price: number;
 }
  error    shape/kind-changed: $.id was an integer in all 3 old samples and is a string in all 3 new samples
           contract step: no order is safe; send the new kind under a new name, then remove the old one

orders / get /item
--- old
+++ new
@@ -1,5 +1,5 @@
 {
-  id: integer;
+  id: string<numeric>;
   name: string;
   price: number;
 }
  error    shape/kind-changed: $.id was an integer in all 3 old samples and is a string in all 3 new samples
           contract step: no order is safe; send the new kind under a new name, then remove the old one

2 breaking changes, 0 warnings, 0 notes
2 widenings
)");
  const GateRan coloured = baseline({"diff", "--color", "always", old_file, gate.path("new.json")});
  EXPECT_NE(coloured.out.find("\x1b[31m- check old"), std::string::npos) << coloured.out;
  const GateRan machine = baseline({"diff", "--format", "json", old_file, gate.path("new.json")});
  EXPECT_EQ(machine.exit_code, 1);
  const auto document = json::read(machine.out);
  ASSERT_TRUE(document) << machine.out;
  const json::Object& root = *document->root.object();
  EXPECT_EQ(json::to_text(*root.find("breaking")), "true");
  EXPECT_EQ(json::to_text(*root.find("checks_gone")), "[\"old\"]");
  EXPECT_EQ(root.find("requests")->array()->size(), 2U);
}

TEST_F(BaselineCommands, WhatIsNoBaselineIsAMistakeOfEachFile) {
  const std::string other = gate.write("other.json", "{}");
  const GateRan ran = baseline({"diff", other, gate.path("none.json")});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.err,
            "switchgate baseline diff: other.json: This baseline cannot be used: its member "
            "'format' is not 'switchgate-baseline'; or record it again with 'switchgate record'\n"
            "switchgate baseline diff: there is no baseline at none.json; record one with "
            "`switchgate record --baseline none.json`\n");
}

TEST_F(BaselineCommands, PruneDropsWhatTheSuiteNoLongerHolds) {
  record();
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: item, get: /item, compare: {shape: true}}
  - name: order
    steps: [{name: lines, get: /lines}]
)");
  const std::string before = GateRun::read(gate.baseline());
  const GateRan dry = baseline({"prune", "--dry-run", gate.baseline(), gate.suite()});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_EQ(dry.out, "would go from baseline.json:\n  check health\n  request order / get /item\n");
  EXPECT_EQ(GateRun::read(gate.baseline()), before);

  const GateRan ran = baseline({"prune", gate.baseline(), gate.suite()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "gone from baseline.json:\n  check health\n  request order / get /item\n");
  EXPECT_EQ(stored().checks.size(), 2U);
  EXPECT_EQ(stored().checks["order"].size(), 1U);
  EXPECT_EQ(baseline({"prune", gate.baseline(), gate.suite()}).out,
            "baseline.json holds nothing that the suites do not hold\n");
}

TEST_F(BaselineCommands, PruneByAnotherSuiteChangesNothing) {
  record();
  const std::string before = GateRun::read(gate.baseline());
  const std::string other =
      gate.write("other.yaml", "switchgate: 1\nchecks: [{name: x, get: /x}, {name: y, get: /y}]\n");
  const GateRan ran = baseline({"prune", gate.baseline(), other});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.err,
            "switchgate baseline prune: baseline.json: the baseline knows none of the 2 checks of "
            "these suites, so that all of it would go: expected the suites that it was recorded "
            "from, all of them; nothing was changed\n");
  EXPECT_EQ(GateRun::read(gate.baseline()), before);
  gate.write("other.yaml", "switchgate: 1\nchecks: [{name: x, gte: /x}]\n");
  EXPECT_EQ(baseline({"prune", gate.baseline(), other}).exit_code, 2);
  EXPECT_EQ(GateRun::read(gate.baseline()), before);
}

TEST_F(BaselineCommands, PruneKeepsACheckWhoseRowsAreEmptyToday) {
  record();
  gate.write("suite.yaml", R"(switchgate: 1
checks:
  - {name: item, get: /item, for_each: {rows: [], allow_empty: true}, compare: {shape: true}}
  - {name: health, get: /health}
)");
  const GateRan ran = baseline({"prune", gate.baseline(), gate.suite()});
  EXPECT_EQ(ran.out, "gone from baseline.json:\n  check order\n") << ran.err;
}

TEST_F(BaselineCommands, ARenamedCheckIsComparedAgain) {
  record();
  gate.write("suite.yaml",
             replace_all(std::string("switchgate: 1\n") + kSuite, "name: item,", "name: product,"));
  server.on("GET /item", R"({"id": "7", "name": "lamp", "price": 2.5})");
  const GateRan ran = baseline({"rename", gate.baseline(), "item", "product"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "item is called product in baseline.json\n");
  EXPECT_EQ(
      gate.run(server.url(), "", {"--baseline", gate.baseline(), "--only", "product"}).exit_code,
      1);
}

// Real processes at the same time, each with latencies of its own to add.
TEST_F(BaselineCommands, RecordsThatAppendAtTheSameTimeLoseNothing) {
  gate.write("suite.yaml", R"(switchgate: 1
targets: {live: {max_rps: 1000}}
checks:
  - {name: item, get: /item, compare: {shape: true, latency: {samples: 20, warmup: 1}}}
)");
  constexpr std::size_t kRuns = 4;
  std::vector<ProgramRun> runs(kRuns);
  {
    std::vector<std::jthread> threads;
    for (ProgramRun& run : runs) {
      threads.emplace_back([this, &run] {
        run = run_switchgate({"record", "--append", "--baseline", gate.baseline(), "--live",
                              server.url(), gate.suite()});
      });
    }
  }
  for (const ProgramRun& run : runs) EXPECT_EQ(run.exit_code, 0) << run.output;
  const auto history = baseline::decode_history(GateRun::read(gate.path("baseline.history.json")));
  ASSERT_TRUE(history);
  EXPECT_EQ(history->runs.size(), kRuns);
  EXPECT_EQ(baseline({"show", gate.baseline()}).err, "");
}

TEST_F(BaselineCommands, AnInterruptedRecordIsGoneOnWith) {
  gate.write("suite.yaml", R"(switchgate: 1
targets: {live: {max_rps: 1000}}
checks: [{name: item, get: /item, compare: {latency: {samples: 20, warmup: 1}}}]
)");
  record();
  // As a kill leaves it between the two files: the history still waits under its other name.
  std::filesystem::rename(gate.path("baseline.history.json"),
                          gate.path("baseline.history.json.next"));
  gate.write("baseline.history.json", "{}");
  const GateRan shown = baseline({"show", gate.baseline()});
  EXPECT_EQ(shown.err, "");
  EXPECT_NE(shown.out.find("1 run of latencies"), std::string::npos) << shown.out;
  ASSERT_EQ(gate.record({"--live", server.url(), "--label", "ci", "--append"}).exit_code, 0);
  EXPECT_NE(baseline({"show", gate.baseline()}).out.find("2 runs of latencies"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(gate.path("baseline.history.json.next")));
}

TEST_F(BaselineCommands, ADatabaseServesAsAFileDoes) {
  const std::string place = "sqlite:" + gate.path("all.db") + "#shop";
  const std::vector<std::string> record = {"record", "--baseline", place,
                                           "--live", server.url(), gate.suite()};
  const GateRan missing = baseline({"show", place});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_EQ(missing.err,
            "switchgate baseline show: there is no baseline at sqlite:all.db#shop; record one with "
            "`switchgate record --baseline sqlite:all.db#shop`\n");
  EXPECT_EQ(baseline({"rename", place, "item", "thing"}).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(gate.path("all.db")));
  const GateRan recorded = gate.command(record);
  EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
  EXPECT_EQ(gate.run(server.url(), "", {"--baseline", place}).exit_code, 0);
  EXPECT_EQ(baseline({"rename", place, "item", "thing"}).exit_code, 0);
  EXPECT_NE(baseline({"show", place}).out.find("\nthing  200"), std::string::npos);
  ASSERT_EQ(gate.record({"--live", server.url()}).exit_code, 0);
  EXPECT_EQ(baseline({"diff", place, gate.baseline()}).exit_code, 1);
  const GateRan pruned = baseline({"prune", place, gate.suite()});
  EXPECT_EQ(pruned.out, "gone from sqlite:all.db#shop:\n  check thing\n") << pruned.err;

  server.on("GET /item", R"({"id": "7", "name": "lamp", "price": 2.5})");
  const GateRan ran = gate.run(server.url(), "", {"--baseline", place});
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_NE(ran.json.find("\"baseline\": \"sqlite:all.db#shop\""), std::string::npos) << ran.json;
}

TEST_F(BaselineCommands, ADatabaseOnAServerServesAsAFileDoes) {
  const std::string missing = testing::postgres_missing();
  if (!missing.empty()) GTEST_SKIP() << missing;
  const testing::PostgresServer database;
  ASSERT_EQ(database.problem(), "");
  const std::string place = database.url() + "#shop";
  const GateRan recorded = gate.command(
      {"record", "--baseline", place, "--live", server.url(), "--append", gate.suite()});
  EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
  EXPECT_NE(recorded.out.find("from live in " + place), std::string::npos) << recorded.out;
  EXPECT_EQ(baseline({"rename", place, "item", "thing"}).exit_code, 0);
  EXPECT_NE(baseline({"show", place}).out.find("\nthing  200"), std::string::npos);
  EXPECT_EQ(baseline({"rename", place, "thing", "item"}).exit_code, 0);
  server.on("GET /item", R"({"id": "7", "name": "lamp", "price": 2.5})");
  const GateRan ran = gate.run(server.url(), "", {"--baseline", place});
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_NE(ran.json.find("\"baseline\": \"" + place + '"'), std::string::npos) << ran.json;
}

TEST_F(BaselineCommands, AnUnreachableDatabaseIsToldBeforeAnythingIsAsked) {
  const std::size_t before = server.total();
  const std::string place = "postgresql://gate@/ci?host=" + gate.path("none") + "#shop";
  for (const GateRan& ran :
       {gate.command({"record", "--baseline", place, "--live", server.url(), gate.suite()}),
        gate.run(server.url(), "", {"--baseline", place})}) {
    EXPECT_EQ(ran.exit_code, 2) << ran.out;
    EXPECT_NE(ran.err.find("cannot connect to postgresql://gate@/ci?host="), std::string::npos)
        << ran.err;
  }
  EXPECT_EQ(server.total(), before);
}

TEST_F(BaselineCommands, ASuiteOrReportIsNoDatabaseAndNothingIsAsked) {
  const std::size_t before = server.total();
  const std::string text = GateRun::read(gate.suite());
  const GateRan ran = gate.command(
      {"record", "--baseline", "sqlite:" + gate.suite(), "--live", server.url(), gate.suite()});
  EXPECT_EQ(ran.exit_code, 2);
  const std::string notes = gate.write("notes.txt", "not a database");
  const GateRan other = gate.command(
      {"record", "--baseline", "sqlite:" + notes, "--live", server.url(), gate.suite()});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("notes.txt is no SQLite database"), std::string::npos) << other.err;
  EXPECT_EQ(GateRun::read(gate.suite()), text);
  EXPECT_EQ(GateRun::read(notes), "not a database");
  EXPECT_EQ(server.total(), before);
}

TEST_F(BaselineCommands, TheCommandLineHelps) {
  EXPECT_EQ(baseline({}).err,
            "switchgate: say what to do: show, diff, prune or rename\nTry `switchgate baseline "
            "--help`.\n");
  EXPECT_EQ(baseline({"shwo", "x"}).err,
            "switchgate: there is no command 'baseline shwo'; did you mean 'show'?\nTry "
            "`switchgate baseline --help`.\n");
  EXPECT_EQ(baseline({"show", "x", "--fromat", "json"}).err,
            "switchgate: there is no option '--fromat'; did you mean '--format'?\nTry `switchgate "
            "baseline show --help`.\n");
  EXPECT_EQ(baseline({"show", "x", "--format="}).exit_code, 2);
}

}  // namespace
}  // namespace switchgate::testing
