// What reaches the server from outside and must not hurt it: methods, paths, bodies, tokens,
// slow clients; and how it ends.

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/serve_program.h"

namespace switchgate::testing {
namespace {

using std::chrono::steady_clock;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kBody =
    R"({"name":"podinfo","namespace":"test","phase":"Progressing","checksum":"1"})";

std::string with_body(const std::string& line_and_headers, const std::string& body) {
  return line_and_headers + "\r\nHost: gate\r\n\r\n" + body;
}

TEST(Defence, MethodsPathsAndTypesAreStrict) {
  const StandIn stand_in({"open"});
  const ServeProgram serve(stand_in);
  const std::string length = "Content-Length: " + std::to_string(std::string(kBody).size());
  const std::string json = "\r\nContent-Type: application/json\r\n";
  const std::string hook = "POST /flagger/pre-rollout/open HTTP/1.1";
  struct Row {
    std::string bytes;
    int status;
  };
  const std::vector<Row> rows = {
      {with_body("GET / HTTP/1.1", ""), 404},
      {with_body("GET /healthz/ HTTP/1.1", ""), 404},
      {with_body("GET //healthz HTTP/1.1", ""), 404},
      {with_body("GET /%68ealthz HTTP/1.1", ""), 404},
      {with_body("GET /argo/ HTTP/1.1", ""), 404},
      {with_body("GET /argo/none?revision=1 HTTP/1.1", ""), 404},
      {with_body("GET /argo/open/?revision=1 HTTP/1.1", ""), 404},
      {with_body("GET /argo/..%2fopen?revision=1 HTTP/1.1", ""), 404},
      {with_body("GET /argo/../open?revision=1 HTTP/1.1", ""), 404},
      {with_body("GET /argo/open HTTP/1.1", ""), 400},
      {with_body("GET /argo/open?revision=%2e%2e%2f HTTP/1.1", ""), 400},
      {with_body("GET /argo/open?revision=1&candidate=http://x HTTP/1.1", ""), 400},
      {with_body("GET /argo/open?revision=" + std::string(3'000, 'a') + " HTTP/1.1", ""), 414},
      {with_body("GET /argo/open?revision=" + std::string(20'000, 'a') + " HTTP/1.1", ""), 414},
      {with_body("GET /flagger/pre-rollout/open HTTP/1.1", ""), 405},
      {with_body("POST /healthz HTTP/1.1\r\n" + length + json, kBody), 405},
      {with_body("PUT /flagger/pre-rollout/open HTTP/1.1\r\n" + length + json, kBody), 405},
      {with_body("DELETE /verdicts HTTP/1.1", ""), 405},
      {with_body("HEAD /verdicts HTTP/1.1", ""), 405},
      {with_body(hook, ""), 411},
      {with_body(hook + "\r\nContent-Length: x" + json, kBody), 411},
      {with_body(hook + "\r\nContent-Length: -1" + json, kBody), 411},
      {with_body(hook + "\r\n" + length + "\r\n" + length + json, kBody), 411},
      {with_body(hook + "\r\nTransfer-Encoding: chunked" + json, "0\r\n\r\n"), 411},
      {with_body(hook + "\r\n" + length + "\r\nContent-Encoding: gzip" + json, kBody), 411},
      {with_body(hook + "\r\nContent-Length: 65537" + json, std::string(65'537, ' ')), 413},
      {with_body(hook + "\r\nContent-Length: 99999999999" + json, "{}"), 413},
      {with_body(hook + "\r\n" + length, kBody), 415},
      {with_body(hook + "\r\n" + length + "\r\nContent-Type: text/plain", kBody), 415},
      {with_body(hook + "\r\n" + length + "\r\nContent-Type: application/x-www-form-urlencoded",
                 kBody),
       415},
      {with_body(hook + "\r\nContent-Length: 2" + json, "[]"), 400},
      {with_body(hook + "\r\nContent-Length: 65536" + json, std::string(65'536, '[')), 400},
      {with_body("GET /verdicts HTTP/1.1\r\nRange: bytes=0-0,0-0,0-0", ""), 416},
      {"\r\n\r\n", 400},
      {"GET\r\n\r\n", 400},
      {with_body("GET /healthz HTTP/3.0", ""), 400},
      {std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8) + "\r\n\r\n", 400},
  };
  for (const Row& row : rows) {
    const HttpAnswer answer = serve.raw(row.bytes);
    EXPECT_EQ(answer.status, row.status) << row.bytes.substr(0, 120) << '\n' << answer.body;
    EXPECT_THAT(answer.body, Not(HasSubstr("aaaa"))) << "nothing of a request is repeated";
  }
  EXPECT_EQ(stand_in.read("calls"), "") << "none of them is a run";
  EXPECT_EQ(serve.get("/healthz").status, 200);
}

TEST(Defence, WithATokenOnlyHealthIsForEverybody) {
  const StandIn stand_in({"open"});
  const ServeProgram serve(stand_in, {}, {"SWITCHGATE_SERVE_TOKEN=0123456789abcdef"});
  for (const std::string target :
       {"/metrics", "/verdicts", "/argo/open?revision=1", "/argo/none?revision=1", "/none"}) {
    // "switchgate:0123456789abcdef" and "0123456789abcdef:" in base64 are the last two.
    for (const std::string wrong :
         {"", "Bearer", "Bearer ", "Bearer 0123456789abcde", "Bearer 0123456789abcdef0",
          "Bearer 0123456789ABCDEF", "0123456789abcdef", "Token 0123456789abcdef",
          "Bearer 0123456789abcdef\r\nAuthorization: Bearer 0123456789abcdef",
          "Basic MDEyMzQ1Njc4OWFiY2RlZjo=", "Basic !"}) {
      const HttpAnswer answer =
          serve.get(target, wrong.empty() ? "" : "Authorization: " + wrong + "\r\n");
      EXPECT_EQ(answer.status, 401) << target << ' ' << wrong;
      EXPECT_THAT(answer.head, HasSubstr("WWW-Authenticate: Bearer"));
    }
    for (const std::string right : {"Bearer 0123456789abcdef", "bearer 0123456789abcdef",
                                    "Basic c3dpdGNoZ2F0ZTowMTIzNDU2Nzg5YWJjZGVm"}) {
      EXPECT_NE(serve.get(target, "Authorization: " + right + "\r\n").status, 401)
          << target << ' ' << right;
    }
  }
  EXPECT_EQ(serve.hook("pre-rollout", "open", "1").status, 401);
  EXPECT_EQ(serve.get("/healthz").status, 200);
  EXPECT_EQ(serve.get("/readyz").status, 200);
}

TEST(Defence, SlowClientsAreCutOffAndOthersAreServed) {
  const StandIn stand_in({"open"});
  const ServeProgram serve(stand_in);
  const std::string head =
      "POST /flagger/pre-rollout/open HTTP/1.1\r\nContent-Type: application/json\r\n"
      "Content-Length: 60000\r\n\r\n";
  std::vector<int> slow;
  for (int i = 0; i < 24; ++i) {  // more than there are threads
    slow.push_back(connect_to(serve.port()));
    const std::string sent = i % 2 == 0 ? head : std::string("GET /heal");
    ASSERT_EQ(::send(slow.back(), sent.data(), sent.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(sent.size()));
  }
  EXPECT_EQ(serve.get("/healthz").status, 200) << "as soon as the first of them were cut off";
  // Each is ended within twice the patience, although bytes go on coming.
  const auto began = steady_clock::now();
  for (const int fd : slow) {
    char byte = ' ';
    ssize_t n = 1;
    while (n > 0) {
      ::send(fd, &byte, 1, MSG_NOSIGNAL);
      n = ::recv(fd, &byte, 1, 0);
    }
    ::close(fd);
  }
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(25));
  EXPECT_EQ(stand_in.read("calls"), "");
}

TEST(Defence, ReadyzTellsAProgramThatIsGone) {
  const StandIn stand_in({"open"});
  const ServeProgram serve(stand_in);
  EXPECT_EQ(serve.get("/readyz").status, 200);
  ASSERT_EQ(::unlink(stand_in.program().c_str()), 0);
  EXPECT_EQ(serve.get("/readyz").status, 503);
  EXPECT_EQ(serve.get("/healthz").status, 200);
  const HttpAnswer answer = serve.hook_until_known("pre-rollout", "open", "1");
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("\"verdict\":\"undecided\""));
  EXPECT_THAT(answer.body, HasSubstr("could not be started"));
}

TEST(Defence, ListsVerdictsAndMetrics) {
  const StandIn stand_in({"open", "closed"});
  const ServeProgram serve(stand_in);
  serve.hook_until_known("pre-rollout", "open", "1");
  serve.hook_until_known("pre-rollout", "closed", "2");
  const std::string verdicts = serve.get("/verdicts").body;
  EXPECT_THAT(verdicts, HasSubstr("{\"verdict\":\"open\",\"exit\":0"));
  EXPECT_THAT(verdicts, HasSubstr("\"revision\":\"2\""));
  const HttpAnswer metrics = serve.get("/metrics");
  EXPECT_THAT(metrics.head, HasSubstr("application/openmetrics-text; version=1.0.0"));
  EXPECT_THAT(metrics.body,
              HasSubstr("switchgate_serve_verdicts_total{gate=\"closed\",verdict=\"closed\"} 1\n"));
  EXPECT_THAT(metrics.body, HasSubstr("switchgate_serve_runs_started_total{gate=\"open\"} 1\n"));
  EXPECT_TRUE(metrics.body.ends_with("# EOF\n"));
}

TEST(Stop, EndsWhatRunsAndExitsZero) {
  for (const int which : {SIGTERM, SIGINT}) {
    const StandIn stand_in({"cleans"});
    ServeProgram serve(stand_in);
    serve.hook("pre-rollout", "cleans", "1");
    ASSERT_TRUE(stand_in.wait_for("up"));
    serve.signal(which);
    EXPECT_EQ(serve.wait(), 0) << serve.log();
    EXPECT_EQ(stand_in.read("cleaned"), "yes\n");
    EXPECT_THAT(serve.log(), HasSubstr(" stopping signal="));
    EXPECT_THAT(serve.log(), HasSubstr("verdict=undecided"));
  }
}

TEST(Stop, WaitsNoLongerThanTheGrace) {
  const StandIn stand_in({"stubborn"});
  ServeProgram serve(stand_in, {"--grace", "300ms"});
  serve.hook("pre-rollout", "stubborn", "1");
  ASSERT_TRUE(stand_in.wait_for("up"));
  const auto began = steady_clock::now();
  serve.signal(SIGTERM);
  EXPECT_EQ(serve.wait(), 0);
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(10));
}

}  // namespace
}  // namespace switchgate::testing
