// `retry:`, GraphQL and bodies from files, by whole runs.

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

GateRun polling(const std::string& more = "") {
  return GateRun("checks: [{name: job, get: /job, retry: {within: 2s, every: 5ms, backoff: 1.5" +
                 more + "}, expect: {json: {$.state: done}}}]\n");
}

TEST(Retry, AsksUntilTheAnswerIsAsExpectedAndSaysSo) {
  ScriptedServer candidate;
  candidate.on("GET /job", [](const ScriptedRequest& request) {
    return ScriptedReply{request.number < 3 ? R"({"state":"running"})" : R"({"state":"done"})"};
  });
  const GateRan ran = polling().run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.rules(), (Lines{"note [retry/flaky]"}));
  EXPECT_EQ(candidate.count("GET /job"), 4U);
}

TEST(Retry, AnAnswerThatIsRightAtOnceIsNotFlaky) {
  ScriptedServer candidate;
  candidate.on("GET /job", R"({"state":"done"})");
  const GateRan ran = polling().run(candidate.url());
  EXPECT_EQ(ran.rules(), Lines());
  EXPECT_EQ(candidate.total(), 1U);
}

TEST(Retry, TheLastAttemptIsToldWithHowManyThereWere) {
  ScriptedServer candidate;
  candidate.on("GET /job", R"({"state":"running"})");
  const GateRan ran =
      GateRun(
          "checks: [{name: job, get: /job, retry: {within: 60ms, every: 20ms}, expect: {json: "
          "{$.state: done}}}]\n")
          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[json/value]"}));
  EXPECT_NE(ran.json.find("\"retried\""), std::string::npos) << ran.json;
}

TEST(Retry, AKnownBadStateEndsItAtOnce) {
  ScriptedServer candidate;
  candidate.on("GET /job", R"({"state":"failed"})");
  const GateRan ran = polling(", fail_if: {json: {$.state: failed}}").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[json/value]", "[retry/known-bad]"}));
  EXPECT_EQ(candidate.total(), 1U);
}

TEST(Retry, WaitsThroughACandidateThatIsNotThereYet) {
  const RefusingPort nobody;
  const GateRan ran =
      GateRun("checks: [{name: job, get: /job, retry: {within: 100ms, every: 5ms}}]\n")
          .run(nobody.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/refused]"})) << "and does not give the target up";
}

TEST(Retry, UnsafeRequestsAreRepeatedOnlyWhenTheySayThatTheyMay) {
  ScriptedServer candidate;
  candidate.on("PUT /a", [](const ScriptedRequest& request) {
    return ScriptedReply{"{}", request.number == 0 ? 503 : 200};
  });
  const std::string check =
      "checks: [{name: a, put: /a, json: {b: 1}, retry: {within: 1s, every: 5ms}";
  EXPECT_EQ(GateRun(check + "}]\n").run(candidate.url()).exit_code, 2);
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_EQ(GateRun(check + ", idempotent: true}]\n").run(candidate.url()).exit_code, 0);
}

constexpr auto kGraphql = R"(
checks:
  - name: products
    post: /graphql
    graphql: {query: 'query Products($n: Int) { products(first: $n) { id } }', variables: {n: 2}}
    compare: {shape: true}
)";

TEST(Graphql, AQueryIsSafeSoThatItIsComparedWithLive) {
  ScriptedServer candidate;
  ScriptedServer live;
  for (ScriptedServer* server : {&candidate, &live}) {
    server->on("POST /graphql", R"({"data":{"products":[{"id":1}]}})");
  }
  const GateRan ran = GateRun(kGraphql).run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_GT(live.total(), 0U);
  EXPECT_EQ(
      candidate.requests().front().body,
      R"({"query":"query Products($n: Int) { products(first: $n) { id } }","variables":{"n":2}})");
}

TEST(Graphql, AnAnswerWithErrorsFailsAlthoughItsStatusIs200) {
  ScriptedServer candidate;
  candidate.on("POST /graphql",
               R"({"errors":[{"message":"Cannot query field \"x\""}],"data":null})");
  const GateRan ran =
      GateRun("checks: [{name: a, post: /graphql, graphql: '{ x }'}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_EQ(ran.findings().size(), 1U);
  EXPECT_NE(
      ran.findings().front().find(
          R"([graphql/errors] expected $.errors to be absent, found the error "Cannot query)"),
      std::string::npos)
      << ran.findings().front();
}

TEST(Graphql, AnAnswerWithoutDataFailsAlthoughItHasNoErrors) {
  const std::string rule = "[graphql/no-data] expected $.data to be there and not null, found ";
  const std::vector<std::pair<std::string, std::string>> answers = {
      {R"([{"errors":[1]}])", "an answer that is no object"},
      {R"({"data":null})", "null"},
      {R"({"errors":null})", "nothing"},
  };
  for (const auto& [answer, found] : answers) {
    ScriptedServer candidate;
    candidate.on("POST /graphql", answer);
    const GateRan ran =
        GateRun("checks: [{name: a, post: /graphql, graphql: '{ x }'}]\n").run(candidate.url());
    EXPECT_EQ(ran.exit_code, 1) << answer;
    EXPECT_EQ(ran.findings(), std::vector<std::string>{rule + found +
                                                       ". A GraphQL answer without data tells "
                                                       "nothing of what was asked."});
  }
}

TEST(Graphql, AMissOfDataThatIsExpectedIsNone) {
  ScriptedServer candidate;
  candidate.on("POST /null", R"({"data":null})");
  candidate.on("POST /refused", ScriptedReply{R"({"message":"who are you?"})", 401});
  const GateRan ran = GateRun(
                          "checks:\n"
                          "  - {post: /null, graphql: '{ x }', expect: {json: {$.data: null}}}\n"
                          "  - {post: /refused, graphql: '{ x }', expect: {status: 401}}\n")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

TEST(Graphql, ErrorsThatAreExpectedAreJudgedAsTheSuiteSays) {
  ScriptedServer candidate;
  candidate.on("POST /graphql", R"({"errors":[{"message":"no"}]})");
  const GateRan ran = GateRun(
                          "checks: [{name: a, post: /graphql, graphql: '{ x }', expect: {json: "
                          "{'$.errors[0].message': 'no'}}}]\n")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
}

TEST(Graphql, ByGetEverythingStandsInTheQuery) {
  ScriptedServer candidate;
  candidate.on("GET /graphql", R"({"data":{}})");
  const GateRan ran =
      GateRun("checks: [{name: a, get: /graphql, graphql: {query: '{ x }', variables: {a: 1}}}]\n")
          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(candidate.requests().front().query, "query=%7B%20x%20%7D&variables=%7B%22a%22%3A1%7D");
}

TEST(BodyFile, IsSentByteByByteAndEverySampleAlike) {
  ScriptedServer candidate;
  candidate.on("POST /upload", "{}");
  const GateRun gate("checks: [{name: a, post: /upload, body_file: a.bin}]\n");
  const std::string bytes("\x00\xFF\r\n${x}", 8);
  gate.write("a.bin", bytes);
  const GateRan ran = gate.run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(candidate.requests().front().body, bytes);
  EXPECT_EQ(candidate.requests().front().headers.at("content-type"), "application/octet-stream");
}

TEST(BodyFile, NeverComesFromOutsideOfTheProjectNorFromAnAnswer) {
  ScriptedServer candidate;
  for (const std::string check :
       {"[{name: a, post: /u, body_file: ../../../../../../etc/hostname}]",
        "[{name: a, post: /u, body_file: missing.bin}]", "[{name: a, post: /u, body_file: .}]",
        "[{name: a, steps: [{get: /, capture: {f: $.f}}, {post: /u, body_file: '${f}'}]}]"}) {
    const GateRan ran = GateRun("checks: " + check + "\n").run(candidate.url());
    EXPECT_EQ(ran.exit_code, 2) << check;
    EXPECT_NE(ran.err.find("'body_file' names a file that"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(candidate.total(), 0U);
}

TEST(RetryKnownBad, EndsAnAnswerThatIsAsExpectedToo) {
  ScriptedServer server;
  server.on("GET /job", R"({"state": "failed"})");
  const GateRun gate(
      "checks: [{get: /job, retry: {within: 20s, every: 1ms, fail_if: {json: {$.state: "
      "failed}}}}]\n");
  const GateRan ran = gate.run(server.url());
  EXPECT_EQ(ran.rules(), std::vector<std::string>{"[retry/known-bad]"}) << ran.out;
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(server.count("GET /job"), 1U);
}

}  // namespace
}  // namespace switchgate::testing
