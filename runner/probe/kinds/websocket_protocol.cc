// Reads and writes WebSocket's handshake and frames.

#include "runner/probe/kinds/websocket_protocol.h"

#include <algorithm>
#include <utility>

#include <openssl/evp.h>

#include "checks/base/limits.h"
#include "checks/base/text.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t kMaxControlBytes = 125;

bool lists(std::string_view header, std::string_view word) {
  const std::vector<std::string_view> parts = split(header, ',');
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return equals_ignore_case(trim(part), word); });
}

Error broken(std::string what) { return {std::move(what), {}}; }

std::string shown(const std::string* value) {
  return value == nullptr ? "no such header" : '\'' + excerpt(*value, 60) + '\'';
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

// What stands in front of a frame's payload.
struct FrameHead {
  std::size_t size = 0;  // of the head itself
  std::uint64_t payload = 0;
};

// Nothing until all of it is there; the error is for a length that is not written the
// shortest way.
Result<std::optional<FrameHead>> read_head(std::string_view bytes) {
  constexpr unsigned kTwoBytes = 126;
  constexpr unsigned kEightBytes = 127;
  if (bytes.size() < 2) {
    return std::optional<FrameHead>();
  }
  const unsigned length = byte_at(bytes, 1) & 0x7FU;
  const std::size_t extra = length == kTwoBytes ? 2 : length == kEightBytes ? 8 : 0;
  FrameHead head{2 + extra, length};
  if (bytes.size() < head.size) {
    return std::optional<FrameHead>();
  }
  if (extra != 0) {
    head.payload = 0;
    for (std::size_t i = 0; i < extra; ++i) {
      head.payload = head.payload << 8U | byte_at(bytes, 2 + i);
    }
    if (head.payload < kTwoBytes || (extra == 8 && head.payload <= 0xFFFF)) {
      return broken("a frame's length is not written the shortest way");
    }
  }
  return std::optional(head);
}

bool is_control(Opcode opcode) { return opcode >= Opcode::kClose; }

// What is wrong with a frame before its payload is looked at.
std::optional<std::string> frame_mistake(unsigned first, unsigned second, std::uint64_t size) {
  constexpr unsigned kReserved = 0x70;
  const unsigned opcode = first & 0x0FU;
  const bool final = (first & 0x80U) != 0;
  if ((first & kReserved) != 0) {
    return "a frame uses an extension that was not agreed on";
  }
  if ((opcode > 2 && opcode < 8) || opcode > 10) {
    return "a frame has the unknown opcode " + std::to_string(opcode);
  }
  if ((second & 0x80U) != 0) {
    return "a frame of the server is masked";
  }
  if (opcode >= 8 && (!final || size > kMaxControlBytes)) {
    return "a control frame is in pieces, or longer than 125 bytes";
  }
  if (size > limits_in_force().message_bytes) {
    return "a frame is longer than " + format_bytes(limits_in_force().message_bytes) +
           raise_hint(&Limits::message_bytes);
  }
  return std::nullopt;
}

}  // namespace

Result<Upgrade> read_upgrade(std::string_view head) {
  constexpr std::string_view kStart = "HTTP/1.";  // 1.0 too: a refusal may come so
  constexpr std::size_t kCodeAt = 9;
  constexpr std::size_t kCodeEnd = 12;
  const std::vector<std::string_view> lines = split(head, '\n');
  const std::string_view first = trim(lines.front());
  const std::string_view code = first.substr(std::min(first.size(), kCodeAt), kCodeEnd - kCodeAt);
  const bool digits =
      code.size() == kCodeEnd - kCodeAt &&
      std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!first.starts_with(kStart) || !digits || first[kCodeAt - 1] != ' ' ||
      (first.size() > kCodeEnd && first[kCodeEnd] != ' ')) {
    return broken("it begins with '" + excerpt(first, 60) + "', which is no HTTP/1.1");
  }
  Upgrade upgrade{(code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0'), {}};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (trim(lines[i]).empty()) {
      continue;
    }
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string_view::npos || colon == 0) {
      return broken("it has a header without a colon: '" + excerpt(trim(lines[i]), 60) + '\'');
    }
    upgrade.headers.push_back({std::string(trim(lines[i].substr(0, colon))),
                               std::string(trim(lines[i].substr(colon + 1)))});
  }
  return upgrade;
}

Status check_upgrade(const Upgrade& upgrade, std::string_view key, std::string_view offered) {
  const auto header = [&](std::string_view name) { return find_header(upgrade.headers, name); };
  const std::string* to = header("Upgrade");
  if (to == nullptr || !equals_ignore_case(*to, "websocket")) {
    return broken("its header Upgrade does not say websocket: " + shown(to));
  }
  const std::string* connection = header("Connection");
  if (connection == nullptr || !lists(*connection, "upgrade")) {
    return broken("its header Connection does not say Upgrade: " + shown(connection));
  }
  const std::string* accept = header("Sec-WebSocket-Accept");
  if (accept == nullptr || *accept != accept_for(key)) {
    return broken("its header Sec-WebSocket-Accept does not answer the key that was sent: " +
                  shown(accept));
  }
  if (const std::string* extensions = header("Sec-WebSocket-Extensions")) {
    return broken("it uses an extension that was not offered: " + shown(extensions));
  }
  const std::string* protocol = header("Sec-WebSocket-Protocol");
  if (protocol != nullptr && !lists(offered, *protocol)) {
    return broken("it chose a subprotocol that was not offered: " + shown(protocol));
  }
  return Ok{};
}

std::string accept_for(std::string_view key) {
  const std::string text = std::string(key) + std::string(kGuid);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return base64_encode({reinterpret_cast<const char*>(digest.data()), size});
}

std::string client_frame(Opcode opcode, std::string_view payload, const std::array<char, 4>& mask) {
  constexpr std::size_t kShort = 125;
  std::string frame;
  frame += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  const std::size_t extra = payload.size() <= kShort ? 0 : payload.size() <= 0xFFFF ? 2 : 8;
  const std::size_t length = extra == 0 ? payload.size() : extra == 2 ? 126U : 127U;
  frame += static_cast<char>(0x80U | length);
  for (std::size_t i = extra; i > 0; --i) {
    frame += static_cast<char>(payload.size() >> 8U * (i - 1) & 0xFFU);
  }
  frame.append(mask.data(), mask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
  }
  return frame;
}

Result<std::optional<FrameReader::Frame>> FrameReader::take_frame() {
  const auto head = read_head(ahead_);
  if (!head) {
    return head.error();
  }
  if (!*head) {
    return std::optional<Frame>();
  }
  const unsigned first = byte_at(ahead_, 0);
  if (const auto mistake = frame_mistake(first, byte_at(ahead_, 1), (**head).payload)) {
    return broken(*mistake);
  }
  const auto size = static_cast<std::size_t>((**head).payload);
  if (ahead_.size() - (**head).size < size) {
    return std::optional<Frame>();
  }
  Frame frame{(first & 0x80U) != 0, static_cast<Opcode>(first & 0x0FU),
              ahead_.substr((**head).size, size)};
  ahead_.erase(0, (**head).size + size);
  return std::optional(std::move(frame));
}

Result<std::optional<WebSocketMessage>> FrameReader::take_data(Frame frame) {
  const bool goes_on = frame.opcode == Opcode::kContinuation;
  if (goes_on != partial_.has_value()) {
    return broken(goes_on ? "a message goes on that has not begun"
                          : "a message begins before the one before has ended");
  }
  if (!goes_on) {
    partial_ = WebSocketMessage{frame.opcode, {}};
  }
  if (partial_->payload.size() + frame.payload.size() > limits_in_force().message_bytes) {
    return broken("a message is longer than " + format_bytes(limits_in_force().message_bytes) +
                  raise_hint(&Limits::message_bytes));
  }
  partial_->payload += frame.payload;
  if (!frame.final) {
    return std::optional<WebSocketMessage>();
  }
  std::optional<WebSocketMessage> whole = std::exchange(partial_, std::nullopt);
  if (whole->opcode == Opcode::kText && find_invalid_utf8(whole->payload)) {
    return broken("a text message is not valid UTF-8");
  }
  return whole;
}

Result<std::optional<WebSocketMessage>> FrameReader::next() {
  while (true) {
    auto frame = take_frame();
    if (!frame) {
      return frame.error();
    }
    if (!*frame) {
      return std::optional<WebSocketMessage>();
    }
    if (is_control((**frame).opcode)) {
      return std::optional(WebSocketMessage{(**frame).opcode, std::move((**frame).payload)});
    }
    auto message = take_data(std::move(**frame));
    if (!message || *message) {
      return message;
    }
  }
}

std::string close_reason(std::string_view payload) {
  if (payload.size() < 2) {
    return "no reason given";
  }
  const unsigned code = byte_at(payload, 0) << 8U | byte_at(payload, 1);
  const std::string words = excerpt(payload.substr(2), 100);
  return std::to_string(code) + (words.empty() ? "" : " '" + words + '\'');
}

}  // namespace switchgate::probe
