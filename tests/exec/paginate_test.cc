// Lists that come in pages, read to their end by whole runs.

#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "gtest/gtest.h"
#include "runner/exec/next_page.h"
#include "runner/exec/page_lists.h"
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

// "$.items: null", for each list that is lost.
Lines lost(const std::string& before, const std::string& page) {
  Lines out;
  for (const exec::LostList& list :
       exec::lists_of_page(json::read(before)->root, json::read(page)->root).lost) {
    out.push_back(list.place + ": " + list.found);
  }
  return out;
}

TEST(PageLists, AreThoseThatAreJoined) {
  const std::string before = R"({"items":[1],"meta":{"tags":["a"]},"next":"/2"})";
  EXPECT_EQ(lost(before, R"({"items":[],"meta":{"tags":[]}})"), Lines{});
  EXPECT_EQ(lost(before, "{}"), (Lines{"$.items: nothing", "$.meta.tags: nothing"}));
  EXPECT_EQ(lost(before, R"({"items":null,"meta":{"tags":{}}})"),
            (Lines{"$.items: null", "$.meta.tags: an object"}));
  EXPECT_EQ(lost("[1]", R"({"error":"x"})"), Lines{"$: an object"});
  EXPECT_EQ(lost(R"([{"tags":["a"]}])", R"([{}])"), Lines{}) << "elements are not joined";
  EXPECT_EQ(lost(R"({"total":3})", "{}"), Lines{});
}

TEST(PageLists, ThatWereEmptyCountOnlyWhereAllWere) {
  EXPECT_EQ(lost(R"({"items":[1],"errors":[]})", R"({"items":[2]})"), Lines{});
  EXPECT_EQ(lost(R"({"items":[1],"errors":[]})", R"({"errors":["down"]})"),
            Lines{"$.items: nothing"});
  EXPECT_EQ(lost(R"({"items":[],"next":"/2"})", "{}"), Lines{"$.items: nothing"});
}

TEST(PageLists, UnderNamesThatAreDataAreEachPagesOwn) {
  EXPECT_EQ(lost(R"({"days":{"2026-01-01":[1]}})", R"({"days":{"2026-01-02":[2]}})"), Lines{});
}

std::string meant(const std::string& path, const std::string& page) {
  return exec::meant_by(*json::Path::parse(path), json::read(page)->root);
}

TEST(NextPage, IsSoughtAmongTheNeighboursOfAPathThatSelectsNothing) {
  EXPECT_EQ(meant("$.nxt", R"({"items":[],"next":"/2"})"), "$.next");
  EXPECT_EQ(meant("$['Next']", R"({"next":"/2"})"), "$.next");
  EXPECT_EQ(meant("$.meta.cursor", R"({"meta":{"next_cursor":"x"}})"), "$.meta.next_cursor");
  EXPECT_EQ(meant("$.next", R"({"items":[]})"), "");
  EXPECT_EQ(meant("$.links.next", R"({"items":[]})"), "");
  EXPECT_EQ(meant("$.links[0]", R"({"links":[]})"), "");
  EXPECT_EQ(meant("$", R"({"next":1})"), "");
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

// A list of two pages, the second of which is `second`.
GateRan run_with_second_page(const std::string& second,
                             const std::string& expect = "{status: 200}") {
  ScriptedServer server;
  server.on("GET /list", [second](const ScriptedRequest& request) {
    return ScriptedReply{request.query.empty()
                             ? R"({"items": [1, 2], "tags": ["a"], "errors": [], "next": "?p=2"})"
                             : second};
  });
  return GateRun("checks: [{get: /list, paginate: {next: $.next}, expect: " + expect + "}]\n")
      .run(server.url());
}

TEST(PaginateLostList, IsNotTakenForTheEnd) {
  for (const char* second : {"{}", R"({"error": "upstream timeout"})", "null",
                             R"({"items": null, "next": null})", R"({"errors": ["down"]})"}) {
    const GateRan ran = run_with_second_page(second, "{json: {$.items: {length: 2}}}");
    EXPECT_EQ(ran.exit_code, 1) << second << ran.out;
    EXPECT_EQ(ran.rules(), (Lines{"[paginate/lost-list]"})) << second << ran.out;
    EXPECT_NE(ran.json.find("/list?p=2"), std::string::npos) << "the command repeats that page";
  }
  EXPECT_EQ(run_with_second_page("{}").findings(),
            (Lines{"[paginate/lost-list] expected page 2 to go on with the lists of the page "
                   "before, found nothing at $.items, nothing at $.tags."}));
}

TEST(PaginateLostList, OfSeveralIsToldAndTheOthersAreReadToTheirEnd) {
  ScriptedServer server;
  server.on("GET /list", [](const ScriptedRequest& request) {
    return ScriptedReply{request.query.empty()    ? R"({"items":[1],"facets":["a"],"next":"?p=2"})"
                         : request.query == "p=2" ? R"({"items":[2],"next":"?p=3"})"
                                                  : R"({"items":[3]})"};
  });
  const GateRan ran =
      GateRun(
          "checks: [{get: /list, paginate: {next: $.next}, expect: {json: {$.items: {equals: "
          "[1, 2, 3]}}}}]\n")
          .run(server.url());
  EXPECT_EQ(ran.findings(),
            (Lines{"[paginate/lost-list] expected page 2 to go on with the list of the page "
                   "before, found nothing at $.facets."}));
}

TEST(PaginateLostList, IsNoneWhereTheLastPageIsEmptyOrLacksNext) {
  for (const char* second :
       {R"({"items": [3], "tags": ["b"]})", R"({"items": [], "tags": [], "next": ""})"}) {
    const GateRan ran = run_with_second_page(second);
    EXPECT_EQ(ran.exit_code, 0) << second << ran.out;
    EXPECT_EQ(ran.rules(), Lines{}) << second;
  }
}

GateRan run_with_only_page(const std::string& next, const ScriptedReply& page) {
  ScriptedServer server;
  server.on("GET /list", page);
  return GateRun("checks: [{get: /list, paginate: {next: " + next + "}, expect: {status: 2xx}}]\n")
      .run(server.url());
}

TEST(PaginateNoNext, OnTheOnlyPageIsANote) {
  const GateRan ran = run_with_only_page("$.nxt", {R"({"items": [1], "next": "?p=2"})"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(),
            (Lines{"note [paginate/no-next] read one page only: nothing stands at $.nxt, which was "
                   "taken for the end of the list; was $.next meant?"}));
}

TEST(PaginateNoNext, IsNotToldAtAnEndThatThePageNames) {
  for (const char* end : {"null", "false", "\"\""}) {
    const GateRan ran =
        run_with_only_page("$.next", {R"({"items": [1], "next": )" + std::string(end) + "}"});
    EXPECT_EQ(ran.rules(), Lines{}) << end;
  }
  EXPECT_EQ(run_with_only_page("$.next", {"{}", 500}).rules(), (Lines{"[http/status]"}));
}

// GitHub leaves the header out of a list of one page; others send rel="first" and "last".
TEST(PaginateNoNext, WithoutAnyLinkHeaderIsANote) {
  EXPECT_EQ(run_with_only_page("{header: Link}", {"[1]"}).findings(),
            (Lines{"note [paginate/no-next] read one page only: it has no Link header, which was "
                   "taken for the end of the list."}));
  ScriptedReply last{"[1]"};
  last.headers = {{"Link", "</list>; rel=\"first\", </list>; rel=\"last\""}};
  EXPECT_EQ(run_with_only_page("{header: Link}", last).rules(), Lines{});
}

TEST(PaginateNoNext, IsToldOnceWhenLiveIsComparedToo) {
  ScriptedServer candidate;
  ScriptedServer live;
  candidate.on("GET /list", R"({"items": [1]})");
  live.on("GET /list", R"({"items": [1]})");
  const GateRan ran =
      GateRun("checks: [{get: /list, paginate: {next: $.next}, compare: {shape: true}}]\n")
          .run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"note [paginate/no-next]"}));
}

}  // namespace
}  // namespace switchgate::testing
