// Hostile and broken answers: each is told apart, within its deadline and in
// little memory.

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "checks/model/exchange.h"
#include "runner/probe/probe.h"
#include "tests/support/fault_server.h"

namespace switchgate::probe {
namespace {

using Clock = std::chrono::steady_clock;
using testing::FaultServer;

HttpRequest get(const FaultServer& server, std::string_view path) {
  HttpRequest request;
  request.target = "candidate";
  request.url = server.url(path);
  return request;
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

struct Fault {
  std::string_view path;
  FailureKind kind;
  std::string_view words;  // of the message
  std::chrono::milliseconds timeout{10'000};
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.path; }

class Faults : public ::testing::TestWithParam<Fault> {
 protected:
  static void SetUpTestSuite() { init_network(); }
};

TEST_P(Faults, IsToldApartInTimeAndInLittleMemory) {
  const Fault& fault = GetParam();
  const FaultServer server;
  const std::unique_ptr<Probe> probe = make_http_probe();
  HttpRequest request = get(server, fault.path);
  request.timeout = fault.timeout;
  const long memory = peak_kilobytes();
  const Clock::time_point start = Clock::now();

  const Exchange exchange = probe->perform(request, {});

  EXPECT_LT(Clock::now() - start, fault.timeout + std::chrono::milliseconds(500));
  EXPECT_LT(peak_kilobytes() - memory, 200'000);
  ASSERT_TRUE(std::holds_alternative<ExchangeFailure>(exchange))
      << std::get<HttpResponse>(exchange).status;
  const auto& failure = std::get<ExchangeFailure>(exchange);
  EXPECT_EQ(name_of(failure.kind), name_of(fault.kind)) << failure.message;
  EXPECT_NE(failure.message.find(fault.words), std::string::npos) << failure.message;
  EXPECT_NE(failure.message.find(server.address()), std::string::npos) << failure.message;
  EXPECT_EQ(failure.address, server.address());

  // What went wrong once must not hurt the next exchange.
  const Exchange next = probe->perform(get(server, "/ok"), {});
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(next))
      << std::get<ExchangeFailure>(next).message;
  EXPECT_EQ(std::get<HttpResponse>(next).body, "ok");
}

constexpr std::chrono::milliseconds kShort(300);

constexpr Fault kFaults[] = {
    {"/hang", FailureKind::kDeadline, "took the request, but sent no answer within 300ms", kShort},
    {"/drip", FailureKind::kDeadline, "within 300ms", kShort},
    {"/stall-body", FailureKind::kDeadline, "began to answer, but was not done within 300ms",
     kShort},
    {"/close-at-once", FailureKind::kReset, "closed the connection before it answered"},
    {"/half-head", FailureKind::kReset, "closed the connection in the middle of its answer"},
    {"/reset-at-once", FailureKind::kReset, "closed the connection before it answered"},
    {"/reset-in-head", FailureKind::kReset, "closed the connection in the middle of its answer"},
    {"/reset-in-body", FailureKind::kReset, "closed the connection in the middle of its answer"},
    {"/truncated", FailureKind::kTruncated, "sent less than it announced"},
    {"/truncated-chunks", FailureKind::kTruncated, "sent less than it announced"},
    {"/bad-chunk", FailureKind::kMalformed, "sent a broken chunked body"},
    {"/lengths-differ", FailureKind::kMalformed, "two different Content-Lengths (4 and 6)"},
    {"/length-garbage", FailureKind::kMalformed, "not valid HTTP (Invalid Content-Length"},
    {"/length-part-garbage", FailureKind::kMalformed, "Content-Length '4abc', which is no length"},
    {"/length-huge", FailureKind::kMalformed, "which is no length"},
    {"/gzip-half", FailureKind::kTruncated, "sent a gzip body that ends in the middle"},
    {"/gzip-damaged", FailureKind::kMalformed, "not the gzip it is said to be"},
    {"/gzip-bomb", FailureKind::kTooLarge, "becomes larger than 32 MB"},
    {"/long-status-line", FailureKind::kTooLarge, "100 KB"},
    {"/header-flood", FailureKind::kTooLarge, "more than 300 KB of headers"},
    {"/header-no-colon", FailureKind::kMalformed, "not valid HTTP (Header without colon)"},
    {"/large-body", FailureKind::kTooLarge, "more than the 32 MB"},
    {"/not-http", FailureKind::kMalformed, "did not answer in HTTP"},
    {"/http-0.9", FailureKind::kMalformed, "did not answer in HTTP"},
    {"/bad-status", FailureKind::kMalformed, "did not answer in HTTP"},
};

std::string test_name(const ::testing::TestParamInfo<Fault>& info) {
  std::string name;
  for (const char c : info.param.path.substr(1)) {
    name += c == '-' || c == '.' ? '_' : c;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Http, Faults, ::testing::ValuesIn(kFaults), test_name);

}  // namespace
}  // namespace switchgate::probe
