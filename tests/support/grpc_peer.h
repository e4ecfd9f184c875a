// The server's side of one gRPC call: HTTP/2 in raw frames, as far as a call needs it, on a
// connection of a RawServer.

#ifndef SWITCHGATE_TESTS_SUPPORT_GRPC_PEER_H_
#define SWITCHGATE_TESTS_SUPPORT_GRPC_PEER_H_

#include <string>

#include "tests/support/raw_server.h"

namespace switchgate::testing::grpc {

constexpr int kData = 0;
constexpr int kHeaders = 1;
constexpr int kSettings = 4;
constexpr int kEndStream = 1;
constexpr int kEndHeaders = 4;

std::string frame(int type, int flags, int stream, const std::string& payload);

// HPACK: literal, never indexed, not compressed.
std::string header(const std::string& name, const std::string& value);

// An answer in its parts: its head (`more` are further headers), its trailers, both in one.
std::string head_of(const std::string& more = {});
std::string trailers(const std::string& fields);
std::string trailers_only(const std::string& fields);

// A whole answer with one message: a HealthCheckResponse that says 1, SERVING.
std::string serving(const std::string& message = std::string("\x00\x00\x00\x00\x02\x08\x01", 7));

// What a call brought, once its body was whole; then `answer` is sent.
struct Call {
  std::string body;
  bool preface = false;
};
Call answer_call(RawConnection& connection, const std::string& answer);

RawServer::Handler always(const std::string& answer);

}  // namespace switchgate::testing::grpc

#endif  // SWITCHGATE_TESTS_SUPPORT_GRPC_PEER_H_
