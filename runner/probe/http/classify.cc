// The words for each way in which a transfer fails.

#include "runner/probe/http/classify.h"

#include <cerrno>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include "checks/base/text.h"
#include "runner/probe/http/failure_words.h"
#include "runner/probe/http/http2_failure.h"
#include "runner/probe/http/proxy_failure.h"
#include "runner/probe/proxy.h"

namespace switchgate::probe {
namespace {

FailureText timed_out(const TransferFacts& facts) {
  const std::string within = " within " + format_duration(facts.timeout);
  switch (facts.progress) {
    case Progress::kResolving:
      return {FailureKind::kResolve,
              "the name " + facts.host + " was not resolved" + within +
                  ": the resolver does not answer; check this machine's DNS"};
    case Progress::kConnecting:
      return {FailureKind::kConnectTimeout,
              "no connection to " + facts.address + within +
                  "; is the host up, and does a firewall or security group "
                  "drop the packets?"};
    case Progress::kHandshaking:
      return {FailureKind::kConnectTimeout,
              "connected to " + facts.address + ", but the TLS handshake was not finished" +
                  within + "; does this port speak TLS, and is the service overloaded?"};
    case Progress::kWaiting:
      return {FailureKind::kDeadline, facts.address + " took the request, but sent no answer" +
                                          within +
                                          "; is the service stuck, or the timeout too short?"};
    case Progress::kReading:
      return {FailureKind::kDeadline, facts.address + " began to answer, but was not done" +
                                          within +
                                          "; is the service slow, or the timeout too short?"};
  }
  return {FailureKind::kDeadline, facts.address + " sent no whole answer" + within};
}

FailureText no_socket(const TransferFacts& facts) {
  const std::string& path = facts.address;
  switch (facts.os_error) {
    case ENOENT:
      return {FailureKind::kRefused,
              "there is no socket " + path + "; is the service started, and is this its path?"};
    case EACCES:
      return {FailureKind::kRefused, "this program may not open the socket " + path +
                                         " (permission denied); run it as a user that may"};
    case ECONNREFUSED:
      return {FailureKind::kRefused, "nobody listens on the socket " + path +
                                         " (connection refused); is the service started?"};
    default:
      return {FailureKind::kRefused, "no connection to the socket " + path + " (" +
                                         detail_of(facts) + "); is this the service's socket?"};
  }
}

FailureText not_connected(const TransferFacts& facts) {
  if (facts.unix_socket) {
    return no_socket(facts);
  }
  switch (facts.os_error) {
    case ECONNREFUSED:
      return {FailureKind::kRefused,
              "nobody listens on " + facts.address +
                  " (connection refused); is the service started, and is this "
                  "its port?"};
    case ENETUNREACH:
    case EHOSTUNREACH:
      return {FailureKind::kRefused, "there is no route to " + facts.address +
                                         "; is the address right, and is this "
                                         "machine in the right network?"};
    case ETIMEDOUT:
      return {FailureKind::kConnectTimeout,
              "no connection to " + facts.address +
                  " (connection timed out); is the host up, and does a "
                  "firewall drop the packets?"};
    default:
      return {FailureKind::kRefused, "no connection to " + facts.address + " (" + detail_of(facts) +
                                         "); is the service started, and is this its address?"};
  }
}

// "the certificate of shop.example.com (issued as shop)".
std::string certificate_of(const TransferFacts& facts) {
  std::string out = "the certificate of " + facts.host;
  const std::string& subject = facts.certificate.subject;
  if (!subject.empty() && subject != facts.host) {
    out += " ('" + excerpt(subject, 80) + "')";
  }
  return out;
}

FailureText other_name(const TransferFacts& facts) {
  std::vector<std::string> names = facts.certificate.names;
  constexpr std::size_t kShown = 3;
  const bool more = names.size() > kShown;
  names.resize(more ? kShown : names.size());
  std::string list =
      names.empty() ? excerpt(facts.certificate.subject, 80) : excerpt(join(names, ", "), 160);
  if (list.empty()) {
    list = "no name at all";
  }
  return {FailureKind::kTlsName, "the certificate that " + facts.address + " shows is for " + list +
                                     (more ? " and others" : "") + ", not for " + facts.host +
                                     "; install the right one, or state `tls.server_name`"};
}

FailureText untrusted(const TransferFacts& facts) {
  const CertificateFacts& seen = facts.certificate;
  switch (seen.error) {
    case X509_V_OK:
      return other_name(facts);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {FailureKind::kTlsExpired,
              certificate_of(facts) + " expired" +
                  (seen.not_after ? " on " + format_date(*seen.not_after) : "") +
                  "; renew it on this side before the switch"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {FailureKind::kTlsExpired,
              certificate_of(facts) + " is not valid" +
                  (seen.not_before ? " before " + format_date(*seen.not_before) : " yet") +
                  "; check the certificate, and the clock of this machine"};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return other_name(facts);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return {FailureKind::kTlsChain, certificate_of(facts) +
                                          " is signed by itself, which nobody trusts; give its "
                                          "authority in `tls.ca`, "
                                          "or install one that clients accept"};
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return {FailureKind::kTlsChain,
              certificate_of(facts) +
                  " is signed by an authority that is not known here; send the "
                  "whole chain, or give the "
                  "authority in `tls.ca`"};
    default:
      return {FailureKind::kTlsChain, certificate_of(facts) + " is not trusted: " + seen.reason +
                                          "; compare it with the one that the live side shows"};
  }
}

// A server's alerts about certificates are about the client's.
bool blames_client_certificate(const TransferFacts& facts) {
  return facts.code == CURLE_SSL_CLIENTCERT ||
         (detail_has(facts, "alert") &&
          (detail_has(facts, "certificate") || detail_has(facts, "unknown ca")));
}

FailureText handshake_failed(const TransferFacts& facts) {
  // libcurl tells some failures of verification from others of the handshake by
  // OpenSSL's last error, which is not always the one that counts.
  if (facts.tls.verify && facts.certificate.error != X509_V_OK) {
    return untrusted(facts);
  }
  if (blames_client_certificate(facts)) {
    return {FailureKind::kTls,
            facts.address + (facts.tls.cert.empty() ? " asks for a client certificate; give one "
                                                      "in `tls.cert` and `tls.key`"
                                                    : " does not accept the client certificate of "
                                                      "`tls.cert`; is it "
                                                      "the one that this side trusts?")};
  }
  if (detail_has(facts, "wrong version number") || detail_has(facts, "packet length too long")) {
    return {FailureKind::kTls, facts.address +
                                   " does not speak TLS; is this its HTTPS "
                                   "port, or should the URL begin "
                                   "with http://?"};
  }
  return {FailureKind::kTls, "the TLS handshake with " + facts.address + " failed (" +
                                 detail_of(facts) +
                                 "); compare its TLS settings with those of the live side"};
}

FailureText unreadable_file(const TransferFacts& facts, std::string_view key,
                            const std::string& path) {
  return {FailureKind::kRequest, "this request was not sent: the file of `" + std::string(key) +
                                     "` (" + excerpt(path) +
                                     ") cannot be used: " + detail_of(facts)};
}

// What went wrong while receiving: a broken connection, unless libcurl says
// more.
FailureText receiving_failed(const TransferFacts& facts) {
  if (detail_has(facts, "chunk")) {
    return {FailureKind::kMalformed, facts.address + " sent a broken chunked body (" +
                                         detail_of(facts) +
                                         "); look at the service, or at the proxy in front of it"};
  }
  if (detail_has(facts, "too large response headers")) {
    return {FailureKind::kTooLarge, facts.address + " sent too many headers (" + detail_of(facts) +
                                        "); look at the service, or at the proxy in front of it"};
  }
  if (detail_has(facts, "alert")) {
    return handshake_failed(facts);
  }
  // TLS 1.3 tells a client only now that its certificate was refused, and a server that hangs
  // up at once may not tell it at all.
  const bool may_be_the_client = !facts.tls.cert.empty() && facts.progress == Progress::kWaiting;
  const std::string_view guess = !may_be_the_client
                                     ? "; did the service crash or restart? Its log knows"
                                     : "; did it refuse the client certificate, or crash? Its "
                                       "log knows";
  return {FailureKind::kReset, facts.address + " closed the connection " +
                                   std::string(when_of(facts)) + std::string(guess)};
}

FailureText malformed(const TransferFacts& facts) {
  if (facts.code == CURLE_UNSUPPORTED_PROTOCOL) {
    return {FailureKind::kMalformed,
            facts.address + " did not answer in HTTP; is this the right port?"};
  }
  return {FailureKind::kMalformed, facts.address + " sent an answer that is not valid HTTP (" +
                                       detail_of(facts) +
                                       "); look at the service, or at the proxy in front of it"};
}

}  // namespace

FailureText classify(const TransferFacts& facts) {
  if (std::optional<FailureText> proxy = proxy_failure(facts)) {
    return *std::move(proxy);
  }
  switch (facts.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return timed_out(facts);
    case CURLE_COULDNT_RESOLVE_HOST:
      return {FailureKind::kResolve, "the name " + facts.host +
                                         " has no address; is it spelled right, and does this "
                                         "machine's DNS know it?"};
    case CURLE_COULDNT_CONNECT:
      return not_connected(facts);
    case CURLE_PEER_FAILED_VERIFICATION:
      return untrusted(facts);
    case CURLE_SSL_CACERT_BADFILE:
      return unreadable_file(facts, "tls.ca", facts.tls.ca);
    case CURLE_SSL_CERTPROBLEM:
      return unreadable_file(facts, detail_has(facts, "private key") ? "tls.key" : "tls.cert",
                             detail_has(facts, "private key") ? facts.tls.key : facts.tls.cert);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return handshake_failed(facts);
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return facts.http2 ? connection_failure(facts) : receiving_failed(facts);
    case CURLE_HTTP2:
      return connection_failure(facts);
    case CURLE_HTTP2_STREAM:
      return stream_failure(facts);
    case CURLE_PARTIAL_FILE:
      if (detail_has(facts, "underlying stream")) {
        return connection_failure(facts);
      }
      return {FailureKind::kTruncated, facts.address + " sent less than it announced (" +
                                           detail_of(facts) +
                                           "); find what cuts the answer: a worker that dies, or a "
                                           "proxy's buffer"};
    case CURLE_OUT_OF_MEMORY:
      return {FailureKind::kTooLarge, facts.address +
                                          " sent a header line longer than 100 "
                                          "KB; look at the service, or at the "
                                          "proxy in front of it"};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return malformed(facts);
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return {FailureKind::kMalformed, facts.address +
                                           " sent a first header that begins with a blank, as only "
                                           "the rest of one may; look at the service, or at the "
                                           "proxy in front of it"};
    case CURLE_URL_MALFORMAT:
      return {FailureKind::kRequest,
              "this request was not sent: its URL is malformed (" + detail_of(facts) + ")"};
    default:
      return {FailureKind::kMalformed,
              "the exchange with " + facts.address + " failed (" + detail_of(facts) + ")"};
  }
}

std::optional<FailureText> not_as_asked(const HttpResponse& response, const HttpRequest& request,
                                        const Dial& dial) {
  constexpr int kProxyCredentials = 407;
  if (!dial.proxy.empty() && response.status == kProxyCredentials) {
    return proxy_wants_credentials(proxy_name(dial.proxy));
  }
  if (request.http == HttpVersion::kTwo && response.http_version != "2") {
    return other_version(dial.address(), "answered in HTTP/" + response.http_version);
  }
  return std::nullopt;
}

}  // namespace switchgate::probe
