// TLS against listeners with good and bad certificates, made while the test
// runs.

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/calendar.h"
#include "runner/probe/probe.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::probe {
namespace {

using std::chrono::hours;
using testing::CertificateSpec;
using testing::FaultServer;
using testing::FaultServerOptions;
using ::testing::HasSubstr;
using testing::Identity;
using testing::make_self_signed;
using testing::ScratchDir;
using testing::TestAuthority;

const CertificateSpec kLoopback{
    "127.0.0.1", {"IP:127.0.0.1", "DNS:localhost"}, -hours(24), hours(24)};

class Tls : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_network(); }

  static FaultServerOptions with(Identity identity) {
    FaultServerOptions options;
    options.identity = std::move(identity);
    return options;
  }

  HttpRequest get(const FaultServer& server) const {
    HttpRequest request;
    request.target = "candidate";
    request.url = server.url("/ok");
    request.tls.ca = ca_;
    return request;
  }

  Exchange ask(const HttpRequest& request) { return make_http_probe()->perform(request, {}); }

  void expect_answer(const HttpRequest& request) {
    const Exchange exchange = ask(request);
    ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchange))
        << std::get<ExchangeFailure>(exchange).message;
    EXPECT_EQ(std::get<HttpResponse>(exchange).body, "ok");
  }

  void expect_failure(const HttpRequest& request, FailureKind kind, const std::string& words) {
    const Exchange exchange = ask(request);
    ASSERT_TRUE(std::holds_alternative<ExchangeFailure>(exchange)) << "answered";
    const auto& failure = std::get<ExchangeFailure>(exchange);
    EXPECT_EQ(name_of(failure.kind), name_of(kind)) << failure.message;
    EXPECT_THAT(failure.message, HasSubstr(words));
  }

  ScratchDir files_;
  TestAuthority authority_;
  std::string ca_ = files_.write("ca.pem", authority_.certificate());
};

std::string day_in(hours from_now) {
  return format_date(
      std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now() + from_now));
}

TEST_F(Tls, AnswersWhenTheCertificateIsGoodAndMeasuresTheHandshake) {
  const FaultServer server(with(authority_.issue(kLoopback)));
  const std::unique_ptr<Probe> probe = make_http_probe();
  const Exchange first = probe->perform(get(server), {});
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(first))
      << std::get<ExchangeFailure>(first).message;
  EXPECT_GT(std::get<HttpResponse>(first).phases.tls, Micros(0));
  EXPECT_EQ(std::get<HttpResponse>(first).http_version, "1.1");
  const Exchange second = probe->perform(get(server), {});
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(second));
  EXPECT_TRUE(std::get<HttpResponse>(second).reused_connection);
  EXPECT_EQ(std::get<HttpResponse>(second).phases.tls, Micros(0));
}

TEST_F(Tls, TellsWhatTheHandshakeAgreedOnAndTheCertificateAlsoOnAReusedConnection) {
  const FaultServer server(
      with(authority_.issue({"shop, \xc3\xa9t\xc3\xa9",
                             {"IP:127.0.0.1", "IP:2001:db8::1", "DNS:*.example.com"},
                             -hours(24),
                             hours(48)})));
  const std::unique_ptr<Probe> probe = make_http_probe();
  for (const bool reused : {false, true}) {
    const Exchange exchange = probe->perform(get(server), {});
    ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchange))
        << std::get<ExchangeFailure>(exchange).message;
    const auto& response = std::get<HttpResponse>(exchange);
    EXPECT_EQ(response.reused_connection, reused);
    ASSERT_TRUE(response.tls);
    EXPECT_EQ(response.tls->protocol, "TLSv1.3");
    EXPECT_THAT(response.tls->cipher, ::testing::StartsWith("TLS_"));
    EXPECT_EQ(response.tls->subject, "CN=shop\\, \xc3\xa9t\xc3\xa9");
    EXPECT_EQ(response.tls->issuer, "CN=switchgate test authority");
    EXPECT_THAT(response.tls->names,
                ::testing::ElementsAre("127.0.0.1", "2001:db8::1", "*.example.com"));
    EXPECT_EQ(format_date(response.tls->not_before), day_in(-hours(24)));
    EXPECT_EQ(format_date(response.tls->not_after), day_in(hours(48)));
  }
}

TEST_F(Tls, TellsTheFactsOfTheConnectionThatAnsweredAndOfNoOther) {
  auto first = std::make_unique<FaultServer>(
      with(authority_.issue({"first", {"IP:127.0.0.1"}, -hours(1), hours(1)})));
  const FaultServer second(
      with(authority_.issue({"second", {"IP:127.0.0.1"}, -hours(1), hours(1)})));
  const FaultServer plain;
  const std::unique_ptr<Probe> probe = make_http_probe();
  const auto subject_at = [&](const std::string& url) {
    HttpRequest request = get(second);
    request.url = url;
    const Exchange exchange = probe->perform(request, {});
    const auto* response = std::get_if<HttpResponse>(&exchange);
    return response == nullptr || !response->tls ? "none" : response->tls->subject;
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(subject_at(first->url("/ok")), "CN=first");
    EXPECT_EQ(subject_at(second.url("/ok")), "CN=second");
    EXPECT_EQ(subject_at(plain.url("/ok")), "none");
  }
}

TEST_F(Tls, TellsTheFactsOfACertificateThatNobodyVerified) {
  const FaultServer server(with(make_self_signed({"old", {}, -hours(72), -hours(48)})));
  HttpRequest request = get(server);
  request.tls.verify = false;
  const Exchange exchange = ask(request);
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchange));
  ASSERT_TRUE(std::get<HttpResponse>(exchange).tls);
  EXPECT_EQ(std::get<HttpResponse>(exchange).tls->issuer, "CN=old");
  EXPECT_EQ(format_date(std::get<HttpResponse>(exchange).tls->not_after), day_in(-hours(48)));
}

TEST_F(Tls, SaysWhenACertificateExpired) {
  const FaultServer server(
      with(authority_.issue({"old", {"IP:127.0.0.1"}, -hours(72), -hours(48)})));
  expect_failure(
      get(server), FailureKind::kTlsExpired,
      "the certificate of 127.0.0.1 ('old') expired on " + day_in(-hours(48)) + "; renew it");
}

TEST_F(Tls, SaysWhenACertificateIsNotYetValid) {
  const FaultServer server(with(authority_.issue({"new", {"IP:127.0.0.1"}, hours(48), hours(72)})));
  expect_failure(get(server), FailureKind::kTlsExpired, "is not valid before " + day_in(hours(48)));
}

TEST_F(Tls, SaysWhoseCertificateItIsInstead) {
  const FaultServer server(
      with(authority_.issue({"x", {"DNS:other.example.com", "IP:10.0.0.1"}, -hours(1), hours(1)})));
  expect_failure(get(server), FailureKind::kTlsName,
                 "the certificate that " + server.address() +
                     " shows is for other.example.com, 10.0.0.1, not for 127.0.0.1");
}

TEST_F(Tls, SaysThatASelfSignedCertificateIsNotTrusted) {
  const FaultServer server(with(make_self_signed(kLoopback)));
  expect_failure(get(server), FailureKind::kTlsChain, "signed by itself");
}

TEST_F(Tls, SaysThatTheAuthorityIsUnknown) {
  const FaultServer server(with(TestAuthority("another authority").issue(kLoopback)));
  expect_failure(get(server), FailureKind::kTlsChain,
                 "signed by an authority that is not known here");
}

TEST_F(Tls, IsNotFooledByAnAuthorityOfTheSameName) {
  const FaultServer server(with(TestAuthority().issue(kLoopback)));
  expect_failure(get(server), FailureKind::kTlsChain,
                 "signed by an authority that is not known here");
}

TEST_F(Tls, TrustsTheSystemOnlyWithoutAnAuthorityOfItsOwn) {
  const FaultServer server(with(authority_.issue(kLoopback)));
  HttpRequest request = get(server);
  request.tls.ca.clear();
  expect_failure(request, FailureKind::kTlsChain, "not known here");
}

TEST_F(Tls, VerifiesNothingWhenToldSo) {
  const FaultServer server(with(make_self_signed({"old", {}, -hours(72), -hours(48)})));
  HttpRequest request = get(server);
  request.tls.verify = false;
  expect_answer(request);
}

TEST_F(Tls, VerifiesAnotherNameAndStillSendsTheHostOfTheUrl) {
  const FaultServer server(
      with(authority_.issue({"shop", {"DNS:shop.example.com"}, -hours(1), hours(1)})));
  HttpRequest request = get(server);
  request.tls.server_name = "shop.example.com";
  expect_answer(request);
  EXPECT_THAT(server.requests().at(0), HasSubstr("\r\nHost: " + server.address() + "\r\n"));
  request.tls.server_name = "other.example.com";
  expect_failure(request, FailureKind::kTlsName,
                 "is for shop.example.com, not for other.example.com");
}

TEST_F(Tls, ShowsAClientCertificateWhereOneIsAskedFor) {
  FaultServerOptions options = with(authority_.issue(kLoopback));
  options.client_authority = authority_.certificate();
  const FaultServer server(options);
  HttpRequest request = get(server);
  expect_failure(request, FailureKind::kTls,
                 "asks for a client certificate; give one in `tls.cert`");

  const Identity me = authority_.issue({"me", {}, -hours(1), hours(1)});
  request.tls.cert = files_.write("me.pem", me.certificate);
  request.tls.key = files_.write("me.key", me.key);
  expect_answer(request);

  const Identity stranger = make_self_signed({"stranger", {}, -hours(1), hours(1)});
  request.tls.cert = files_.write("stranger.pem", stranger.certificate);
  request.tls.key = files_.write("stranger.key", stranger.key);
  expect_failure(request, FailureKind::kTls, "does not accept the client certificate");
}

TEST_F(Tls, NeverLendsAConnectionToOtherSettings) {
  const FaultServer server(with(authority_.issue(kLoopback)));
  const std::unique_ptr<Probe> probe = make_http_probe();
  HttpRequest lax = get(server);
  lax.tls.ca.clear();
  lax.tls.verify = false;
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(probe->perform(lax, {})));
  HttpRequest strict = lax;
  strict.tls.verify = true;
  EXPECT_TRUE(std::holds_alternative<ExchangeFailure>(probe->perform(strict, {})));
}

TEST_F(Tls, SaysWhichFileCannotBeUsed) {
  const FaultServer server(with(authority_.issue(kLoopback)));
  HttpRequest request = get(server);
  request.tls.ca = files_.path() + "/missing.pem";
  expect_failure(request, FailureKind::kRequest, "the file of `tls.ca` (" + request.tls.ca + ")");
  request = get(server);
  request.tls.cert = files_.path() + "/missing.pem";
  expect_failure(request, FailureKind::kRequest,
                 "the file of `tls.cert` (" + request.tls.cert + ")");
  request.tls.cert = ca_;
  request.tls.key = files_.write("no.key", "no key");
  expect_failure(request, FailureKind::kRequest, "the file of `tls.key` (" + request.tls.key + ")");
}

TEST_F(Tls, HoldsTheDeadlineInAStalledHandshake) {
  FaultServerOptions options = with(authority_.issue(kLoopback));
  options.stall_handshake = true;
  const FaultServer server(options);
  HttpRequest request = get(server);
  request.timeout = std::chrono::milliseconds(300);
  const auto start = std::chrono::steady_clock::now();
  expect_failure(request, FailureKind::kConnectTimeout,
                 "but the TLS handshake was not finished within 300ms");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(800));
}

TEST_F(Tls, SaysThatAPortDoesNotSpeakTls) {
  const FaultServer server;
  HttpRequest request = get(server);
  request.url = "https://" + server.address() + "/";
  // The server waits for a request's end that never comes, unless the client
  // gives up.
  request.timeout = std::chrono::milliseconds(300);
  expect_failure(request, FailureKind::kConnectTimeout, "does this port speak TLS");
}

}  // namespace
}  // namespace switchgate::probe
