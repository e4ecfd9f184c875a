// ${uuid} and ${now} in runs, values as written, and seeds.

#include <set>

#include "checks/base/calendar.h"
#include "checks/base/formats.h"
#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

// Every value of the header in the order of arrival.
Lines header_values(const ScriptedServer& server, const std::string& name) {
  Lines values;
  for (const ScriptedRequest& request : server.requests()) {
    const auto found = request.headers.find(name);
    values.push_back(found == request.headers.end() ? "" : found->second);
  }
  return values;
}

TEST(Fresh, UuidsDifferAtEachUseAndAVariableKeepsItsOwn) {
  ScriptedServer candidate;
  ScriptedServer live;
  for (ScriptedServer* server : {&candidate, &live}) {
    server->on("GET /a", R"({"a": 1})");
    server->on("GET /b", R"({"a": 1})");
  }
  const GateRun gate(R"(
checks:
  - name: flow
    vars: {order: '${uuid}', label: 'order ${order}'}
    steps:
      - {get: /a, headers: {X-Fresh: '${uuid}', X-Order: '${label}'}, compare: {shape: {samples: 1}}}
      - {get: /b, headers: {X-Fresh: '${uuid}', X-Order: '${label}'}}
)");
  const GateRan ran = gate.run(candidate.url(), live.url(), {"--seed", "7"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const Lines fresh = header_values(candidate, "x-fresh");
  const Lines order = header_values(candidate, "x-order");
  ASSERT_EQ(fresh.size(), 2U);
  EXPECT_TRUE(is_uuid(fresh[0])) << fresh[0];
  EXPECT_NE(fresh[0], fresh[1]);
  EXPECT_TRUE(is_uuid(order[0].substr(6))) << order[0];
  EXPECT_EQ(order[0], order[1]);
  ASSERT_EQ(live.total(), 1U);
  EXPECT_NE(header_values(live, "x-order")[0], order[0]);  // one value a side

  ScriptedServer again;
  again.on("GET /a", R"({"a": 1})");
  again.on("GET /b", R"({"a": 1})");
  const GateRan repeated = gate.run(again.url(), live.url(), {"--seed", "7"});
  EXPECT_EQ(header_values(again, "x-fresh"), fresh);
  EXPECT_EQ(header_values(again, "x-order"), order);
  EXPECT_NE(repeated.json.find("seed 7: --seed 7 repeats the values of ${uuid}"),
            std::string::npos);
}

TEST(Fresh, TheSeedIsRandomUnlessGivenAndToldWhenItMatters) {
  ScriptedServer candidate;
  candidate.on("GET /a", "{}");
  const GateRun uses("checks: [{get: /a, query: {id: '${uuid}'}}]");
  const GateRan first = uses.run(candidate.url());
  const GateRan second = uses.run(candidate.url());
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(candidate.requests()[0].query, candidate.requests()[1].query);
  EXPECT_NE(first.out.find("repeats the values of ${uuid}"), std::string::npos) << first.out;
  const GateRun uses_none("checks: [{get: /a}]");
  EXPECT_EQ(uses_none.run(candidate.url()).json.find("--seed"), std::string::npos);
}

TEST(Fresh, TimesAreThoseOfTheRun) {
  ScriptedServer candidate;
  candidate.on("GET /a", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"day": ")" + request.query.substr(4, 10) + "\"}"};
  });
  const GateRun gate(R"(
checks:
  - get: /a
    vars: {tomorrow: '${now+1d|date}'}
    query: {day: '${tomorrow}'}
    headers: {X-Now: '${now}', X-Unix: '${now-1h|unix}'}
    expect: {json: {$.day: {after: now, equals: '${tomorrow}'}}}
)");
  const auto before = std::chrono::system_clock::now() - std::chrono::seconds(1);
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const auto sent = parse_date_time(header_values(candidate, "x-now").at(0));
  ASSERT_TRUE(sent);
  EXPECT_GE(*sent, before);
  EXPECT_LE(*sent, std::chrono::system_clock::now());
  const long long unix_time = std::stoll(header_values(candidate, "x-unix").at(0));
  EXPECT_NEAR(static_cast<double>(unix_time),
              static_cast<double>(std::chrono::system_clock::to_time_t(before) - 3600), 60);
}

TEST(Fresh, ServesTargetsReadinessAndFailIf) {
  ScriptedServer candidate;
  candidate.on("GET /healthz", R"({"until": "2020-01-01"})");
  candidate.on("GET /a", "{}");
  const GateRun gate(R"(
targets: {candidate: {url: 'http://127.0.0.1:1', headers: {X-Run: '${uuid}'}}}
ready: {get: '/healthz', query: {at: '${now|unix}'}, within: 5s, fail_if: {json: {$.until: '${now|date}'}}}
checks: [{get: /a}]
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const Lines runs = header_values(candidate, "x-run");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_TRUE(is_uuid(runs[0])) << runs[0];
  EXPECT_EQ(runs[0], runs[1]);  // a target is filled in once
}

TEST(Casts, OfCapturesThatDoNotParseAreFindingsThatShowNoValue) {
  ScriptedServer candidate;
  candidate.on("GET /a", R"({"n": "seven-hunter2"})");
  candidate.on("GET /b", "{}");
  const GateRun gate(R"(
checks:
  - name: flow
    steps:
      - {get: /a, capture: {n: $.n}}
      - {get: /b, query: {n: '${n|number}'}}
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            (Lines{"[target/request] the request could not be built: '${n|number}': the filter "
                   "'number' expects a number, and the value is none (it is not shown here: it "
                   "could be a secret)"}));
  EXPECT_EQ(candidate.count("GET /b"), 0U);
}

TEST(Casts, OfACheckOwnVariableThatDoNotParseFailTheCheck) {
  ScriptedServer candidate;
  candidate.on("GET /a", R"({"n": "x"})");
  const GateRun gate(R"(
checks:
  - get: /a
    vars: {id: '${uuid}', n: '${id|number}'}
)");
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_EQ(ran.rules(), Lines{"[target/request]"});
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(Values, StandInHeadersQueriesAndFormsAsTheyWereWritten) {
  ScriptedServer candidate;
  candidate.on("POST /a", R"({"v": 1.1, "t": "1.10"})");
  const GateRun gate(R"(
vars: {version: 1.10, text: '1.10', limit: 5, flag: true}
checks:
  - post: /a
    headers: {X-Version: 1.10, X-Var: '${version}', X-Flag: '${flag}'}
    query: {v: 1.10, w: '${version}', l: '${limit}'}
    form: {v: 1.10, w: '${version}'}
    expect: {json: {$.v: '${version}', $.t: '${text}'}}
)");
  const GateRan ran = gate.run(candidate.url(), "", {"--var", "limit=1e1"});
  EXPECT_EQ(ran.exit_code, 2);  // declared as an integer
  const GateRan right = gate.run(candidate.url(), "", {"--var", "limit=0010"});
  EXPECT_EQ(right.exit_code, 0) << right.out << right.err;
  const ScriptedRequest request = candidate.requests().at(0);
  EXPECT_EQ(request.headers.at("x-version"), "1.10");
  EXPECT_EQ(request.headers.at("x-var"), "1.10");
  EXPECT_EQ(request.headers.at("x-flag"), "true");
  EXPECT_EQ(request.query, "v=1.10&w=1.10&l=10");
  EXPECT_EQ(request.body, "v=1.10&w=1.10");
}

TEST(Values, ComeFromFilesForRunRecordAndLint) {
  ScriptedServer candidate;
  candidate.on("GET /43", R"({"a": 1})");
  GateRun gate(R"(
vars: {product: 42}
checks: [{get: '/${product}', compare: {shape: {samples: 1}}}]
)");
  const std::string vars = gate.write("vars.yaml", "product: 43\n");
  const std::string env =
      gate.write("run.env", "SWITCHGATE_CANDIDATE=" + candidate.url() + "\nOTHER='x'\n");
  const GateRan recorded =
      gate.record({"--from", "candidate", "--vars-file", vars, "--env-file", env});
  EXPECT_EQ(recorded.exit_code, 0) << recorded.out << recorded.err;
  const GateRan ran =
      gate.run("", "", {"--vars-file", vars, "--env-file", env, "--baseline", gate.baseline()});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(gate.command({"lint", gate.suite(), "--vars-file", vars}).exit_code, 0);
  const std::string typo = gate.write("typo.yaml", "prodct: 43\n");
  const GateRan linted = gate.command({"lint", gate.suite(), "--vars-file", typo});
  EXPECT_EQ(linted.exit_code, 2);
  EXPECT_NE(linted.err.find("did you mean 'product'?"), std::string::npos) << linted.err;
}

}  // namespace
}  // namespace switchgate::testing
