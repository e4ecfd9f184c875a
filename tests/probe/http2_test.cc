// HTTP/2 and the choice between versions: good answers, and every way in which a
// server breaks the protocol.

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "runner/probe/probe.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_http2.h"
#include "tests/support/fault_server.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::probe {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::FaultServer;
using testing::FaultServerOptions;
using ::testing::HasSubstr;
using testing::ScratchDir;
using testing::TestAuthority;

HttpRequest get(const FaultServer& server) {
  HttpRequest request;
  request.target = "candidate";
  request.url = server.url("/");
  request.http = HttpVersion::kTwo;
  return request;
}

std::string told(const Exchange& exchange) {
  if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    return std::string(name_of(failure->kind)) + ": " + failure->message;
  }
  const auto& response = std::get<HttpResponse>(exchange);
  return "HTTP/" + response.http_version + ' ' + std::to_string(response.status) + ' ' +
         response.body;
}

struct Fault {
  std::string_view name;
  std::string_view outcome;  // how told() begins
  std::string_view words;    // and what else it holds
  milliseconds timeout{10'000};
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.name; }

class Http2Faults : public ::testing::TestWithParam<Fault> {
 protected:
  static void SetUpTestSuite() { init_network(); }
};

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Twice: what one exchange left behind must not change the next.
TEST_P(Http2Faults, AreToldApartInTimeAndInLittleMemory) {
  const Fault& fault = GetParam();
  FaultServerOptions options;
  options.http2 = fault.name;
  const FaultServer server(options);
  const std::unique_ptr<Probe> probe = make_http_probe();
  HttpRequest request = get(server);
  request.timeout = fault.timeout;
  const long memory = peak_kilobytes();
  for (int i = 0; i < 2; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const std::string outcome = told(probe->perform(request, {}));
    EXPECT_LT(std::chrono::steady_clock::now() - start, fault.timeout + milliseconds(700));
    EXPECT_THAT(outcome, ::testing::StartsWith(std::string(fault.outcome)));
    EXPECT_THAT(outcome, HasSubstr(std::string(fault.words)));
  }
  EXPECT_LT(peak_kilobytes() - memory, 100'000);
}

constexpr milliseconds kSoon(300);

const Fault kFaults[] = {
    {"ok", "HTTP/2 200 ok", ""},
    {"trailers", "HTTP/2 200 ok", ""},
    {"early-hints", "HTTP/2 200 ok", ""},
    {"leave-after-answer", "HTTP/2 200 ok", ""},
    {"leave-without-length", "HTTP/2 200 ok", ""},
    {"reset-unanswered", "reset", "before it answered (HTTP/2 stream"},
    {"reset-in-body", "reset", "CANCEL"},
    {"refuse", "reset", "ended the HTTP/2 connection before it answered"},
    {"go-away", "reset", "ended the HTTP/2 connection before it answered"},
    {"go-away-in-body", "reset", ""},
    {"beyond-length", "malformed", "not valid HTTP/2"},
    {"below-length", "malformed", "not valid HTTP/2"},
    {"lengths-differ", "malformed", "not valid HTTP/2"},
    {"body-first", "http-version", "does not answer in valid HTTP/2"},
    {"no-status", "malformed", "not valid HTTP/2"},
    {"bad-status", "malformed", "not valid HTTP/2"},
    {"upper-case", "malformed", "not valid HTTP/2"},
    {"connection-header", "malformed", "not valid HTTP/2"},
    {"line-end-in-value", "malformed", "not valid HTTP/2"},
    {"pushed", "http-version", "does not answer in valid HTTP/2"},
    {"large-frame", "truncated", "broke off its HTTP/2 answer"},
    {"on-no-stream", "http-version", "does not answer in valid HTTP/2"},
    {"bad-compression", "http-version", "does not answer in valid HTTP/2"},
    {"table-bomb", "too-large", "sent too many headers"},
    {"hang", "deadline", "sent no answer within 300ms", kSoon},
    {"close-after-greeting", "reset", "ended the HTTP/2 connection before it answered"},
    {"settings-flood", "malformed", "Flooding"},
    {"ping-flood", "malformed", "Flooding"},
    {"priority-flood", "deadline", "sent no answer within 300ms", kSoon},
    {"empty-data-flood", "deadline", "was not done within 300ms", kSoon},
    {"continuation-flood", "malformed", "Too many CONTINUATION"},
    {"interim-flood", "too-large", "sent too many headers"},
    {"stall-in-body", "deadline", "was not done within 300ms", kSoon},
    {"close-in-head", "reset", "ended the HTTP/2 connection before it answered"},
    {"close-in-body", "reset", "in the middle of its answer"},
    {"garbage", "http-version", "does not answer in valid HTTP/2"},
};

std::string test_name(const ::testing::TestParamInfo<Fault>& info) {
  std::string name(info.param.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, Http2Faults, ::testing::ValuesIn(kFaults), test_name);

TEST(TableOfHttp2Faults, HoldsEveryBehaviourOfTheServer) {
  for (const std::string_view name : testing::http2_faults()) {
    EXPECT_TRUE(std::any_of(std::begin(kFaults), std::end(kFaults), [name](const Fault& fault) {
      return fault.name == name;
    })) << name;
  }
}

class Http2 : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_network(); }

  FaultServerOptions with_tls(std::vector<std::string> alpn, std::string http2) const {
    FaultServerOptions options;
    options.identity = authority_.issue({"127.0.0.1", {"IP:127.0.0.1"}, -hours(1), hours(1)});
    options.alpn = std::move(alpn);
    options.http2 = std::move(http2);
    return options;
  }

  HttpRequest over_tls(const FaultServer& server, HttpVersion version) const {
    HttpRequest request = get(server);
    request.url = server.url("/ok");
    request.http = version;
    request.tls.ca = ca_;
    return request;
  }

  ScratchDir files_;
  TestAuthority authority_;
  std::string ca_ = files_.write("ca.pem", authority_.certificate());
  std::unique_ptr<Probe> probe_ = make_http_probe();
};

TEST_F(Http2, IsSpokenOverTlsWhenBothEndsPreferItAndKeepsItsConnection) {
  const FaultServer server(with_tls({"h2", "http/1.1"}, "ok"));
  for (const HttpVersion version : {HttpVersion::kNegotiated, HttpVersion::kTwo}) {
    for (const bool reused : {false, true}) {
      const Exchange exchange = probe_->perform(over_tls(server, version), {});
      ASSERT_EQ(told(exchange), "HTTP/2 200 ok");
      EXPECT_EQ(std::get<HttpResponse>(exchange).reused_connection, reused);
      EXPECT_TRUE(std::get<HttpResponse>(exchange).tls);
      EXPECT_GT(std::get<HttpResponse>(exchange).phases.served, Micros(0));
    }
  }
}

TEST_F(Http2, IsNotSpokenToAServerThatPrefersOrKnowsOnly11) {
  for (const std::vector<std::string>& alpn :
       {std::vector<std::string>{}, {"http/1.1"}, {"http/1.1", "h2"}}) {
    const FaultServer server(with_tls(alpn, ""));
    EXPECT_EQ(told(probe_->perform(over_tls(server, HttpVersion::kNegotiated), {})),
              "HTTP/1.1 200 ok");
  }
}

TEST_F(Http2, IsNotOfferedWhen11IsAskedFor) {
  const FaultServer server(with_tls({"h2", "http/1.1"}, ""));
  EXPECT_EQ(told(probe_->perform(over_tls(server, HttpVersion::kOne), {})), "HTTP/1.1 200 ok");
}

TEST_F(Http2, IsMissedWhenItIsAskedForAndNotSpoken) {
  const FaultServer tls(with_tls({"http/1.1"}, ""));
  EXPECT_EQ(told(probe_->perform(over_tls(tls, HttpVersion::kTwo), {})),
            "http-version: " + tls.address() +
                " answered in HTTP/1.1, and `http: \"2\"` asks for HTTP/2; switch it on there, or "
                "leave `http` out");
  const FaultServer plain;
  EXPECT_EQ(told(probe_->perform(get(plain), {})),
            "http-version: " + plain.address() +
                " does not answer in valid HTTP/2, and `http: \"2\"` asks for HTTP/2; switch it on "
                "there, or leave `http` out");
}

TEST_F(Http2, BlamesTheServerThatChoseItAndBreaksIt) {
  const FaultServer server(with_tls({"h2"}, "garbage"));
  EXPECT_EQ(told(probe_->perform(over_tls(server, HttpVersion::kNegotiated), {})),
            "malformed: " + server.address() +
                " broke the rules of HTTP/2 before it answered; look at the service, or at the "
                "proxy in front of it");
}

TEST_F(Http2, BlamesTheServerThatClosesForClosing) {
  for (const char* fault : {"close-after-greeting", "close-in-body"}) {
    const FaultServer server(with_tls({"h2"}, fault));
    EXPECT_THAT(told(probe_->perform(over_tls(server, HttpVersion::kNegotiated), {})),
                ::testing::StartsWith("reset: "));
  }
}

TEST_F(Http2, IsNeverSpokenWithoutTlsUnlessAskedFor) {
  const FaultServer server;
  HttpRequest request = get(server);
  request.url = server.url("/ok");
  request.http = HttpVersion::kNegotiated;
  EXPECT_EQ(told(probe_->perform(request, {})), "HTTP/1.1 200 ok");
}

TEST_F(Http2, StopsInTheMiddleOfAFlood) {
  FaultServerOptions options;
  options.http2 = "empty-data-flood";
  const FaultServer server(options);
  std::stop_source stop;
  std::thread later([&stop] {
    std::this_thread::sleep_for(milliseconds(100));
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  const std::string outcome = told(probe_->perform(get(server), stop.get_token()));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(700));
  later.join();
  EXPECT_THAT(outcome, ::testing::StartsWith("cancelled"));
}

}  // namespace
}  // namespace switchgate::probe
