// One HTTP exchange as values: what is to be sent, and what came of it.

#ifndef SWITCHGATE_CHECKS_MODEL_EXCHANGE_H_
#define SWITCHGATE_CHECKS_MODEL_EXCHANGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/units.h"

namespace switchgate {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

// The value of the first header named `name` (case ignored), or null.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);

struct TlsSettings {
  std::string ca;           // PEM file; empty: the system's store
  std::string cert;         // PEM client certificate file
  std::string key;          // PEM key file
  std::string server_name;  // SNI and the name that is verified; empty: the URL's host
  bool verify = true;
  friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};

// Which HTTP is spoken.
enum class HttpVersion : std::uint8_t {
  kNegotiated,  // what both ends prefer over TLS, 1.1 without
  kOne,         // 1.1
  kTwo,         // 2, also without TLS; an answer in another version is none
};

struct ExchangeLimits {
  std::size_t header_bytes = 300'000;   // all header lines of one response together
  std::size_t body_bytes = 32'000'000;  // as it arrives, and again after decompression
};

// A request with nothing left to fill in.
struct HttpRequest {
  std::string
      target;  // the suite's name for the side asked; connections are never shared between targets
  std::string method = "GET";
  std::string url;  // absolute, percent-encoded
  std::vector<Header> headers;
  std::string body;
  std::string body_file;    // all of `body` is the content of this file; empty: of none
  bool repeatable = false;  // a POST or PATCH that does nothing more when it is sent twice
  std::string connect_to;   // "host:port" to dial instead of the URL's; empty: dial the URL's
  std::string unix_socket;  // path of a socket to dial instead; never with connect_to
  std::optional<std::string> proxy;  // URL, may hold credentials; "": none; nothing: what the
                                     // environment names
  HttpVersion http = HttpVersion::kNegotiated;
  TlsSettings tls;
  Micros timeout{5'000'000};  // one deadline for the whole exchange, name look-up to last byte
  ExchangeLimits limits;
};

// How long each part took. A reused connection has zero dns, connect and tls.
struct Phases {
  Micros dns{0};
  Micros connect{0};
  Micros tls{0};
  Micros first_byte{0};  // from the start of the exchange
  Micros total{0};       // from the start of the exchange
  Micros served{
      0};  // from the moment the request was sent to the last byte: the latency that is compared
};

// What a TLS handshake agreed on, and the certificate that the server showed.
struct TlsFacts {
  std::string protocol;            // "TLSv1.3"
  std::string cipher;              // "TLS_AES_256_GCM_SHA384"
  std::string subject;             // "CN=shop.example.com"
  std::string issuer;              // "CN=Example CA"
  std::vector<std::string> names;  // DNS names and addresses that it is valid for
  Instant not_before{};
  Instant not_after{};
};

// An answer that was followed on to the next.
struct Hop {
  int status = 0;
  std::string url;  // that answered so
  std::vector<Header> headers;
};

struct HttpResponse {
  int status = 0;
  std::string reason;
  std::string http_version;     // "1.1", "2"
  std::vector<Header> headers;  // of the final response, in order, values as sent
  std::string body;             // decompressed
  std::size_t wire_bytes = 0;   // of the body, as it arrived
  std::string url;              // that answered
  Phases phases;
  std::string address;  // "127.0.0.1:8080", the peer dialled
  bool reused_connection = false;
  std::optional<TlsFacts> tls;  // of an https answer
  std::vector<Hop> redirects;   // followed on the way to this answer, in order
};

// Why there is no answer to judge. Each kind is one rule: target/<name>.
enum class FailureKind : std::uint8_t {
  kResolve,         // the name has no address, or the resolver failed
  kRefused,         // nobody listens there, or no route
  kConnectTimeout,  // no connection (TCP or TLS handshake) within the deadline
  kTlsChain,        // the certificate is not trusted: self-signed, unknown issuer, incomplete chain
  kTlsName,         // the certificate is for another name
  kTlsExpired,      // expired or not yet valid
  kTls,             // any other failure of the handshake
  kReset,           // the peer closed or reset the connection before the answer was complete
  kTruncated,       // fewer bytes than announced, or half a compressed stream
  kMalformed,       // not HTTP, contradicting lengths, bad compression
  kDeadline,        // connected, but no complete answer in time
  kTooLarge,        // headers or body beyond ExchangeLimits
  kProxy,           // the proxy refused, or asks for credentials: says nothing about the target
  kHttpVersion,     // answered in another HTTP version than the one that was asked for
  kCancelled,       // this program was told to stop: says nothing about the target
  kRequest,         // the request itself cannot be sent (CR or LF in a header, a bad URL)
};

// "resolve", "connect-timeout", "tls-chain" …: the second half of the rule id.
std::string_view name_of(FailureKind kind);

struct ExchangeFailure {
  FailureKind kind = FailureKind::kMalformed;
  std::string message;  // one sentence: what happened at which address; then what to do
  Phases phases;
  std::string address;  // when a connection was made or tried
};

using Exchange = std::variant<HttpResponse, ExchangeFailure>;

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_EXCHANGE_H_
