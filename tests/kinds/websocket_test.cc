// WebSockets: the protocol's texts by the examples of RFC 6455, and whole runs against
// servers that answer well and badly.

#include <atomic>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "runner/probe/kinds/websocket_protocol.h"
#include "tests/support/certificates.h"
#include "tests/support/gate_run.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"
#include "tests/support/websocket_peer.h"

namespace switchgate {
namespace {

using probe::FrameReader;
using probe::Opcode;
using testing::GateRan;
using testing::GateRun;
using ::testing::HasSubstr;
using testing::RawConnection;
using testing::RawServer;
using testing::RawServerOptions;
using Lines = std::vector<std::string>;
using namespace std::string_literals;
using namespace testing::websocket;

TEST(WebSocketFrames, AreWrittenAsInTheExamplesOfTheRfc) {
  EXPECT_EQ(probe::accept_for("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(probe::client_frame(Opcode::kText, "Hello", {'\x37', '\xfa', '\x21', '\x3d'}),
            "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s);
  const std::array<char, 4> none{};
  EXPECT_EQ(probe::client_frame(Opcode::kText, std::string(126, 'a'), none).substr(0, 4),
            "\x81\xfe\x00\x7e"s);
  EXPECT_EQ(probe::client_frame(Opcode::kBinary, std::string(65'536, 'a'), none).substr(0, 10),
            "\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

// What a reader makes of these bytes, given one at a time: "1:Hello", "error: …".
Lines read(const std::string& bytes) {
  FrameReader reader;
  Lines out;
  for (const char byte : bytes) {
    reader.feed({&byte, 1});
    while (true) {
      const auto message = reader.next();
      if (!message) {
        out.push_back("error: " + message.error().message);
        return out;
      }
      if (!*message) {
        break;
      }
      out.push_back(std::to_string(static_cast<int>((**message).opcode)) + ':' +
                    (**message).payload);
    }
  }
  return out;
}

TEST(WebSocketFrames, AreReadWholeAndInPieces) {
  EXPECT_EQ(read("\x81\x05Hello"s), Lines{"1:Hello"});
  EXPECT_EQ(read("\x01\x03Hel\x89\x04ping\x80\x02lo\x88\x02\x03\xe8"s),
            (Lines{"9:ping", "1:Hello", "8:\x03\xe8"s}));
  EXPECT_EQ(read("\x82\x00\x81\x7e\x01\x00"s + std::string(256, 'x')),
            (Lines{"2:", "1:" + std::string(256, 'x')}));
  EXPECT_EQ(read("\x81\x05Hel"s), Lines());
}

TEST(WebSocketFrames, ThatBreakTheProtocolAreRefused) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\xc1\x00"s, "a frame uses an extension that was not agreed on"},
      {"\x83\x00"s, "a frame has the unknown opcode 3"},
      {"\x8b\x00"s, "a frame has the unknown opcode 11"},
      {"\x81\x80"s, "a frame of the server is masked"},
      {"\x09\x00"s, "a control frame is in pieces, or longer than 125 bytes"},
      {"\x89\x7e\x00\x7e"s, "a control frame is in pieces, or longer than 125 bytes"},
      {"\x81\x7e\x00\x7d"s, "a frame's length is not written the shortest way"},
      {"\x81\x7f\x00\x00\x00\x00\x00\x00\xff\xff"s,
       "a frame's length is not written the shortest way"},
      {"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"s,
       "a frame is longer than 1 MB; raise --max-message"},
      {"\x80\x00"s, "a message goes on that has not begun"},
      {"\x01\x00\x81\x00"s, "a message begins before the one before has ended"},
      {"\x81\x01\xff"s, "a text message is not valid UTF-8"},
  };
  for (const auto& [bytes, what] : cases) {
    EXPECT_EQ(read(bytes), Lines{"error: " + what});
  }
}

TEST(WebSocketFrames, OfOneMessageMayNotGrowWithoutEnd) {
  FrameReader reader;
  const std::string piece = "\x01\x7f\x00\x00\x00\x00\x00\x0a\xae\x60"s + std::string(700'000, 'a');
  reader.feed(piece);
  ASSERT_TRUE(reader.next());
  reader.feed("\x80" + piece.substr(1));
  const auto message = reader.next();
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().message, "a message is longer than 1 MB; raise --max-message");
}

const char* const kSuite = "checks: [{name: chat, websocket: /chat, timeout: 20s}]\n";

GateRan run(const RawServer& server, const std::string& suite = kSuite) {
  return GateRun(suite).run(server.url());
}

TEST(WebSocket, PassesWhenTheEchoComesBack) {
  const RawServer server(&echo);
  const GateRan ran = run(server);
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

TEST(WebSocket, SendsWhatTheSuiteSaysWithTheHeadersOfTheTarget) {
  std::string head;
  std::string closing;
  {
    const RawServer server([&](RawConnection& connection) {
      head = connection.take_until("\r\n\r\n");
      connection.send(accepting(head, "Sec-WebSocket-Protocol: chat.v2\r\n"));
      const std::string text = take_frame(connection).payload;
      connection.send(frame(0x89, "beat"));  // a ping before the answer
      const ClientFrame pong = take_frame(connection);
      connection.send(frame(0x01, text + '/') + frame(0x80, pong.payload));
      closing = take_frame(connection).payload;
    });
    const GateRun gate(
        "vars: {who: ann}\n"
        "targets: {candidate: {url: '" +
        server.url() +
        "/base', headers: {X-A: 1, X-B: 2}, auth: {bearer: abc}}}\n"
        "checks:\n"
        "  - {name: chat, websocket: '/chat?x=1', text: 'hello ${who}', headers: {X-B: 3,\n"
        "     Sec-WebSocket-Protocol: 'chat.v1, chat.v2'}, expect: {status: 101,\n"
        "     protocol: chat.v2, message: hello ann/beat, echo: false, time: {at_most: 5s}}}\n");
    const GateRan ran = gate.run({});
    EXPECT_EQ(ran.findings(), Lines()) << ran.out;
  }
  EXPECT_THAT(head, HasSubstr("GET /base/chat?x=1 HTTP/1.1\r\n"));
  EXPECT_EQ(header_in(head, "X-A"), "1");
  EXPECT_EQ(header_in(head, "X-B"), "3");
  EXPECT_EQ(header_in(head, "Authorization"), "Bearer abc");
  EXPECT_EQ(header_in(head, "Sec-WebSocket-Version"), "13");
  EXPECT_EQ(closing, "\x03\xe8"s) << "it says goodbye";
}

TEST(WebSocket, ThatIsRefusedTellsTheStatusOnly) {
  testing::ScriptedServer server;
  const GateRan ran = GateRun(kSuite).run(server.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            Lines{"[websocket/value] expected status of /chat to equal 101, found 404"});
  EXPECT_THAT(ran.json, HasSubstr("# shows the handshake"));
}

TEST(WebSocket, MayBeExpectedToBeRefused) {
  testing::ScriptedServer server;
  const GateRun gate("checks: [{name: chat, websocket: /chat, expect: {status: 404}}]\n");
  EXPECT_EQ(gate.run(server.url()).findings(), Lines());
}

TEST(WebSocket, AnswersOtherThanTheEchoAreTold) {
  const RawServer server([](RawConnection& connection) {
    connection.send(accepting(connection.take_until("\r\n\r\n")));
    connection.send(frame(0x81, "welcome"));
  });
  const GateRan ran = run(server);
  EXPECT_EQ(ran.findings(),
            Lines{"[websocket/value] expected echo of /chat to equal true, found false"});
  EXPECT_THAT(ran.json, HasSubstr("welcome"));
}

TEST(WebSocket, RefusesAHandshakeThatDoesNotAnswerItsKey) {
  const RawServer server([](RawConnection& connection) {
    connection.take_until("\r\n\r\n");
    connection.send(
        "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
  });
  const GateRan ran = run(server);
  EXPECT_EQ(ran.rules(), Lines{"[target/malformed]"});
  EXPECT_THAT(ran.findings()[0], HasSubstr("does not answer the key that was sent"));
}

TEST(WebSocket, RefusesWhatItDidNotOffer) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"Sec-WebSocket-Extensions: permessage-deflate\r\n", "an extension that was not offered"},
      {"Sec-WebSocket-Protocol: chat\r\n", "a subprotocol that was not offered"},
  };
  for (const auto& [header, words] : cases) {
    const RawServer server([line = header](RawConnection& connection) {
      connection.send(accepting(connection.take_until("\r\n\r\n"), line));
    });
    EXPECT_THAT(run(server).findings().at(0), HasSubstr(words));
  }
}

TEST(WebSocket, ThatClosesBeforeItSpeaksFails) {
  const RawServer server([](RawConnection& connection) {
    connection.send(accepting(connection.take_until("\r\n\r\n")));
    connection.send(frame(0x88, "\x03\xf3out of \x1b[31mseats"));
  });
  const GateRan ran = run(server);
  EXPECT_EQ(ran.rules(), Lines{"[target/reset]"});
  EXPECT_THAT(ran.findings()[0],
              HasSubstr(R"(closed the WebSocket (1011 'out of \u001b[31mseats'))"));
}

TEST(WebSocket, ThatKeepsSilentHoldsNothingUp) {
  const RawServer server([](RawConnection& connection) {
    connection.send(accepting(connection.take_until("\r\n\r\n")));
    connection.take(10'000);
  });
  const GateRan ran = run(server, "checks: [{name: chat, websocket: /chat, timeout: 200ms}]\n");
  EXPECT_EQ(ran.rules(), Lines{"[target/deadline]"});
  EXPECT_THAT(ran.findings()[0], HasSubstr("opened the WebSocket, but sent no message within"));
}

TEST(WebSocket, HeadersWithoutEndAreNotReadForEver) {
  const RawServer server([](RawConnection& connection) {
    connection.take_until("\r\n\r\n");
    while (connection.send("X-More: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  EXPECT_EQ(run(server).rules(), Lines{"[target/too-large]"});
}

TEST(WebSocket, BrokenFramesAreMalformed) {
  const RawServer server([](RawConnection& connection) {
    connection.send(accepting(connection.take_until("\r\n\r\n")) + "\x81\x85mask");
    connection.take(10'000);
  });
  const GateRan ran = run(server);
  EXPECT_EQ(ran.rules(), Lines{"[target/malformed]"});
  EXPECT_THAT(ran.findings()[0], HasSubstr("a frame of the server is masked"));
}

TEST(WebSocket, OverTlsIsTrustedAsTheTargetSays) {
  const testing::TestAuthority authority;
  RawServerOptions options;
  options.identity = authority.issue({"shop", {"IP:127.0.0.1"}});
  const RawServer server(&echo, std::move(options));
  const GateRun trusting("targets: {candidate: {url: '" + server.url() +
                         "', tls: {ca: ca.pem}}}\n" + kSuite);
  trusting.write("ca.pem", authority.certificate());
  EXPECT_EQ(trusting.run({}).findings(), Lines());
  EXPECT_EQ(run(server).rules(), Lines{"[target/tls-chain]"});
}

TEST(WebSocket, AtAUrlOfItsOwnGetsNothingOfTheTarget) {
  std::string head;
  {
    const RawServer server([&](RawConnection& connection) {
      head = connection.take_until("\r\n\r\n");
      connection.send("HTTP/1.1 503 No\r\n\r\n");
    });
    const GateRun gate(
        "targets: {candidate: {url: 'http://127.0.0.1:9', auth: {bearer: abc}}}\n"
        "checks: [{name: c, websocket: 'ws://" +
        server.address() + "/x'}]\n");
    EXPECT_EQ(gate.run({}).rules(), Lines{"[websocket/value]"});
    const testing::RefusingPort port;
    const GateRun refused("checks: [{name: c, websocket: 'ws" + port.url().substr(4) + "/x'}]\n");
    EXPECT_EQ(refused.run(server.url()).rules(), Lines{"[websocket/failed]"});
  }
  EXPECT_THAT(head, HasSubstr("GET /x HTTP/1.1"));
  EXPECT_EQ(header_in(head, "Authorization"), "");
}

}  // namespace
}  // namespace switchgate
