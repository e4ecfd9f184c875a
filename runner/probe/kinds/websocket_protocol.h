// WebSocket as RFC 6455 has it, without a socket: the handshake's texts and the frames.

#ifndef SWITCHGATE_RUNNER_PROBE_KINDS_WEBSOCKET_PROTOCOL_H_
#define SWITCHGATE_RUNNER_PROBE_KINDS_WEBSOCKET_PROTOCOL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"

namespace switchgate::probe {

// What a server answers to the request to open a WebSocket.
struct Upgrade {
  int status = 0;
  std::vector<Header> headers;
};

// `head` ends with an empty line. The error says what is no HTTP/1.1 in it.
Result<Upgrade> read_upgrade(std::string_view head);

// Does it open what was asked for with this key? The error says what is wrong. `offered`
// are the subprotocols of the request ("chat, superchat"); empty: none.
Status check_upgrade(const Upgrade& upgrade, std::string_view key, std::string_view offered);

// What Sec-WebSocket-Accept has to say to a Sec-WebSocket-Key.
std::string accept_for(std::string_view key);

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10,
};

// One whole frame, masked as a client's have to be.
std::string client_frame(Opcode opcode, std::string_view payload, const std::array<char, 4>& mask);

struct WebSocketMessage {
  Opcode opcode = Opcode::kText;  // never kContinuation: fragments are joined
  std::string payload;
};

// Reads what a server sends, whatever the pieces in which it comes.
class FrameReader {
 public:
  void feed(std::string_view bytes) { ahead_ += bytes; }
  // The next message or control frame; nothing until more bytes have come. The error says
  // what breaks the protocol: nothing can be read behind it.
  Result<std::optional<WebSocketMessage>> next();

 private:
  struct Frame {
    bool final = false;
    Opcode opcode = Opcode::kText;
    std::string payload;
  };
  Result<std::optional<Frame>> take_frame();
  Result<std::optional<WebSocketMessage>> take_data(Frame frame);

  std::string ahead_;
  std::optional<WebSocketMessage> partial_;  // a message whose last fragment has not come
};

// "1001 (going away)" of a close frame's payload; "no reason" of an empty one.
std::string close_reason(std::string_view payload);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_KINDS_WEBSOCKET_PROTOCOL_H_
