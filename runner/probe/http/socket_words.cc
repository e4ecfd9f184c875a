// Puts the end of a socket into libcurl's terms, which classify() has words for.

#include "runner/probe/http/socket_words.h"

#include <utility>

#include <curl/curl.h>

namespace switchgate::probe {
namespace {

int code_of(SocketEnd end, const TransferFacts& facts) {
  switch (end) {
    case SocketEnd::kUnresolved:
      return CURLE_COULDNT_RESOLVE_HOST;
    case SocketEnd::kNotConnected:
      return CURLE_COULDNT_CONNECT;
    case SocketEnd::kHandshakeFailed:
      return CURLE_SSL_CONNECT_ERROR;
    case SocketEnd::kUnusableFile:
      return facts.detail.starts_with("tls.ca") ? CURLE_SSL_CACERT_BADFILE : CURLE_SSL_CERTPROBLEM;
    case SocketEnd::kClosed:
      return CURLE_RECV_ERROR;
    case SocketEnd::kTimedOut:
      return CURLE_OPERATION_TIMEDOUT;
  }
  return CURLE_RECV_ERROR;
}

}  // namespace

FailureText classify(SocketEnd end, TransferFacts facts) {
  facts.code = code_of(end, facts);
  return classify(facts);
}

}  // namespace switchgate::probe
