// Lists that come in pages, read to their end by whole runs.

#include "runner/exec/paginate.h"

#include "checks/json/reader.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

std::string joined(const std::string& first, const std::string& second) {
  json::Value into = json::read(first)->root;
  exec::join_page(into, json::read(second)->root);
  return json::to_text(into);
}

TEST(JoinPage, JoinsListsAndTakesTheRestFromTheLaterPage) {
  EXPECT_EQ(joined("[1,2]", "[3]"), "[1,2,3]");
  EXPECT_EQ(joined(R"({"items":[1],"next":"/2","n":1})", R"({"items":[2],"n":2})"),
            R"({"items":[1,2],"n":2})");
  EXPECT_EQ(joined(R"({"data":{"items":[1],"at":0}})", R"({"data":{"items":[2],"at":1}})"),
            R"({"data":{"items":[1,2],"at":1}})");
  EXPECT_EQ(joined(R"({"items":[1]})", R"({"last":true})"), R"({"last":true,"items":[1]})");
}

constexpr auto kSuite = R"(
checks:
  - name: all products
    get: /products
    paginate: {next: $.next, max: 5}
    expect:
      json:
        $.items: {length: 5}
        '$.items[*].id': {unique: true}
        $.next: {optional: {type: 'null'}}
)";

void serve_pages(ScriptedServer& server, const std::string& base) {
  server.on("GET /products", [base](const ScriptedRequest& request) {
    if (request.query.empty()) {
      return ScriptedReply{R"({"items":[{"id":1},{"id":2}],"next":")" + base + R"(?page=2"})"};
    }
    if (request.query == "page=2") {
      return ScriptedReply{R"({"items":[{"id":3},{"id":4}],"next":")" + base + R"(?page=3"})"};
    }
    return ScriptedReply{R"({"items":[{"id":5}],"next":null})"};
  });
}

TEST(Paginate, ExpectationsSeeAllPages) {
  ScriptedServer candidate;
  serve_pages(candidate, "/products");
  const GateRan ran = GateRun(kSuite).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(candidate.count("GET /products"), 3U);
}

TEST(Paginate, FollowsALinkHeader) {
  ScriptedServer candidate;
  candidate.on("GET /items", [](const ScriptedRequest& request) {
    ScriptedReply reply{request.query.empty() ? "[1,2]" : "[3]"};
    if (request.query.empty()) {
      reply.headers = {{"Link", "</items?p=0>; rel=\"prev\", </items?p=2>; rel=\"next\""}};
    }
    return reply;
  });
  const GateRan ran =
      GateRun(
          "checks: [{name: a, get: /items, paginate: {next: {header: Link}}, expect: {json: {$: "
          "{equals: [1, 2, 3]}}}}]\n")
          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(Paginate, PutsACursorIntoTheQuery) {
  ScriptedServer candidate;
  candidate.on("GET /items", [](const ScriptedRequest& request) {
    if (request.query == "limit=2") {
      return ScriptedReply{R"({"data":[1,2],"cursor":"a b"})"};
    }
    return ScriptedReply{R"({"data":[3],"cursor":""})",
                         request.query == "limit=2&after=a%20b" ? 200 : 400};
  });
  const GateRan ran = GateRun(R"(
checks:
  - name: a
    get: /items
    query: {limit: 2}
    paginate: {next: $.cursor, parameter: after}
    expect: {json: {$.data: {length: 3}}}
)")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(Paginate, APageThatFailsIsTheAnswerThatIsJudged) {
  ScriptedServer candidate;
  candidate.on("GET /products", [](const ScriptedRequest& request) {
    return request.query.empty() ? ScriptedReply{R"({"items":[],"next":"?page=2"})"}
                                 : ScriptedReply{"{}", 500};
  });
  const GateRan ran = GateRun("checks: [{name: a, get: /products, paginate: {next: $.next}}]\n")
                          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[http/status]"}));
  EXPECT_NE(ran.json.find("page=2"), std::string::npos) << "the command repeats that page";
}

TEST(Paginate, NothingIsSentToAnotherOriginNorInACircle) {
  ScriptedServer candidate;
  ScriptedServer other;
  serve_pages(candidate, other.url() + "/products");
  const GateRan ran = GateRun(kSuite).run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules().front(), "[paginate/bad-next]");
  EXPECT_EQ(other.total(), 0U);

  ScriptedServer circle;
  circle.on("GET /products", R"({"items":[],"next":"/products"})");
  const GateRan round =
      GateRun("checks: [{name: a, get: /products, paginate: {next: $.next}}]\n").run(circle.url());
  EXPECT_EQ(round.rules(), (Lines{"[paginate/bad-next]"}));
  EXPECT_EQ(circle.total(), 1U);
}

TEST(Paginate, MorePagesThanMayBeReadCloseTheGate) {
  ScriptedServer candidate;
  candidate.on("GET /products", [](const ScriptedRequest& request) {
    return ScriptedReply{R"({"items":[1],"next":"?p=)" + std::to_string(request.number + 1) +
                         "\"}"};
  });
  const GateRan ran =
      GateRun("checks: [{name: a, get: /products, paginate: {next: $.next, max: 3}}]\n")
          .run(candidate.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[paginate/too-many]"}));
  EXPECT_EQ(candidate.total(), 3U);
}

TEST(PaginateNext, ThatIsNeitherTextNorAnEndIsTold) {
  for (const char* next : {"[\"/list?page=2\"]", "{\"href\": \"/x\"}", "true"}) {
    ScriptedServer server;
    server.on("GET /list", std::string("{\"items\": [], \"next\": ") + next + "}");
    const GateRun gate("checks: [{get: /list, paginate: {next: $.next}}]\n");
    const GateRan ran = gate.run(server.url());
    EXPECT_EQ(ran.rules(), std::vector<std::string>{"[paginate/bad-next]"}) << next << ran.out;
    EXPECT_EQ(ran.exit_code, 1) << next;
  }
}

}  // namespace
}  // namespace switchgate::testing
