// Whole runs of checks with `for_each`: each row is judged by itself, what is compared is
// judged once for all of them.

#include <atomic>
#include <string>

#include "checks/baseline/baseline.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

constexpr auto kSearch =
    "checks:\n"
    "  - name: search\n"
    "    for_each: {rows: [{q: lamp, n: 2}, {q: chair, n: 1}, {q: desk, n: 0}], key: q}\n"
    "    get: /search\n"
    "    query: {q: '${q}'}\n"
    "    expect: {json: {$.total: '${n}'}}\n";

std::string comparing(const std::string& what) {
  return std::string(kSearch) + "    compare: {" + what + "}\n";
}

class RunOfRows : public ::testing::Test {
 protected:
  // Answers `GET /search` by the word that is looked for.
  static void answer(ScriptedServer& server, const std::string& lamp, const std::string& chair,
                     const std::string& desk) {
    server.on("GET /search", [=](const ScriptedRequest& request) {
      return ScriptedReply{request.query == "q=lamp"    ? lamp
                           : request.query == "q=chair" ? chair
                                                        : desk};
    });
  }
  static void answer_well(ScriptedServer& server) {
    answer(server, R"({"total": 2, "first": {"id": 7, "note": "x"}})",
           R"({"total": 1, "first": {"id": 8}})", R"({"total": 0})");
  }

  // "search[q=lamp]" of each finding, in order.
  static Lines checks_of_findings(const GateRan& ran) {
    Lines out;
    const json::Value report = ran.report();
    for (const json::Value& check : *report.object()->find("checks")->array()) {
      for (const json::Value& finding : *check.object()->find("findings")->array()) {
        out.push_back(*finding.object()->find("check")->string());
      }
    }
    return out;
  }

  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(RunOfRows, EachIsAResultOfItsOwn) {
  answer(candidate, R"({"total": 2})", R"({"total": 7})", R"({"total": 0})");
  const GateRan ran = GateRun(kSearch).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.outcomes(),
            (Lines{"search[q=lamp]: passed", "search[q=chair]: failed", "search[q=desk]: passed"}));
  EXPECT_EQ(checks_of_findings(ran), Lines{"search[q=chair]"});
  EXPECT_EQ(ran.findings(), Lines{"[json/value] expected $.total to equal 1, found 7"});
}

TEST_F(RunOfRows, AreSelectedTogetherOrOneByOne) {
  answer_well(candidate);
  const GateRun gate(kSearch);
  EXPECT_EQ(gate.run(candidate.url(), {}, {"--only", "search"}).outcomes().size(), 3U);
  EXPECT_EQ(gate.run(candidate.url(), {}, {"--only", "search[q=chair]"}).outcomes(),
            Lines{"search[q=chair]: passed"});
  EXPECT_EQ(gate.run(candidate.url(), {}, {"--only", "*=desk]"}).outcomes(),
            Lines{"search[q=desk]: passed"});
  const GateRan none = gate.run(candidate.url(), {}, {"--only", "serch"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("is near 'search'"), std::string::npos) << none.err;
}

TEST_F(RunOfRows, OfWhichNoneIsLeftByTagsSaySo) {
  const GateRun gate("checks: [{name: a, tags: [t], get: /a}, {name: b, get: /b}]\n");
  const GateRan ran = gate.run(candidate.url(), {}, {"--only", "a", "--skip-tag", "t"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("no check was selected out of 2: --skip-tag takes away"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(ran.err.find("is near"), std::string::npos) << ran.err;
}

TEST_F(RunOfRows, ArePartOfThePathPercentEncoded) {
  candidate.on("GET /a%20b%2Fc", "{}");
  const GateRan ran =
      GateRun("checks: [{name: s, for_each: [{q: 'a b/c'}], get: '/${q}'}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

TEST_F(RunOfRows, PoolIntoOneComparison) {
  answer_well(candidate);
  answer_well(live);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.outcomes(), (Lines{"search[q=lamp]: passed", "search[q=chair]: passed",
                                   "search[q=desk]: passed", "search: passed"}));
  // Three samples are spread over three rows.
  EXPECT_EQ(live.count("GET /search"), 3U);
  EXPECT_EQ(candidate.count("GET /search"), 3U);
}

TEST_F(RunOfRows, TellAChangeOnceUnderTheirCommonId) {
  answer(candidate, R"({"total": 2})", R"({"total": 1})", R"({"total": 0})");
  answer_well(live);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.outcomes(), (Lines{"search[q=lamp]: passed", "search[q=chair]: passed",
                                   "search[q=desk]: passed", "search: failed"}));
  EXPECT_EQ(ran.rules(), Lines{"[shape/property-removed]"}) << ran.out;
  EXPECT_EQ(checks_of_findings(ran), Lines{"search"});
}

TEST_F(RunOfRows, MayHaveAPlannedChangeUnderTheirCommonId) {
  answer(candidate, R"({"total": 2})", R"({"total": 1})", R"({"total": 0})");
  answer_well(live);
  const GateRun gate("expected: [{rule: shape/property-removed, check: search, reason: x}]\n" +
                     comparing("shape: true"));
  const GateRan ran = gate.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.rules(), Lines{"note [shape/property-removed]"});
}

TEST_F(RunOfRows, ShareAFlowThatRunsOnce) {
  for (ScriptedServer* server : {&candidate, &live}) {
    answer_well(*server);
    server->on("GET /login", R"({"token": "t"})");
  }
  const GateRun gate(
      "flows: {login: {once: true, steps: [{get: /login, capture: {t: $.token}}]}}\n" +
      comparing("shape: true") + "    uses: login\n    headers: {X-Token: '${t}'}\n");
  const GateRan ran = gate.run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(candidate.count("GET /login"), 1U);
  EXPECT_EQ(live.count("GET /login"), 1U);
}

// Pooled, `note` is a member that some answers have; its row always had it.
TEST_F(RunOfRows, WhatOneRowAlwaysHadIsMissedAfterAskingItAgain) {
  answer(candidate, R"({"total": 2, "first": {"id": 7}})", R"({"total": 1, "first": {"id": 8}})",
         R"({"total": 0})");
  answer_well(live);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), Lines{"[shape/property-removed]"}) << ran.out;
}

// Every answer of either side has `note` or not by chance.
TEST_F(RunOfRows, WhatLiveShowsOnlySometimesClosesNoGate) {
  std::atomic<unsigned> seed{1};
  const auto sometimes = [&seed](const ScriptedRequest&) {
    const unsigned random = seed++ * 2654435761U;
    return ScriptedReply{(random >> 20) % 2 == 0 ? R"({"id": 7, "note": "x"})" : R"({"id": 7})"};
  };
  candidate.on("GET /item", sometimes);
  live.on("GET /item", sometimes);
  std::string rows;
  for (int i = 0; i < 40; ++i) {
    rows += (i == 0 ? "" : ", ") + std::to_string(i);
  }
  const GateRun gate("checks: [{name: item, for_each: {rows: [" + rows +
                     "], as: id}, get: /item, query: {id: '${id}'}, compare: {shape: true}}]\n"
                     "targets: {live: {url: x, max_rps: 10000}}\n");
  for (unsigned i = 1; i < 6; ++i) {
    seed = 1000 * i;
    const GateRan ran = gate.run(candidate.url(), live.url());
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  }
}

TEST_F(RunOfRows, ThatFailAreLeftOutOfTheComparison) {
  answer(candidate, R"({"total": 9})", R"({"total": 1, "first": {"id": 8}})", R"({"total": 0})");
  answer_well(live);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            (Lines{"[json/value] expected $.total to equal 2, found 9",
                   "note [compare/fewer-rows] only 2 of 3 rows were compared: the others do not "
                   "meet their own expectations."}));
  EXPECT_EQ(ran.outcomes().back(), "search: passed");
}

TEST_F(RunOfRows, ThatAllFailLeaveNothingToCompare) {
  answer(candidate, "{}", "{}", "{}");
  answer_well(live);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.outcomes().back(), "search: skipped");
  EXPECT_EQ(live.total(), 0U);
}

TEST_F(RunOfRows, ThatLiveFailsAreUndecidedAndTheOthersCompared) {
  answer_well(candidate);
  answer(live, R"({"total": 5})", R"({"total": 6})", R"({"total": 0, "gone": 1})");
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            (Lines{"[shape/property-removed] " + ran.findings()[0].substr(25),
                   "undecided [compare/live-failed] live does not meet this check's own "
                   "expectations, so comparing with it proves nothing: expected $.total to equal "
                   "2, found 5. So it is for 2 of 3 rows, first for search[q=lamp]."}))
      << ran.out;
}

TEST_F(RunOfRows, ThatLiveDoesNotKnowAreAddedEndpoints) {
  answer_well(candidate);
  candidate.on("GET /item", R"({"id": 7})");
  live.on("GET /item", R"({"id": 7})");
  const GateRan ran =
      GateRun(comparing("shape: true") + "  - {name: item, get: /item, compare: {shape: true}}\n")
          .run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), Lines{"note [compare/endpoint-added]"});
  EXPECT_EQ(ran.outcomes().at(3), "search: passed");
}

TEST_F(RunOfRows, WithoutAnythingToCompareWithAreUndecidedTogether) {
  answer_well(candidate);
  const GateRan ran = GateRun(comparing("shape: true")).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), Lines{"undecided [baseline/missing]"});
  EXPECT_EQ(ran.outcomes(), (Lines{"search[q=lamp]: passed", "search[q=chair]: passed",
                                   "search[q=desk]: passed", "search: undecided"}));
}

TEST_F(RunOfRows, WhoseComparisonIsNotAskedAreOnlyJudged) {
  answer_well(candidate);
  const GateRan ran =
      GateRun(comparing("shape: true")).run(candidate.url(), live.url(), {"--compare", "none"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.outcomes().size(), 3U);
  EXPECT_EQ(live.total(), 0U);
}

// What live always gives in another order for one row is no change, what it never does is.
TEST_F(RunOfRows, WhoseArraysAreOrderedAreComparedRowByRow) {
  answer(candidate, R"({"total": 2, "ids": [2, 1]})", R"({"total": 1, "ids": [1, 2]})",
         R"({"total": 0, "ids": [3, 4]})");
  answer(live, R"({"total": 2, "ids": [1, 2]})", R"({"total": 1, "ids": [1, 2]})",
         R"({"total": 0, "ids": [3, 4]})");
  const GateRun gate(comparing("shape: {ordered: [$.ids]}"));
  EXPECT_EQ(gate.run(candidate.url(), live.url()).rules(), Lines{"[shape/array-reordered]"});
  answer(candidate, R"({"total": 2, "ids": [1, 2]})", R"({"total": 1, "ids": [1, 2]})",
         R"({"total": 0, "ids": [3, 4]})");
  const GateRan same = gate.run(candidate.url(), live.url());
  EXPECT_EQ(same.exit_code, 0) << same.out;
}

TEST_F(RunOfRows, GoThroughTheirStepsTogetherEachInASessionOfItsOwn) {
  const auto serve = [](ScriptedServer& server) {
    server.on("GET /carts", [](const ScriptedRequest& request) {
      return ScriptedReply{R"({"id": ")" + request.query + R"("})"};
    });
    for (const std::string q : {"lamp", "chair"}) {
      server.on("GET /items/q%3D" + q, R"({"name": ")" + q + R"("})");
    }
    server.on("DELETE /items", "{}");
  };
  serve(candidate);
  serve(live);
  const GateRan ran =
      GateRun(
          "checks:\n  - name: flow\n    for_each: {rows: [lamp, chair], as: q}\n    steps:\n"
          "      - {get: /carts, query: {q: '${q}'}, capture: {id: $.id}}\n"
          "      - {get: '/items/${id}', expect: {json: {$.name: '${q}'}}, compare: {shape: "
          "true}}\n"
          "    finally: [{delete: /items, query: {id: '${id}'}}]\n")
          .run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.outcomes(),
            (Lines{"flow[q=lamp]: passed", "flow[q=chair]: passed", "flow: passed"}));
  EXPECT_EQ(candidate.count("DELETE /items"), 2U);
  EXPECT_EQ(live.count("DELETE /items"), 0U);
}

TEST_F(RunOfRows, AreRecordedAndFoundUnderTheirCommonId) {
  answer_well(candidate);
  const GateRun gate(comparing("shape: true"));
  const GateRan recorded = gate.record({"--from", "candidate", "--candidate", candidate.url()});
  ASSERT_EQ(recorded.exit_code, 0) << recorded.out << recorded.err;
  const auto baseline = baseline::decode(GateRun::read(gate.baseline()));
  ASSERT_TRUE(baseline);
  ASSERT_EQ(baseline->checks.size(), 1U);
  const auto* entry = baseline::find_entry(*baseline, "search", "");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->shape->n(), 3U);

  const GateRan same = gate.run(candidate.url(), {}, {"--baseline", gate.baseline()});
  EXPECT_EQ(same.exit_code, 0) << same.out;
  EXPECT_EQ(same.rules(), Lines());
  answer(candidate, R"({"total": 2})", R"({"total": 1})", R"({"total": 0})");
  const GateRan broken = gate.run(candidate.url(), {}, {"--baseline", gate.baseline()});
  EXPECT_EQ(checks_of_findings(broken), Lines{"search"});
}

TEST_F(RunOfRows, AreMeasuredAsOneEndpoint) {
  answer_well(candidate);
  answer_well(live);
  const GateRun gate(
      "targets: {live: {url: x, max_rps: 10000}}\n" +
      comparing("latency: {samples: 20, max_samples: 100, warmup: 2, tolerance: 100%}"));
  const GateRan ran = gate.run(candidate.url(), live.url());
  ASSERT_TRUE(ran.exit_code == 0 || ran.exit_code == 3) << ran.out << ran.err;
  const json::Value report = ran.report();
  const json::Array& checks = *report.object()->find("checks")->array();
  ASSERT_EQ(checks.size(), 4U);
  const json::Array& comparisons = *checks[3].object()->find("comparisons")->array();
  ASSERT_EQ(comparisons.size(), 1U);
  EXPECT_FALSE(comparisons[0].object()->find("latency")->is_null());
  std::map<std::string, int> asked;
  for (const ScriptedRequest& request : live.requests()) {
    ++asked[request.query];
  }
  EXPECT_NEAR(asked["q=lamp"], asked["q=desk"], 3);
}

TEST_F(RunOfRows, OfFiveHundredComeFromAFile) {
  std::string csv = "word,total\n";
  for (int i = 0; i < 500; ++i) {
    csv += "word" + std::to_string(i) + ',' + std::to_string(i % 7) + '\n';
  }
  candidate.on("GET /search", [](const ScriptedRequest& request) {
    const int i = std::stoi(request.query.substr(6));  // "q=word17"
    return ScriptedReply{R"({"total": )" + std::to_string(i == 123 ? 99 : i % 7) + '}'};
  });
  const GateRun gate(
      "checks:\n  - name: search\n"
      "    for_each: {file: rows.csv, key: word, types: {total: integer}}\n"
      "    get: /search\n    query: {q: '${word}'}\n    expect: {json: {$.total: '${total}'}}\n");
  gate.write("rows.csv", csv);
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(candidate.total(), 500U);
  EXPECT_EQ(ran.outcomes().size(), 500U);
  EXPECT_EQ(checks_of_findings(ran), Lines{"search[word=word123]"});
}

TEST_F(RunOfRows, CountTheirRequestsToLiveBeforehand) {
  answer_well(candidate);
  answer_well(live);
  const GateRun gate(comparing("shape: {samples: 5}"));
  // One a row and two more where live has no such endpoint, two more samples, twenty confirmations
  // for the shape and one more for each further row, ten for what stands around it.
  const GateRan ran = gate.run(candidate.url(), live.url(), {"--dry-run"});
  EXPECT_NE(ran.out.find("at most 43 requests to live"), std::string::npos) << ran.out;
  EXPECT_EQ(gate.run(candidate.url(), live.url(), {"--budget", "42"}).exit_code, 2);
}

}  // namespace
}  // namespace switchgate::testing
