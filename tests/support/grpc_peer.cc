#include "tests/support/grpc_peer.h"

#include <cstddef>

namespace switchgate::testing::grpc {

using namespace std::string_literals;

std::string frame(int type, int flags, int stream, const std::string& payload) {
  std::string out;
  for (const std::size_t shift : {16U, 8U, 0U}) {
    out += static_cast<char>(payload.size() >> shift & 0xFFU);
  }
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  return out + "\x00\x00\x00"s + static_cast<char>(stream) + payload;
}

std::string header(const std::string& name, const std::string& value) {
  return "\x10"s + static_cast<char>(name.size()) + name + static_cast<char>(value.size()) + value;
}

namespace {

constexpr const char* kStatus200 = "\x88";

}  // namespace

std::string head_of(const std::string& more) {
  return frame(kHeaders, kEndHeaders, 1,
               kStatus200 + header("content-type", "application/grpc") + more);
}
std::string trailers(const std::string& fields) {
  return frame(kHeaders, kEndHeaders | kEndStream, 1, fields);
}
std::string trailers_only(const std::string& fields) {
  return frame(kHeaders, kEndHeaders | kEndStream, 1,
               kStatus200 + header("content-type", "application/grpc") + fields);
}
std::string serving(const std::string& message) {
  return head_of() + frame(kData, 0, 1, message) + trailers(header("grpc-status", "0"));
}

Call answer_call(RawConnection& connection, const std::string& answer) {
  Call call;
  call.preface = connection.take(24) == "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  connection.send(frame(kSettings, 0, 0, ""));
  while (true) {
    const std::string head = connection.take(9);
    if (head.size() < 9) {
      return call;
    }
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(head[at]); };
    const std::string payload =
        connection.take(static_cast<std::size_t>(byte(0) << 16 | byte(1) << 8 | byte(2)));
    if (byte(3) == kSettings && byte(4) == 0) {
      connection.send(frame(kSettings, 1, 0, ""));
    }
    if (byte(3) == kData) {
      call.body += payload;
      if ((byte(4) & kEndStream) != 0) {
        connection.send(answer);
        connection.take(1000);  // until the client goes
        return call;
      }
    }
  }
}

RawServer::Handler always(const std::string& answer) {
  return [answer](RawConnection& connection) { answer_call(connection, answer); };
}

}  // namespace switchgate::testing::grpc
