// Turns what libcurl reports about a failed transfer into a kind of failure and
// one sentence for people. A pure function: the same facts give the same words.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_CLASSIFY_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_CLASSIFY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "checks/base/units.h"
#include "checks/model/exchange.h"
#include "runner/probe/dial.h"
#include "runner/probe/http/certificate_witness.h"

namespace switchgate::probe {

// How far a transfer came.
enum class Progress : std::uint8_t { kResolving, kConnecting, kHandshaking, kWaiting, kReading };

struct TransferFacts {
  int code = 0;        // CURLcode
  int os_error = 0;    // errno of the failed connect; 0: unknown
  std::string detail;  // curl's error buffer
  Progress progress = Progress::kResolving;
  std::string host;              // of the URL: the name that was looked up or verified
  std::string address;           // dialled: "127.0.0.1:8080", or "host:port" before it
                                 // was resolved
  std::string proxy;             // "proxy.example.com:3128"; empty: none
  int proxy_status = 0;          // of its answer to CONNECT; 0: none
  bool proxy_connected = false;  // it took the connection
  bool unix_socket = false;      // `address` is a path
  HttpVersion http = HttpVersion::kNegotiated;  // that was asked for
  bool http2 = false;                           // the connection speaks it
  bool by_prior_knowledge = false;              // without TLS: nobody agreed to it
  Micros timeout{0};
  TlsSettings tls;
  CertificateFacts certificate;
};

struct FailureText {
  FailureKind kind = FailureKind::kMalformed;
  std::string message;
};

FailureText classify(const TransferFacts& facts);

// Nothing, unless `response` came whole and is still no answer to the request: it
// is the proxy's own, or in another HTTP version than the one that was asked for.
std::optional<FailureText> not_as_asked(const HttpResponse& response, const HttpRequest& request,
                                        const Dial& dial);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_CLASSIFY_H_
