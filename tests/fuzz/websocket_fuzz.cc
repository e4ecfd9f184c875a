// Fuzzes what a WebSocket server may send: the head of its answer, then frames. The pieces
// in which the bytes come change nothing, and no message is larger than is allowed.

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/limits.h"
#include "runner/probe/kinds/websocket_protocol.h"

namespace {

namespace probe = switchgate::probe;

// Everything that is read, as one text; an error ends it.
std::string read(std::string_view bytes, std::size_t piece) {
  probe::FrameReader reader;
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(bytes.substr(at, piece));
    while (true) {
      const auto message = reader.next();
      if (!message) {
        return out + message.error().message;
      }
      if (!*message) {
        break;
      }
      if ((**message).payload.size() > switchgate::limits_in_force().message_bytes ||
          (**message).opcode == probe::Opcode::kContinuation) {
        std::abort();
      }
      if ((**message).opcode == probe::Opcode::kClose) {
        out += probe::close_reason((**message).payload);
      }
      out += std::to_string(static_cast<int>((**message).opcode)) + (**message).payload + '\n';
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end != std::string_view::npos) {
    if (const auto upgrade = probe::read_upgrade(bytes.substr(0, end + 4))) {
      if (upgrade->status < 0 || upgrade->status > 999) {
        std::abort();
      }
      static_cast<void>(probe::check_upgrade(*upgrade, "dGhlIHNhbXBsZSBub25jZQ==", "chat").ok());
    }
  }
  const std::string_view frames = end == std::string_view::npos ? bytes : bytes.substr(end + 4);
  if (read(frames, 1) != read(frames, frames.size() + 1)) {
    std::abort();
  }
  return 0;
}
