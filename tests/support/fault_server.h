// A server on 127.0.0.1 that misbehaves in one chosen way at each path: the
// hostile and broken answers that a gate meets, byte by byte as they would
// come.

#ifndef SWITCHGATE_TESTS_SUPPORT_FAULT_SERVER_H_
#define SWITCHGATE_TESTS_SUPPORT_FAULT_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/certificates.h"

namespace switchgate::testing {

struct FaultServerOptions {
  Identity identity;               // with one, the server speaks TLS
  std::string client_authority;    // PEM; with one, TLS clients must show a
                                   // certificate of it
  bool stall_handshake = false;    // accept connections and never say a word
  std::string handshake;           // instead of TLS: "garbage", "close" or "reset"
  int highest_tls = 0;             // TLS1_1_VERSION …; 0: the best
  std::string http2;               // a name of fault_http2.h: speak HTTP/2 so, and nothing else
  std::vector<std::string> alpn;   // "h2", "http/1.1": what TLS offers, best first
  std::string unix_socket;         // a path to listen at, instead of a port
  std::string redirect_elsewhere;  // the URL that /redirect-elsewhere leads to
};

// The paths, each with what it does (a query after it is ignored):
//   /ok /echo (the request as it came) /empty-body /slow (answers after 100 ms)
//   /keep-alive-lie (answers once, closes on the second request of a
//   connection, unanswered) /hang /drip (a byte every 50 ms, without end)
//   /drip-whole (a byte every 10 ms, until all is said) /stall-body
//   /close-at-once /half-head /reset-at-once /reset-in-head /reset-in-body
//   /truncated /truncated-chunks /bad-chunk /length-too-short /lengths-same
//   /lengths-differ /length-garbage /length-huge /length-and-chunks /gzip
//   /gzip-half /gzip-damaged /gzip-bomb /gzip-members /gzip-deflate
//   /brotli /brotli-half /brotli-damaged /brotli-bomb /brotli-gzip
//   /unknown-coding /long-status-line /header-flood /long-header
//   /header-no-colon /folded-header /empty-header /early-hints /trailers
//   /not-modified /no-content /large-body /deep-json /not-http /http-0.9
//   /bad-status /redirect-loop /redirect-elsewhere /redirect-307
// and those of fault_hostile.cc, whose names say what they do. Any other path
// answers 404.
class FaultServer {
 public:
  explicit FaultServer(FaultServerOptions options = {});
  ~FaultServer();  // ends every connection and waits for its threads
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  int port() const;
  std::string address() const;                   // "127.0.0.1:40123"
  std::string url(std::string_view path) const;  // "http://127.0.0.1:40123/ok"

  std::vector<std::string> requests() const;  // head and body of each, in order of arrival
  std::size_t connections() const;            // accepted so far

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_FAULT_SERVER_H_
