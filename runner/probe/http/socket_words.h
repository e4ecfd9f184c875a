// The words for connections that libcurl did not make: the same as for those that it did.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_SOCKET_WORDS_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_SOCKET_WORDS_H_

#include "runner/probe/http/classify.h"

namespace switchgate::probe {

enum class SocketEnd : std::uint8_t {
  kUnresolved,
  kNotConnected,     // facts.os_error says why
  kHandshakeFailed,  // facts.detail and facts.certificate say why
  kUnusableFile,     // of tls.ca, tls.cert or tls.key; facts.detail holds the option's name
  kClosed,
  kTimedOut,  // facts.progress says where
};

// `facts.code` is filled in.
FailureText classify(SocketEnd end, TransferFacts facts);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_SOCKET_WORDS_H_
