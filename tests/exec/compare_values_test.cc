// Whole runs that compare the values of a candidate with those of live.

#include <atomic>
#include <mutex>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

class ComparedValues : public ::testing::Test {
 protected:
  GateRan run(const std::string& suite, const std::vector<std::string>& more = {}) const {
    return GateRun(suite).run(candidate.url(), live.url(), more);
  }

  const std::string kValues = "checks: [{name: item, get: /item, compare: {values: true}}]\n";
  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(ComparedValues, ThatAreEqualOpen) {
  live.on("GET /item", R"({"id": 7, "price": 12.50})");
  candidate.on("GET /item", R"({"price": 12.5, "id": 7, "new": true})");
  const GateRan ran = run(kValues);
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines());
  EXPECT_EQ(live.count("GET /item"), 3U);
  EXPECT_NE(ran.out.find("· values compared with live: 2 of 2 in 1 comparison\n"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.json.find(R"("values": "same")"), std::string::npos) << ran.json;
}

TEST_F(ComparedValues, ThatDifferClose) {
  live.on("GET /item", R"({"id": 7, "price": 12.5})");
  candidate.on("GET /item", R"({"id": 7, "price": 13})");
  const GateRan ran = run(kValues);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            (Lines{"[compare/value] expected 12.5 as live answers at $.price, found 13; live gave "
                   "the same in 12 of 12 samples"}));
  EXPECT_NE(ran.json.find(R"("values": "changed")"), std::string::npos) << ran.json;
}

TEST_F(ComparedValues, AreNotJudgedUnlessTheyAreAskedFor) {
  live.on("GET /item", R"({"id": 7})");
  candidate.on("GET /item", R"({"id": 8})");
  const std::string shape = "checks: [{get: /item, compare: {shape: true, values: false}}]\n";
  EXPECT_EQ(run(shape).exit_code, 0);
  const std::string both = "checks: [{get: /item, compare: {shape: true, values: true}}]\n";
  EXPECT_EQ(run(both).exit_code, 1);
  const GateRan left_out = run(both, {"--compare", "shape,headers"});
  EXPECT_EQ(left_out.exit_code, 0) << left_out.out;
  EXPECT_NE(left_out.out.find("not compared, as --compare says: values, latency"),
            std::string::npos)
      << left_out.out;
  EXPECT_EQ(run(both, {"--compare", "values"}).exit_code, 1);
}

TEST_F(ComparedValues, ThatTheSuiteIgnoresAreLeftOut) {
  live.on("GET /item", R"({"id": 7, "sub": {"updated_at": 1, "debug": 1}})");
  candidate.on("GET /item", R"({"id": 7, "sub": {"updated_at": 2, "debug": 2}})");
  const GateRan ran =
      run("checks: [{get: /item, compare: {shape: {ignore: ['$..debug']}, values: {ignore: "
          "['$..updated_at']}}}]\n");
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

// A field that is random, one that flips now and then, a list that is shuffled.
TEST_F(ComparedValues, OfEqualNoisySidesOpen) {
  std::mt19937 engine(11);
  std::mutex mutex;
  const auto answer = [&](const ScriptedRequest&) {
    const std::lock_guard lock(mutex);
    std::string body = R"({"id": 7, "n": )" + std::to_string(engine());
    body += engine() % 3 == 0 ? R"(, "banner": "a")" : R"(, "banner": "b")";
    return ScriptedReply{body +
                         (engine() % 2 == 0 ? R"(, "tags": [1, 2]})" : R"(, "tags": [2, 1]})")};
  };
  live.on("GET /item", answer);
  candidate.on("GET /item", answer);
  for (int i = 0; i < 15; ++i) {
    const GateRan ran = run(kValues);
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
  }
}

TEST_F(ComparedValues, ThatLiveNeverRepeatsAreUndecided) {
  std::atomic<int> turn{0};
  live.on("GET /item", [&](const ScriptedRequest&) {
    return ScriptedReply{"{\"n\": " + std::to_string(turn++) + '}'};
  });
  candidate.on("GET /item", R"({"n": 7})");
  const GateRan ran = run(kValues);
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), (Lines{"undecided [compare/no-values]"}));
}

TEST_F(ComparedValues, ThatAreNoJson) {
  live.on("GET /item", ScriptedReply{"<p>hello</p>"});
  candidate.on("GET /item", R"({"n": 7})");
  EXPECT_EQ(run(kValues).rules(), (Lines{"undecided [compare/no-values]"}));
  live.on("GET /item", R"({"n": 7})");
  candidate.on("GET /item", ScriptedReply{"<p>hello</p>"});
  const GateRan ran = run(kValues);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[shape/not-json]"}));
  const GateRan both = run("checks: [{get: /item, compare: {shape: true, values: true}}]\n");
  EXPECT_EQ(both.rules(), (Lines{"[shape/not-json]"}));
}

TEST_F(ComparedValues, AreComparedWithLiveAndNotWithABaseline) {
  candidate.on("GET /item", R"({"id": 7})");
  const GateRun gate("checks: [{get: /item, compare: {shape: true, values: true}}]\n");
  ASSERT_EQ(gate.record({"--from", "candidate", "--candidate", candidate.url()}).exit_code, 0);
  const GateRan ran = gate.run(candidate.url(), {}, {"--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.findings(),
            (Lines{"undecided [compare/no-reference] values cannot be compared with a baseline, "
                   "which holds none by design: give --live URL, or leave them out with --compare "
                   "shape,headers,latency."}));
  EXPECT_EQ(gate.run(candidate.url(), {}, {"--baseline", gate.baseline(), "--compare", "shape"})
                .exit_code,
            0);
}

TEST_F(ComparedValues, BesideAShapeEachCauseIsToldOnce) {
  live.on("GET /item", R"({"id": 7, "gone": 1, "kind": 1, "other": 1, "list": [1, 2]})");
  candidate.on("GET /item", R"({"id": 7, "kind": "1", "other": 2, "list": [2, 1]})");
  EXPECT_EQ(
      run("checks: [{get: /item, compare: {shape: {ordered: [$.list]}, values: true}}]\n").rules(),
      (Lines{"[shape/property-removed]", "[shape/kind-changed]", "[compare/value]",
             "[shape/array-reordered]"}));
}

TEST_F(ComparedValues, OfTheSidesOwnAddressesAreEqual) {
  const auto link = [](const ScriptedServer& server) {
    return R"({"self": ")" + server.url() + R"(/item", "n": 1})";
  };
  live.on("GET /item", link(live));
  candidate.on("GET /item", link(candidate));
  const GateRan ran = run(kValues);
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

TEST_F(ComparedValues, ThatAreSecretShowNowhere) {
  live.on("GET /item", R"({"email": "ann@example.com", "note": "sesame-old", "n": 1})");
  candidate.on("GET /item", R"({"email": "bob@example.com", "note": "sesame-new", "n": 2})");
  GateRun gate(
      "mask: ['$..email']\nsecrets: [OLD, NEW]\nchecks: [{get: /item, headers: {A: '${env.OLD}', "
      "B: "
      "'${env.NEW}'}, compare: {values: true}}]\n");
  gate.environment["OLD"] = "sesame-old";
  gate.environment["NEW"] = "sesame-new";
  const GateRan ran = gate.run(candidate.url(), live.url());
  EXPECT_EQ(ran.rules(), (Lines{"[compare/value]", "[compare/value]", "[compare/value]"}))
      << ran.err;
  for (const std::string secret : {"ann@", "bob@", "sesame-old", "sesame-new"}) {
    EXPECT_EQ((ran.out + ran.json).find(secret), std::string::npos) << secret << ran.out;
  }
}

TEST_F(ComparedValues, OfManyPathsAreBoundedAndPlannedOnesDoNotCount) {
  std::string before = "{";
  std::string after = "{";
  std::string planned;
  for (int i = 0; i < 30; ++i) {
    const std::string name =
        (i > 0 ? ", \"" : "\"") + std::string(i < 12 ? "p" : "m") + std::to_string(i) + "\": ";
    before += name + '1';
    after += name + '2';
  }
  live.on("GET /item", before + '}');
  candidate.on("GET /item", after + '}');
  const std::string expected = "expected: [{rule: compare/value, path: '$.p*', reason: planned}]\n";
  const GateRan ran = run(expected + kValues);
  EXPECT_EQ(ran.exit_code, 1);
  const Lines rules = ran.rules();
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "note [compare/value]"), 12);
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "[compare/value]"), 11);
  EXPECT_EQ(ran.findings().back(), "[compare/value] 8 more paths differ, first $.m22");
  const std::string all = "expected: [{rule: compare/value, reason: planned}]\n";
  EXPECT_EQ(run(all + kValues).exit_code, 0);
}

TEST_F(ComparedValues, OfRowsAreComparedRowByRow) {
  const auto echo = [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"q": ")" + request.query + R"("})"};
  };
  live.on("GET /search", echo);
  candidate.on("GET /search", echo);
  const std::string suite =
      "checks:\n"
      "  - name: search\n"
      "    for_each: {rows: [a, b, c], as: q}\n"
      "    get: /search\n"
      "    query: {q: '${q}'}\n"
      "    compare: {values: true}\n";
  const GateRan same = run(suite);
  EXPECT_EQ(same.exit_code, 0) << same.out;
  EXPECT_EQ(live.count("GET /search"), 3U);
  candidate.on("GET /search", [&](const ScriptedRequest& request) {
    return request.query == "q=b" ? ScriptedReply{R"({"q": "q=a"})"} : echo(request);
  });
  EXPECT_EQ(run(suite).findings(),
            (Lines{"[compare/value] expected \"q=b\" as live answers at $.q, found \"q=a\"; live "
                   "gave the same in 12 of 12 samples; so it is for 1 of 3 rows"}));
}

TEST_F(ComparedValues, OfStepsAreToldByStep) {
  for (ScriptedServer* server : {&live, &candidate}) {
    server->on("GET /a", R"({"n": 1})");
  }
  live.on("GET /b", R"({"n": 1})");
  candidate.on("GET /b", R"({"n": 2})");
  const GateRan ran =
      run("checks:\n"
          "  - name: flow\n"
          "    steps:\n"
          "      - {get: /a, compare: {values: true}}\n"
          "      - {get: /b, compare: {values: true}}\n");
  EXPECT_EQ(ran.rules(), (Lines{"[compare/value]"}));
  EXPECT_NE(ran.json.find(R"("step": "get /b")"), std::string::npos) << ran.json;
}

TEST_F(ComparedValues, ThatComeInPagesAreComparedAsOneList) {
  const auto pages = [](const std::string& last) {
    return [last](const ScriptedRequest& request) {
      return ScriptedReply{request.query.empty()
                               ? R"({"items": [1, 2], "next": "/list?page=2"})"
                               : R"({"items": [3, )" + last + R"(], "next": null})"};
    };
  };
  live.on("GET /list", pages("4"));
  candidate.on("GET /list", pages("5"));
  const GateRan ran =
      run("checks: [{get: /list, paginate: {next: $.next}, compare: {values: true}}]\n");
  EXPECT_EQ(ran.rules(), (Lines{"[compare/value]"})) << ran.out << ran.err;
}

}  // namespace
}  // namespace switchgate::testing
