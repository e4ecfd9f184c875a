// The probe against a real server on loopback: what is sent, what is read, and
// how connections, deadlines and the order to stop behave.

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/model/exchange.h"
#include "runner/probe/probe.h"
#include "tests/support/fault_server.h"

namespace switchgate::probe {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::FaultServer;
using ::testing::HasSubstr;
using ::testing::Not;

class HttpProbe : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_network(); }

  HttpRequest get(std::string_view path) const {
    HttpRequest request;
    request.target = "candidate";
    request.url = server_.url(path);
    return request;
  }

  HttpResponse answer(const HttpRequest& request) {
    Exchange exchange = probe_->perform(request, {});
    if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
      ADD_FAILURE() << name_of(failure->kind) << ": " << failure->message;
      return {};
    }
    return std::get<HttpResponse>(std::move(exchange));
  }

  ExchangeFailure failure(const HttpRequest& request, std::stop_token stop = {}) {
    Exchange exchange = probe_->perform(request, std::move(stop));
    if (const auto* response = std::get_if<HttpResponse>(&exchange)) {
      ADD_FAILURE() << "answered with " << response->status;
      return {};
    }
    return std::get<ExchangeFailure>(std::move(exchange));
  }

  FaultServer server_;
  std::unique_ptr<Probe> probe_ = make_http_probe();
};

TEST_F(HttpProbe, ReadsAWholeAnswer) {
  const HttpResponse response = answer(get("/ok"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.reason, "OK");
  EXPECT_EQ(response.http_version, "1.1");
  EXPECT_THAT(response.headers,
              ElementsAre(Header{"Content-Type", "text/plain"}, Header{"Content-Length", "2"}));
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.wire_bytes, 2U);
  EXPECT_EQ(response.url, server_.url("/ok"));
  EXPECT_EQ(response.address, server_.address());
  EXPECT_FALSE(response.reused_connection);
}

struct Odd {
  std::string_view path;
  int status;
  std::string_view body;
};

TEST_F(HttpProbe, ReadsWhatIsOddButLegal) {
  const Odd table[] = {
      {"/length-too-short", 200, "half"},
      {"/lengths-same", 200, "same"},
      {"/length-and-chunks", 200, "body"},
      {"/gzip", 200, "hello, compressed"},
      {"/gzip-members", 200, "hello, compressed"},
      {"/gzip-deflate", 200, "hello, compressed"},
      {"/unknown-coding", 200, "\x0b\x01\x80"},
      {"/empty-body", 200, ""},
      {"/early-hints", 200, "ok"},
      {"/trailers", 200, "ok"},
      {"/not-modified", 304, ""},
      {"/no-content", 204, ""},
      {"/long-header", 200, "ok"},
      {"/nowhere", 404, "no such fault"},
  };
  for (const Odd& odd : table) {
    SCOPED_TRACE(odd.path);
    const HttpResponse response = answer(get(odd.path));
    EXPECT_EQ(response.status, odd.status);
    EXPECT_EQ(response.body, odd.body);
  }
}

// libcurl 7.88 frees the last answer's headers and writes to them once more.
TEST_F(HttpProbe, IsNotCrashedByABlankBeforeTheFirstHeader) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(answer(get("/ok")).body, "ok");
    EXPECT_THAT(failure(get("/fold-at-start")).message,
                HasSubstr("sent a first header that begins with a blank"));
  }
}

TEST_F(HttpProbe, NeverTakesOneAnswersRestForTheNextAnswer) {
  for (const std::string_view path : {"/two-answers", "/body-of-204", "/body-of-304"}) {
    answer(get(path));
    const HttpResponse next = answer(get("/ok"));
    EXPECT_EQ(next.status, 200) << path;
    EXPECT_EQ(next.body, "ok") << path;
  }
}

TEST_F(HttpProbe, KeepsHeadersAsTheyWereSent) {
  EXPECT_THAT(
      answer(get("/empty-header")).headers,
      ElementsAre(Header{"X-Empty", ""}, Header{"X-Percent", "a%20b+c"}, Header{"X-Twice", "1"},
                  Header{"X-Twice", "2"}, Header{"Content-Length", "2"}));
  EXPECT_EQ(*find_header(answer(get("/folded-header")).headers, "x-folded"), "one two");
}

TEST_F(HttpProbe, ForgetsInterimAnswersAndTrailers) {
  EXPECT_THAT(answer(get("/early-hints")).headers, ElementsAre(Header{"Content-Length", "2"}));
  EXPECT_EQ(find_header(answer(get("/trailers")).headers, "x-sum"), nullptr);
}

TEST_F(HttpProbe, CountsTheBytesThatCameAndThoseAfterDecompression) {
  const HttpResponse response = answer(get("/gzip"));
  EXPECT_EQ(response.body.size(), 17U);
  EXPECT_EQ(response.wire_bytes, 37U);
}

TEST_F(HttpProbe, ReadsAHundredThousandBracketsAsText) {
  EXPECT_EQ(answer(get("/deep-json")).body.size(), 200'000U);
}

TEST_F(HttpProbe, SendsThePathAndQueryAsWritten) {
  answer(get("/echo/../echo?a=+b&c=%41#frag"));
  answer(get("/echo?"));
  const std::vector<std::string> seen = server_.requests();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_THAT(seen[0], ::testing::StartsWith("GET /echo/../echo?a=+b&c=%41 HTTP/1.1\r\n"));
  EXPECT_THAT(seen[1], ::testing::StartsWith("GET /echo? HTTP/1.1\r\n"));
}

TEST_F(HttpProbe, SendsHeadersAsWrittenAndFewOfItsOwn) {
  HttpRequest request = get("/echo");
  request.headers = {{"X-One", "a: b"}, {"X-Empty", ""}, {"X-One", "again"}};
  EXPECT_EQ(answer(request).body,
            "GET /echo HTTP/1.1\r\nHost: " + server_.address() +
                "\r\nAccept: */*\r\nX-One: a: b\r\nX-Empty:\r\nX-One: again\r\n"
                "User-Agent: switchgate/0.1.0\r\nAccept-Encoding: gzip\r\n\r\n");
}

TEST_F(HttpProbe, LeavesHeadersThatARequestSetsAlone) {
  HttpRequest request = get("/echo");
  request.headers = {{"Host", "shop.example.com"},
                     {"User-Agent", "me"},
                     {"Accept-Encoding", "identity"},
                     {"Accept", "a/b"}};
  EXPECT_EQ(answer(request).body,
            "GET /echo HTTP/1.1\r\nHost: shop.example.com\r\nUser-Agent: "
            "me\r\nAccept-Encoding: identity\r\n"
            "Accept: a/b\r\n\r\n");
}

TEST_F(HttpProbe, SendsEachMethodWithItsBodyAndNoContentTypeOfItsOwn) {
  for (const std::string_view method :
       {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "GET", "PURGE"}) {
    HttpRequest request = get("/echo");
    request.method = method;
    request.body = std::string("a\0b\r\n", 5);
    const std::string echoed = answer(request).body;
    EXPECT_THAT(echoed, ::testing::StartsWith(std::string(method) + " /echo HTTP/1.1\r\n"));
    EXPECT_THAT(echoed, HasSubstr("\r\nContent-Length: 5\r\n"));
    EXPECT_TRUE(echoed.ends_with(request.body)) << method;
    EXPECT_THAT(to_lower_ascii(echoed), Not(HasSubstr("content-type")));
  }
}

TEST_F(HttpProbe, ForgetsTheLastRequestsBodyAndMethod) {
  HttpRequest post = get("/echo");
  post.method = "POST";
  post.body = "body";
  answer(post);
  EXPECT_THAT(answer(get("/echo")).body, Not(HasSubstr("Content-Length")));
  HttpRequest head = get("/ok");
  head.method = "HEAD";
  EXPECT_EQ(answer(head).body, "");
  EXPECT_EQ(answer(get("/ok")).body, "ok");
}

TEST_F(HttpProbe, SaysThatAnEmptyPostIsEmpty) {
  HttpRequest post = get("/echo");
  post.method = "POST";
  EXPECT_THAT(answer(post).body, HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST_F(HttpProbe, SendsALargeBodyWithoutAskingFirst) {
  HttpRequest post = get("/echo");
  post.method = "POST";
  post.body = std::string(3'000'000, 'x');
  const HttpResponse response = answer(post);
  EXPECT_TRUE(response.body.ends_with(post.body));
  EXPECT_THAT(response.body.substr(0, 500), Not(HasSubstr("Expect")));
}

TEST_F(HttpProbe, RefusesWhatCouldNotBeSentAsWritten) {
  const auto with = [this](auto change) {
    HttpRequest request = get("/echo");
    change(request);
    return request;
  };
  const std::vector<std::pair<HttpRequest, std::string_view>> table = {
      {with([](auto& r) {
         r.headers = {{"X", "a\r\nY: b"}};
       }),
       "holds a line end"},
      {with([](auto& r) {
         r.headers = {{"X", "a\n"}};
       }),
       "trailing newline"},
      {with([](auto& r) {
         r.headers = {{"X", std::string("a\0b", 3)}};
       }),
       "NUL"},
      {with([](auto& r) {
         r.headers = {{"X Y", "a"}};
       }),
       "got 'X Y'"},
      {with([](auto& r) {
         r.headers = {{"", "a"}};
       }),
       "expected a header name"},
      {with([](auto& r) {
         r.headers = {{"Content-Length", "7"}};
       }),
       "the body has 0 bytes"},
      {with([](auto& r) { r.method = "GE T"; }), "expected a method"},
      {with([](auto& r) { r.method = "GET\r\nX: y"; }), "expected a method"},
      {with([](auto& r) { r.method = "HEAD", r.body = "x"; }), "HEAD cannot carry a body"},
      {with([](auto& r) { r.url = "ftp://127.0.0.1/"; }), "http:// or https://"},
      {with([](auto& r) { r.url += "?a b"; }), "malformed"},
      {with([](auto& r) { r.url = "http://u:hidden@127.0.0.1/"; }), "'http://***@127.0.0.1/'"},
      {with([](auto& r) { r.connect_to = "127.0.0.1"; }), "`connect_to` as host:port"},
      {with([](auto& r) { r.connect_to = "127.0.0.1:99999"; }), "`connect_to` as host:port"},
  };
  for (const auto& [request, words] : table) {
    const ExchangeFailure refused = failure(request);
    EXPECT_EQ(refused.kind, FailureKind::kRequest) << refused.message;
    EXPECT_THAT(refused.message, HasSubstr(std::string(words)));
    EXPECT_THAT(refused.message, HasSubstr("not sent"));
  }
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(HttpProbe, ReusesAConnectionAndThenHasNoConnectPhases) {
  const HttpResponse first = answer(get("/slow"));
  EXPECT_FALSE(first.reused_connection);
  EXPECT_GT(first.phases.connect, Micros(0));
  EXPECT_GE(first.phases.served, milliseconds(90));
  EXPECT_GE(first.phases.first_byte, first.phases.connect);
  EXPECT_GE(first.phases.total, first.phases.first_byte);
  EXPECT_GE(first.phases.total, first.phases.served);
  const HttpResponse second = answer(get("/slow"));
  EXPECT_TRUE(second.reused_connection);
  EXPECT_EQ(second.phases.dns, Micros(0));
  EXPECT_EQ(second.phases.connect, Micros(0));
  EXPECT_EQ(second.phases.tls, Micros(0));
  EXPECT_GE(second.phases.served, milliseconds(90));
  EXPECT_EQ(second.address, server_.address());
  EXPECT_EQ(server_.connections(), 1U);
}

TEST_F(HttpProbe, NeverSharesAConnectionBetweenTargets) {
  HttpRequest live = get("/ok");
  live.target = "live";
  answer(get("/ok"));
  EXPECT_FALSE(answer(live).reused_connection);
  EXPECT_TRUE(answer(get("/ok")).reused_connection);
  EXPECT_TRUE(answer(live).reused_connection);
  EXPECT_EQ(server_.connections(), 2U);
}

TEST_F(HttpProbe, DialsWhereConnectToSaysAndKeepsTheName) {
  HttpRequest request = get("/echo");
  request.url = "http://shop.example.com/echo";
  request.connect_to = server_.address();
  const HttpResponse response = answer(request);
  EXPECT_THAT(response.body, HasSubstr("\r\nHost: shop.example.com\r\n"));
  EXPECT_EQ(response.address, server_.address());
  EXPECT_EQ(response.url, "http://shop.example.com/echo");
}

TEST_F(HttpProbe, TriesAGetAgainOnAConnectionThatWasClosed) {
  answer(get("/keep-alive-lie"));
  const HttpResponse second = answer(get("/keep-alive-lie"));
  EXPECT_EQ(second.status, 200);
  EXPECT_FALSE(second.reused_connection);
}

TEST_F(HttpProbe, SendsAPostOnceAndOnAFreshConnection) {
  HttpRequest post = get("/keep-alive-lie");
  post.method = "POST";
  post.body = "order";
  answer(get("/keep-alive-lie"));
  EXPECT_FALSE(answer(post).reused_connection);
  EXPECT_FALSE(answer(post).reused_connection);
  EXPECT_EQ(server_.requests().size(), 3U);
}

TEST_F(HttpProbe, SendsAPostThatMayBeRepeatedOnAKeptConnection) {
  HttpRequest query = get("/ok");
  query.method = "POST";
  query.repeatable = true;
  answer(query);
  EXPECT_TRUE(answer(query).reused_connection);
  query.url = server_.url("/keep-alive-lie");
  answer(query);
  EXPECT_EQ(answer(query).status, 200);
}

TEST_F(HttpProbe, SaysThatNobodyListens) {
  HttpRequest request = get("/");
  {
    const FaultServer gone;
    request.url = gone.url("/");
  }
  const ExchangeFailure refused = failure(request);
  EXPECT_EQ(refused.kind, FailureKind::kRefused);
  EXPECT_THAT(refused.message, HasSubstr("nobody listens on 127.0.0.1:"));
}

TEST_F(HttpProbe, SaysThatANameHasNoAddress) {
  HttpRequest request = get("/");
  request.url = "http://nowhere.invalid/";
  const ExchangeFailure unknown = failure(request);
  EXPECT_EQ(unknown.kind, FailureKind::kResolve);
  EXPECT_THAT(unknown.message, HasSubstr("nowhere.invalid"));
}

TEST_F(HttpProbe, StopsAtOnceWhenTold) {
  for (const std::string_view path : {"/hang", "/drip", "/stall-body"}) {
    std::stop_source source;
    Clock::time_point told;
    const std::jthread teller([&] {
      std::this_thread::sleep_for(milliseconds(100));
      told = Clock::now();
      source.request_stop();
    });
    const ExchangeFailure cancelled = failure(get(path), source.get_token());
    EXPECT_LT(Clock::now() - told, milliseconds(50)) << path;
    EXPECT_EQ(cancelled.kind, FailureKind::kCancelled) << cancelled.message;
  }
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(failure(get("/ok"), source.get_token()).kind, FailureKind::kCancelled);
  EXPECT_EQ(answer(get("/ok")).body, "ok");
}

TEST_F(HttpProbe, HoldsLimitsThatARequestSets) {
  HttpRequest request = get("/deep-json");
  request.limits.body_bytes = 199'999;
  EXPECT_THAT(failure(request).message, HasSubstr("announced a body of 200 KB"));
  request.limits.body_bytes = 200'000;
  EXPECT_EQ(answer(request).body.size(), 200'000U);
  request.limits.header_bytes = 20;
  EXPECT_EQ(failure(request).kind, FailureKind::kTooLarge);
}

TEST_F(HttpProbe, WorksInManyThreadsAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kRequests = 50;
  std::vector<int> good(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this, i, &good] {
        const std::unique_ptr<Probe> own = make_http_probe();
        for (int n = 0; n < kRequests; ++n) {
          const std::string path = "/echo?n=" + std::to_string(i * kRequests + n);
          const Exchange exchange = own->perform(get(path), {});
          const auto* response = std::get_if<HttpResponse>(&exchange);
          good[i] += response != nullptr && response->body.starts_with("GET " + path + " ") ? 1 : 0;
        }
      });
    }
  }
  EXPECT_THAT(good, ::testing::Each(kRequests));
  EXPECT_EQ(server_.connections(), static_cast<std::size_t>(kThreads));
}

}  // namespace
}  // namespace switchgate::probe
