// The whole message for each way in which a transfer fails.

#include "runner/probe/http/classify.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include <curl/curl.h>
#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

#include "checks/base/calendar.h"

namespace switchgate::probe {
namespace {

TransferFacts facts_of(int code, Progress progress = Progress::kReading,
                       std::string_view detail = "") {
  TransferFacts facts;
  facts.code = code;
  facts.progress = progress;
  facts.detail = detail;
  facts.host = "shop.example.com";
  facts.address = "10.0.3.7:8443";
  facts.timeout = Micros(5'000'000);
  return facts;
}

TransferFacts with_os_error(int error) {
  TransferFacts facts = facts_of(CURLE_COULDNT_CONNECT, Progress::kConnecting, "Failed to connect");
  facts.os_error = error;
  return facts;
}

TransferFacts with_certificate(int error, int code = CURLE_PEER_FAILED_VERIFICATION) {
  TransferFacts facts = facts_of(code, Progress::kHandshaking);
  facts.certificate.error = error;
  facts.certificate.reason = "certificate revoked";
  facts.certificate.subject = "shop.example.com";
  facts.certificate.names = {"a.example.com", "b.example.com", "c.example.com", "d.example.com"};
  facts.certificate.not_before = parse_date("2024-01-01");
  facts.certificate.not_after = parse_date("2025-01-01");
  return facts;
}

TransferFacts with_client_certificate(TransferFacts facts) {
  facts.tls.cert = "me.pem";
  return facts;
}

struct Case {
  TransferFacts facts;
  FailureKind kind;
  std::string_view message;
};

std::vector<Case> connection_cases() {
  return {
      {facts_of(CURLE_COULDNT_RESOLVE_HOST), FailureKind::kResolve,
       "the name shop.example.com has no address; is it spelled right, and "
       "does this machine's DNS know it?"},
      {facts_of(CURLE_OPERATION_TIMEDOUT, Progress::kResolving), FailureKind::kResolve,
       "the name shop.example.com was not resolved within 5s: the resolver "
       "does not answer; check this machine's DNS"},
      {facts_of(CURLE_OPERATION_TIMEDOUT, Progress::kConnecting), FailureKind::kConnectTimeout,
       "no connection to 10.0.3.7:8443 within 5s; is the host up, and does a "
       "firewall or security group drop the packets?"},
      {facts_of(CURLE_OPERATION_TIMEDOUT, Progress::kHandshaking), FailureKind::kConnectTimeout,
       "connected to 10.0.3.7:8443, but the TLS handshake was not finished "
       "within 5s; does this port speak TLS, and is "
       "the service overloaded?"},
      {facts_of(CURLE_OPERATION_TIMEDOUT, Progress::kWaiting), FailureKind::kDeadline,
       "10.0.3.7:8443 took the request, but sent no answer within 5s; is the "
       "service stuck, or the timeout too short?"},
      {facts_of(CURLE_OPERATION_TIMEDOUT, Progress::kReading), FailureKind::kDeadline,
       "10.0.3.7:8443 began to answer, but was not done within 5s; is the "
       "service slow, or the timeout too short?"},
      {with_os_error(ECONNREFUSED), FailureKind::kRefused,
       "nobody listens on 10.0.3.7:8443 (connection refused); is the service "
       "started, and is this its port?"},
      {with_os_error(EHOSTUNREACH), FailureKind::kRefused,
       "there is no route to 10.0.3.7:8443; is the address right, and is this "
       "machine in the right network?"},
      {with_os_error(ENETUNREACH), FailureKind::kRefused,
       "there is no route to 10.0.3.7:8443; is the address right, and is this "
       "machine in the right network?"},
      {with_os_error(ETIMEDOUT), FailureKind::kConnectTimeout,
       "no connection to 10.0.3.7:8443 (connection timed out); is the host up, "
       "and does a firewall drop the packets?"},
      {with_os_error(0), FailureKind::kRefused,
       "no connection to 10.0.3.7:8443 (Failed to connect); is the service "
       "started, and is this its address?"},
  };
}

std::vector<Case> tls_cases() {
  constexpr std::string_view kUnknownIssuer =
      "the certificate of shop.example.com is signed by an authority that is "
      "not known here; send the whole chain, or "
      "give the authority in `tls.ca`";
  constexpr std::string_view kAsks =
      "10.0.3.7:8443 asks for a client certificate; give one in `tls.cert` and "
      "`tls.key`";
  constexpr std::string_view kRejects =
      "10.0.3.7:8443 does not accept the client certificate of `tls.cert`; is "
      "it the one that this side trusts?";
  constexpr std::string_view kRequired =
      "OpenSSL SSL_read: tlsv13 alert certificate required, errno 0";
  return {
      {with_certificate(X509_V_ERR_CERT_HAS_EXPIRED), FailureKind::kTlsExpired,
       "the certificate of shop.example.com expired on 2025-01-01; renew it on "
       "this side before the switch"},
      {with_certificate(X509_V_ERR_CERT_NOT_YET_VALID), FailureKind::kTlsExpired,
       "the certificate of shop.example.com is not valid before 2024-01-01; "
       "check the certificate, and the clock of this "
       "machine"},
      {with_certificate(X509_V_OK), FailureKind::kTlsName,
       "the certificate that 10.0.3.7:8443 shows is for a.example.com, "
       "b.example.com, c.example.com and others, not for "
       "shop.example.com; install the right one, or state `tls.server_name`"},
      {with_certificate(X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT), FailureKind::kTlsChain,
       "the certificate of shop.example.com is signed by itself, which nobody "
       "trusts; give its authority in `tls.ca`, or "
       "install one that clients accept"},
      {with_certificate(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY), FailureKind::kTlsChain,
       kUnknownIssuer},
      {with_certificate(X509_V_ERR_CERT_SIGNATURE_FAILURE, CURLE_SSL_CONNECT_ERROR),
       FailureKind::kTlsChain, kUnknownIssuer},
      {with_certificate(X509_V_ERR_CERT_REVOKED), FailureKind::kTlsChain,
       "the certificate of shop.example.com is not trusted: certificate "
       "revoked; compare it with the one that the live "
       "side shows"},
      {facts_of(CURLE_RECV_ERROR, Progress::kWaiting, kRequired), FailureKind::kTls, kAsks},
      {facts_of(CURLE_SSL_CLIENTCERT, Progress::kHandshaking), FailureKind::kTls, kAsks},
      {with_client_certificate(facts_of(CURLE_RECV_ERROR, Progress::kWaiting, kRequired)),
       FailureKind::kTls, kRejects},
      {with_client_certificate(
           facts_of(CURLE_RECV_ERROR, Progress::kWaiting, "tlsv1 alert unknown ca")),
       FailureKind::kTls, kRejects},
      {facts_of(CURLE_SSL_CONNECT_ERROR, Progress::kHandshaking,
                "error:0A00010B:SSL routines::wrong version number"),
       FailureKind::kTls,
       "10.0.3.7:8443 does not speak TLS; is this its HTTPS port, or should "
       "the URL begin with http://?"},
      {facts_of(CURLE_SSL_CONNECT_ERROR, Progress::kHandshaking, "sslv3 alert handshake failure"),
       FailureKind::kTls,
       "the TLS handshake with 10.0.3.7:8443 failed (sslv3 alert handshake "
       "failure); compare its TLS settings with those "
       "of the live side"},
  };
}

std::vector<Case> answer_cases() {
  return {
      {facts_of(CURLE_GOT_NOTHING, Progress::kWaiting), FailureKind::kReset,
       "10.0.3.7:8443 closed the connection before it answered; did the "
       "service crash or restart? Its log knows"},
      {with_client_certificate(facts_of(CURLE_RECV_ERROR, Progress::kWaiting)), FailureKind::kReset,
       "10.0.3.7:8443 closed the connection before it answered; did it refuse the client "
       "certificate, or crash? Its log knows"},
      {facts_of(CURLE_RECV_ERROR, Progress::kReading, "Recv failure: Connection reset by peer"),
       FailureKind::kReset,
       "10.0.3.7:8443 closed the connection in the middle of its answer; did "
       "the service crash or restart? Its log knows"},
      {facts_of(CURLE_RECV_ERROR, Progress::kReading,
                "Malformed encoding found in chunked-encoding"),
       FailureKind::kMalformed,
       "10.0.3.7:8443 sent a broken chunked body (Malformed encoding found in "
       "chunked-encoding); look at the service, or "
       "at the proxy in front of it"},
      {facts_of(CURLE_RECV_ERROR, Progress::kReading,
                "Too large response headers: 307201 > 307200"),
       FailureKind::kTooLarge,
       "10.0.3.7:8443 sent too many headers (Too large response headers: "
       "307201 > 307200); look at the service, or at the "
       "proxy in front of it"},
      {facts_of(CURLE_PARTIAL_FILE, Progress::kReading,
                "transfer closed with 6 bytes remaining to read"),
       FailureKind::kTruncated,
       "10.0.3.7:8443 sent less than it announced (transfer closed with 6 "
       "bytes remaining to read); find what cuts the "
       "answer: a worker that dies, or a proxy's buffer"},
      {facts_of(CURLE_UNSUPPORTED_PROTOCOL, Progress::kWaiting,
                "Received HTTP/0.9 when not allowed"),
       FailureKind::kMalformed, "10.0.3.7:8443 did not answer in HTTP; is this the right port?"},
      {facts_of(CURLE_WEIRD_SERVER_REPLY, Progress::kReading, "Header without colon"),
       FailureKind::kMalformed,
       "10.0.3.7:8443 sent an answer that is not valid HTTP (Header without "
       "colon); look at the service, or at the proxy "
       "in front of it"},
      {facts_of(CURLE_FAILED_INIT), FailureKind::kMalformed,
       "the exchange with 10.0.3.7:8443 failed (Failed initialization)"},
  };
}

TEST(Classify, TellsWhatHappenedWhereAndWhatToDo) {
  for (const std::vector<Case>& table : {connection_cases(), tls_cases(), answer_cases()}) {
    for (const Case& c : table) {
      const FailureText text = classify(c.facts);
      EXPECT_EQ(text.message, c.message);
      EXPECT_EQ(name_of(text.kind), name_of(c.kind)) << c.message;
    }
  }
}

TEST(Classify, LetsNoControlCharactersOfTheServerThrough) {
  const FailureText text =
      classify(facts_of(CURLE_WEIRD_SERVER_REPLY, Progress::kReading, "bad \x1b[31m\r\n::error::"));
  EXPECT_EQ(text.message.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.message.find('\n'), std::string::npos);
}

TEST(Classify, DoesNotBlameACertificateThatWasNotToBeVerified) {
  TransferFacts facts = with_certificate(X509_V_ERR_CERT_HAS_EXPIRED, CURLE_SSL_CONNECT_ERROR);
  facts.tls.verify = false;
  EXPECT_EQ(classify(facts).kind, FailureKind::kTls);
}

}  // namespace
}  // namespace switchgate::probe
