// A peer that never pauses, or never reads, does not make a question outlast its timeout or
// the order to stop: each peer here goes on for as long as the connection lives.

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/probe/kinds/prober.h"
#include "runner/probe/probe.h"
#include "tests/support/certificates.h"
#include "tests/support/grpc_peer.h"
#include "tests/support/raw_server.h"
#include "tests/support/websocket_peer.h"

namespace switchgate::probe {
namespace {

using std::chrono::milliseconds;
using testing::RawConnection;
using namespace std::string_literals;
using Clock = std::chrono::steady_clock;

// Far below what a flood would last, far above what a busy machine adds.
constexpr milliseconds kSoon(10'000);
constexpr milliseconds kAges(60'000);

struct Peer {
  std::string name;
  std::string kind;    // of the question
  bool tls = false;    // spoken by the peer
  std::string scheme;  // of the question; empty: as the peer speaks
  std::function<void(RawConnection&)> open;
  std::function<bool(RawConnection&)> round;  // of its flood; false at the connection's end
};

void accept_websocket(RawConnection& connection) {
  connection.send(testing::websocket::accepting(connection.take_until("\r\n\r\n")));
}

std::function<bool(RawConnection&)> always(const std::string& bytes) {
  return [bytes](RawConnection& connection) { return connection.send(bytes); };
}

std::string many(const std::string& frame) {
  std::string out;
  for (int i = 0; i < 500; ++i) {
    out += frame;
  }
  return out;
}

// Pings, and reads as many pongs: the client is never kept waiting.
bool ping_and_hear(RawConnection& connection) {
  constexpr std::size_t kPongBytes = 2 + 4 + 4;
  const std::size_t expected = 500 * kPongBytes;
  return connection.send(many(testing::websocket::frame(0x89, "beat"))) &&
         connection.take(expected).size() == expected;
}

// The pause is the peer's: it keeps its header block below the limit of its size.
bool trickle(RawConnection& connection) {
  std::this_thread::sleep_for(std::chrono::microseconds(500));
  return connection.send("x");
}

void begin_a_long_frame(RawConnection& connection) {
  accept_websocket(connection);
  connection.send("\x81\x7f\x00\x00\x00\x00\x00\x0f\x42\x40"s);
}

void begin_http2(RawConnection& connection) {
  connection.take(24);  // the preface
  connection.send(testing::grpc::frame(testing::grpc::kSettings, 0, 0, ""));
}

// TLS 1.2 has a client pass over these while it shakes hands.
const std::string& hello_request() {
  static const std::string record = "\x16\x03\x03\x00\x04\x00\x00\x00\x00"s;
  return record;
}

std::vector<Peer> peers() {
  using testing::websocket::frame;
  const auto hear = [](RawConnection& connection) { connection.take(1); };
  const auto hear_head = [](RawConnection& connection) { connection.take_until("\r\n\r\n"); };
  const std::string priority = testing::grpc::frame(2, 0, 1, std::string(5, '\1'));
  return {
      {"pings, pongs read", "websocket", false, "", accept_websocket, ping_and_hear},
      {"pings, no pong read", "websocket", false, "", accept_websocket,
       always(many(frame(0x89, std::string(125, 'p'))))},
      {"pings by TLS, pongs read", "websocket", true, "", accept_websocket, ping_and_hear},
      {"pings by TLS, no pong read", "websocket", true, "", accept_websocket,
       always(many(frame(0x89, std::string(125, 'p'))))},
      {"pongs", "websocket", false, "", accept_websocket, always(many(frame(0x8a, "")))},
      {"empty fragments", "websocket", false, "",
       [](RawConnection& connection) {
         accept_websocket(connection);
         connection.send(testing::websocket::frame(0x01, ""));
       },
       always(many(frame(0x00, "")))},
      {"a message byte by byte", "websocket", false, "", begin_a_long_frame, trickle},
      {"a head byte by byte", "websocket", false, "", hear_head, trickle},
      {"a handshake without end", "websocket", false, "https", hear, always(many(hello_request()))},
      {"a handshake without end", "certificate", false, "https", hear,
       always(many(hello_request()))},
      {"frames that ask nothing", "grpc_health", false, "", begin_http2, always(many(priority))},
      {"a handshake without end", "grpc_health", false, "https", hear,
       always(many(hello_request()))},
  };
}

struct Asked {
  Reply reply;
  Clock::duration took{};
};

// Asks `peer`; once its flood has begun, `begun` is called.
Asked ask(const Peer& peer, Micros timeout, const std::stop_source& source,
          const std::function<void()>& begun) {
  constexpr int kRounds = 10;
  testing::RawServerOptions options;
  if (peer.tls) {
    options.identity = testing::make_self_signed({});
  }
  const testing::RawServer server(
      [&](RawConnection& connection) {
        peer.open(connection);
        for (int i = 0; peer.round(connection); ++i) {
          if (i == kRounds) {
            begun();
          }
        }
      },
      std::move(options));
  Inquiry question;
  question.to.url = peer.scheme.empty() ? server.url() : peer.scheme + "://" + server.address();
  question.to.timeout = timeout;
  question.to.tls.verify = false;
  question.words = {"/"};
  const Clock::time_point start = Clock::now();
  Asked asked{find_prober(peer.kind)->ask(question, source.get_token()), {}};
  asked.took = Clock::now() - start;
  return asked;
}

TEST(Flood, DoesNotOutlastTheTimeout) {
  init_network();
  for (const Peer& peer : peers()) {
    SCOPED_TRACE(peer.kind + ": " + peer.name);
    const Asked asked = ask(peer, milliseconds(300), {}, [] {});
    ASSERT_TRUE(asked.reply.failure);
    EXPECT_THAT(asked.reply.failure->message, ::testing::HasSubstr("within 300ms"));
    EXPECT_LT(asked.took, kSoon);
  }
}

TEST(Flood, EndsWithTheOrderToStop) {
  init_network();
  for (const Peer& peer : peers()) {
    SCOPED_TRACE(peer.kind + ": " + peer.name);
    std::stop_source source;
    const Asked asked = ask(peer, kAges, source, [&source] { source.request_stop(); });
    ASSERT_TRUE(asked.reply.failure);
    EXPECT_EQ(asked.reply.failure->kind, FailureKind::kCancelled) << asked.reply.failure->message;
    EXPECT_LT(asked.took, kSoon);
  }
}

TEST(Flood, OfAHandshakeEndsRequestsTooWhateverTheirVersion) {
  init_network();
  const testing::RawServer server([](RawConnection& connection) {
    connection.take(1);
    while (connection.send(many(hello_request()))) {
    }
  });
  for (const HttpVersion version : {HttpVersion::kNegotiated, HttpVersion::kOne}) {
    HttpRequest request;
    request.url = "https://" + server.address();
    request.http = version;
    request.timeout = milliseconds(300);
    const Clock::time_point start = Clock::now();
    const Exchange exchange = make_http_probe()->perform(request, {});
    EXPECT_LT(Clock::now() - start, kSoon);
    ASSERT_TRUE(std::holds_alternative<ExchangeFailure>(exchange));
    EXPECT_THAT(std::get<ExchangeFailure>(exchange).message, ::testing::HasSubstr("within 300ms"));
  }
}

// The message is there: whether the farewell arrives is no matter.
TEST(Flood, OfAPeerThatReadsNothingDoesNotKeepAMessageBack) {
  init_network();
  const std::string message(100, 'm');
  const Peer peer{"", "websocket",      false,
                  "", accept_websocket, always(many(testing::websocket::frame(0x81, message)))};
  const Asked asked = ask(peer, kAges, {}, [] {});
  EXPECT_FALSE(asked.reply.failure);
  EXPECT_LT(asked.took, kSoon);
}

}  // namespace
}  // namespace switchgate::probe
