// One explicit table of names and misbehaviours in HTTP/2 (RFC 9113, RFC 7541).

#include "tests/support/fault_http2.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace switchgate::testing {
namespace {

using Connection = FaultConnection;

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kFrameHead = 9;

enum Type : std::uint8_t {
  kData = 0,
  kHeaders = 1,
  kPriority = 2,
  kResetStream = 3,
  kSettings = 4,
  kPushPromise = 5,
  kPing = 6,
  kGoAway = 7,
  kContinuation = 9,
};
enum Flag : std::uint8_t { kNone = 0, kEndStream = 1, kAck = 1, kEndHeaders = 4, kWhole = 5 };
enum Code : std::uint8_t {
  kNoError = 0,
  kInternalError = 2,
  kRefusedStream = 7,
  kCancel = 8,
  kEnhanceYourCalm = 11,
};

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) {
    out += static_cast<char>((value >> (8 * i)) & 0xff);
  }
  return out;
}

std::string frame(Type type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  return number(payload.size(), 3) + static_cast<char>(type) + static_cast<char>(flags) +
         number(stream, 4) + std::string(payload);
}

// A length of a name or value in seven bits and, beyond 126, in what follows.
std::string length_of(std::string_view text) {
  constexpr std::size_t kMost = 127;
  if (text.size() < kMost) {
    return std::string(1, static_cast<char>(text.size()));
  }
  std::string out(1, static_cast<char>(kMost));
  std::size_t rest = text.size() - kMost;
  for (; rest >= 128; rest /= 128) {
    out += static_cast<char>(rest % 128 + 128);
  }
  return out + static_cast<char>(rest);
}

// A literal field that enters no table.
std::string field(std::string_view name, std::string_view value) {
  return std::string(1, '\0') + length_of(name) + std::string(name) + length_of(value) +
         std::string(value);
}

constexpr std::string_view kStatus200 = "\x88";  // the eighth entry of the static table

std::string head_with(std::string_view fields) { return std::string(kStatus200) += fields; }

// The client's side of a connection, frame by frame.
class Peer {
 public:
  explicit Peer(Connection& connection) : connection_(connection) {}

  bool send(std::string_view bytes) { return connection_.send(bytes); }

  // Past the preface; the settings of both sides are exchanged as they come.
  bool greet() {
    return fill(kPreface.size()) && take(kPreface.size()) == kPreface &&
           send(frame(kSettings, kNone, 0, {}));
  }

  // The stream of the next request whose head is complete.
  std::optional<std::uint32_t> next_request() {
    while (const std::optional<Frame> got = next_frame()) {
      if (got->type == kSettings && (got->flags & kAck) == 0) {
        send(frame(kSettings, kAck, 0, {}));
      }
      if (got->type == kPing && (got->flags & kAck) == 0) {
        send(frame(kPing, kAck, 0, "12345678"));
      }
      if (got->type == kHeaders) {
        return got->stream;
      }
    }
    return std::nullopt;
  }

  void wait_for_end() { connection_.wait_for_end(); }
  bool pause(std::chrono::milliseconds time) { return connection_.pause(time); }

 private:
  struct Frame {
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    std::uint32_t stream = 0;
  };

  bool fill(std::size_t size) {
    while (ahead_.size() < size) {
      const std::optional<std::string> more = connection_.read_some();
      if (!more) {
        return false;
      }
      ahead_ += *more;
    }
    return true;
  }

  std::string take(std::size_t size) {
    std::string out = ahead_.substr(0, size);
    ahead_.erase(0, size);
    return out;
  }

  std::optional<Frame> next_frame() {
    if (!fill(kFrameHead)) {
      return std::nullopt;
    }
    const std::string head = take(kFrameHead);
    const auto byte = [&head](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(head[i]));
    };
    const std::size_t size = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
    if (!fill(size)) {
      return std::nullopt;
    }
    take(size);
    return Frame{static_cast<std::uint8_t>(byte(3)), static_cast<std::uint8_t>(byte(4)),
                 (byte(5) << 24U) | (byte(6) << 16U) | (byte(7) << 8U) | byte(8)};
  }

  Connection& connection_;
  std::string ahead_;
};

using Stream = std::uint32_t;

std::string ok_answer(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("content-length", "2"))) +
         frame(kData, kEndStream, stream, "ok");
}

std::string close_all(Code code) {
  return frame(kGoAway, kNone, 0, number(0, 4) + number(code, 4));
}

std::string reset(Stream stream, Code code) {
  return frame(kResetStream, kNone, stream, number(code, 4));
}

// What is sent for each request; the connection stays.
using Reply = std::string (*)(Stream);

std::string with_trailers(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, kStatus200) + frame(kData, kNone, stream, "ok") +
         frame(kHeaders, kWhole, stream, field("x-sum", "17"));
}
std::string with_early_hints(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, field(":status", "103")) + ok_answer(stream);
}
std::string leave_after(Stream stream) {
  return ok_answer(stream) + frame(kGoAway, kNone, 0, number(stream, 4) + number(kNoError, 4));
}
std::string leave_without_length(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, kStatus200) + frame(kData, kEndStream, stream, "ok") +
         frame(kGoAway, kNone, 0, number(stream, 4) + number(kNoError, 4));
}
std::string go_away_in_body(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, kStatus200) + frame(kData, kNone, stream, "half") +
         close_all(kInternalError);
}
std::string reset_unanswered(Stream stream) { return reset(stream, kInternalError); }
std::string reset_in_body(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, kStatus200) + frame(kData, kNone, stream, "half") +
         reset(stream, kCancel);
}
std::string refuse(Stream stream) { return reset(stream, kRefusedStream); }
std::string go_away(Stream) { return close_all(kEnhanceYourCalm); }
std::string beyond_length(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("content-length", "2"))) +
         frame(kData, kEndStream, stream, "okandmore");
}
std::string below_length(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("content-length", "10"))) +
         frame(kData, kEndStream, stream, "half");
}
std::string lengths_differ(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream,
               head_with(field("content-length", "4") + field("content-length", "6"))) +
         frame(kData, kEndStream, stream, "differ");
}
std::string body_first(Stream stream) { return frame(kData, kEndStream, stream, "ok"); }
std::string no_status(Stream stream) {
  return frame(kHeaders, kWhole, stream, field("content-type", "text/plain"));
}
std::string bad_status(Stream stream) {
  return frame(kHeaders, kWhole, stream, field(":status", "abc"));
}
std::string upper_case(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("X-Upper", "1"))) +
         frame(kData, kEndStream, stream, "ok");
}
std::string connection_header(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("connection", "close"))) +
         frame(kData, kEndStream, stream, "ok");
}
std::string line_end_in_value(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, head_with(field("x-a", "1\r\nx-injected: 2"))) +
         frame(kData, kEndStream, stream, "ok");
}
std::string pushed(Stream stream) {
  return frame(kPushPromise, kEndHeaders, stream, number(2, 4) + std::string(kStatus200)) +
         ok_answer(stream);
}
std::string large_frame(Stream stream) {
  return frame(kHeaders, kEndHeaders, stream, kStatus200) +
         frame(kData, kEndStream, stream, std::string(1'000'000, 'x'));
}
std::string on_no_stream(Stream) { return frame(kData, kEndStream, 0, "ok"); }
std::string bad_compression(Stream stream) {
  return frame(kHeaders, kWhole, stream, std::string(40, '\xff'));
}
// One field of 4000 bytes enters the table, and a byte each names it 10,000 times.
std::string table_bomb(Stream stream) {
  const std::string value(4'000, 'b');
  const std::string entry = std::string("\x40") + length_of("x") + "x" + length_of(value) + value;
  return frame(kHeaders, kWhole, stream, head_with(entry + std::string(10'000, '\xbe')));
}
// Ends of a connection that is past its preface.
using Act = void (*)(Peer&);

void hang(Peer& peer) { peer.wait_for_end(); }

void close_after_greeting(Peer&) {}

// The same bytes, many at a time, until the client has had enough.
void flood(Peer& peer, const std::string& bytes) {
  std::string many;
  while (many.size() < 65'536) {
    many += bytes;
  }
  while (peer.send(many)) {
  }
}

void settings_flood(Peer& peer) { flood(peer, frame(kSettings, kNone, 0, {})); }
void ping_flood(Peer& peer) { flood(peer, frame(kPing, kNone, 0, "12345678")); }
void priority_flood(Peer& peer) {
  peer.next_request();
  flood(peer, frame(kPriority, kNone, 1, std::string(5, '\1')));
}
void empty_data_flood(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    peer.send(frame(kHeaders, kEndHeaders, *stream, kStatus200));
    flood(peer, frame(kData, kNone, *stream, {}));
  }
}
void continuation_flood(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    peer.send(frame(kHeaders, kNone, *stream, kStatus200));
    flood(peer, frame(kContinuation, kNone, *stream, field("x-flood", std::string(1'000, 'f'))));
  }
}
void interim_flood(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    flood(peer, frame(kHeaders, kEndHeaders, *stream, field(":status", "103")));
  }
}
void stall_in_body(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    peer.send(frame(kHeaders, kEndHeaders, *stream, kStatus200) +
              frame(kData, kNone, *stream, "half"));
  }
  hang(peer);
}
void close_in_head(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    peer.send(ok_answer(*stream).substr(0, kFrameHead + 4));
  }
}
void close_in_body(Peer& peer) {
  if (const std::optional<Stream> stream = peer.next_request()) {
    peer.send(frame(kHeaders, kEndHeaders, *stream, head_with(field("content-length", "10"))) +
              frame(kData, kNone, *stream, "half"));
  }
}
void garbage(Peer& peer) {
  peer.next_request();
  peer.send(std::string(10'000, '\xff'));
  hang(peer);
}

struct Behaviour {
  std::string_view name;
  Reply reply;  // to each request, or
  Act act;      // all that happens
};

constexpr std::array kBehaviours = {
    Behaviour{"ok", &ok_answer, nullptr},
    Behaviour{"trailers", &with_trailers, nullptr},
    Behaviour{"early-hints", &with_early_hints, nullptr},
    Behaviour{"leave-after-answer", &leave_after, nullptr},
    Behaviour{"leave-without-length", &leave_without_length, nullptr},
    Behaviour{"go-away-in-body", &go_away_in_body, nullptr},
    Behaviour{"reset-unanswered", &reset_unanswered, nullptr},
    Behaviour{"reset-in-body", &reset_in_body, nullptr},
    Behaviour{"refuse", &refuse, nullptr},
    Behaviour{"go-away", &go_away, nullptr},
    Behaviour{"beyond-length", &beyond_length, nullptr},
    Behaviour{"below-length", &below_length, nullptr},
    Behaviour{"lengths-differ", &lengths_differ, nullptr},
    Behaviour{"body-first", &body_first, nullptr},
    Behaviour{"no-status", &no_status, nullptr},
    Behaviour{"bad-status", &bad_status, nullptr},
    Behaviour{"upper-case", &upper_case, nullptr},
    Behaviour{"connection-header", &connection_header, nullptr},
    Behaviour{"line-end-in-value", &line_end_in_value, nullptr},
    Behaviour{"pushed", &pushed, nullptr},
    Behaviour{"large-frame", &large_frame, nullptr},
    Behaviour{"on-no-stream", &on_no_stream, nullptr},
    Behaviour{"bad-compression", &bad_compression, nullptr},
    Behaviour{"table-bomb", &table_bomb, nullptr},
    Behaviour{"hang", nullptr, &hang},
    Behaviour{"close-after-greeting", nullptr, &close_after_greeting},
    Behaviour{"settings-flood", nullptr, &settings_flood},
    Behaviour{"ping-flood", nullptr, &ping_flood},
    Behaviour{"priority-flood", nullptr, &priority_flood},
    Behaviour{"empty-data-flood", nullptr, &empty_data_flood},
    Behaviour{"continuation-flood", nullptr, &continuation_flood},
    Behaviour{"interim-flood", nullptr, &interim_flood},
    Behaviour{"stall-in-body", nullptr, &stall_in_body},
    Behaviour{"close-in-head", nullptr, &close_in_head},
    Behaviour{"close-in-body", nullptr, &close_in_body},
    Behaviour{"garbage", nullptr, &garbage},
};

}  // namespace

std::vector<std::string_view> http2_faults() {
  std::vector<std::string_view> names;
  for (const Behaviour& behaviour : kBehaviours) {
    names.push_back(behaviour.name);
  }
  return names;
}

void behave_http2(FaultConnection& connection, std::string_view name) {
  const auto* const found =
      std::find_if(kBehaviours.begin(), kBehaviours.end(),
                   [name](const Behaviour& behaviour) { return behaviour.name == name; });
  if (found == kBehaviours.end()) {
    std::abort();  // a test that misspells its fault can say nothing
  }
  Peer peer(connection);
  if (!peer.greet()) {
    return;
  }
  if (found->act != nullptr) {
    found->act(peer);
    return;
  }
  while (const std::optional<Stream> stream = peer.next_request()) {
    if (!peer.send(found->reply(*stream))) {
      return;
    }
  }
}

}  // namespace switchgate::testing
