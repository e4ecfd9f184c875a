// grpc.health.v1: the messages in bytes, and whole runs against a server that speaks HTTP/2
// in raw frames.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/probe/kinds/grpc_protocol.h"
#include "tests/support/certificates.h"
#include "tests/support/gate_run.h"
#include "tests/support/grpc_peer.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"

namespace switchgate {
namespace {

using testing::GateRan;
using testing::GateRun;
using ::testing::HasSubstr;
using testing::RawConnection;
using testing::RawServer;
using testing::RawServerOptions;
using Lines = std::vector<std::string>;
using namespace std::string_literals;
using namespace testing::grpc;

TEST(GrpcMessages, AreWrittenAndReadInBytes) {
  EXPECT_EQ(probe::health_request(""), "\x00\x00\x00\x00\x00"s);
  EXPECT_EQ(probe::health_request("cart"), "\x00\x00\x00\x00\x06\x0a\x04"s + "cart");
  EXPECT_EQ(probe::health_request(std::string(200, 'a')).substr(0, 8),
            "\x00\x00\x00\x00\xcb\x0a\xc8\x01"s);
  EXPECT_EQ(*probe::read_health_response("\x00\x00\x00\x00\x02\x08\x01"s), 1);
  EXPECT_EQ(*probe::read_health_response("\x00\x00\x00\x00\x00"s), 0);
  // Fields that a later version may add are passed over.
  const std::string later =
      "\x12\x02hi\x08\x02\x1d"
      "4444"
      "\x21"
      "88888888";
  EXPECT_EQ(
      *probe::read_health_response("\x00\x00\x00\x00"s + static_cast<char>(later.size()) + later),
      2);
}

TEST(GrpcMessages, ThatAreBrokenAreRefused) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {""s, "its message is cut off: 0 bytes"},
      {"\x01\x00\x00\x00\x00"s, "its message is compressed, which was not asked for"},
      {"\x00\x00\x00\x00\x02\x08"s, "it announces a message of 2 bytes and sends 1"},
      {"\x00\xff\xff\xff\xff\x08"s, "it announces a message of 4294967295 bytes and sends 1"},
      {"\x00\x00\x00\x00\x01\x08"s, "its protobuf is cut off"},
      {"\x00\x00\x00\x00\x01\x00"s, "its protobuf is cut off"},
      {"\x00\x00\x00\x00\x02\x12\x05"s,
       "its protobuf is cut off, or not that of a HealthCheckResponse"},
      {"\x00\x00\x00\x00\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s,
       "its protobuf is cut off"},
  };
  for (const auto& [bytes, what] : cases) {
    const auto status = probe::read_health_response(bytes);
    ASSERT_FALSE(status) << what;
    EXPECT_EQ(status.error().message, what);
  }
}

const char* const kSuite = "checks: [{name: cart, grpc_health: shop.Cart, timeout: 20s}]\n";

GateRan run(const std::string& answer, const std::string& suite = kSuite) {
  const RawServer server(always(answer));
  return GateRun(suite).run(server.url());
}

TEST(GrpcHealth, PassesForAServiceThatIsServing) {
  Call call;
  {
    const RawServer server(
        [&](RawConnection& connection) { call = answer_call(connection, serving()); });
    const GateRan ran = GateRun(kSuite).run(server.url());
    EXPECT_EQ(ran.findings(), Lines()) << ran.out;
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
  }
  EXPECT_TRUE(call.preface);
  EXPECT_EQ(call.body, probe::health_request("shop.Cart"));
}

TEST(GrpcHealth, AsksForTheWholeServerByAnEmptyName) {
  EXPECT_EQ(run(serving(), "checks: [{name: all, grpc_health: ''}]\n").findings(), Lines());
}

TEST(GrpcHealth, FailsForAServiceThatIsNot) {
  const GateRan ran = run(serving("\x00\x00\x00\x00\x02\x08\x02"s));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(), Lines{"[grpc-health/value] expected status of shop.Cart to equal "
                                  "\"SERVING\", found \"NOT_SERVING\""});
  EXPECT_THAT(ran.json, HasSubstr("grpc_health_probe -addr '127.0.0.1:"));
  EXPECT_THAT(ran.json, HasSubstr("-service 'shop.Cart'"));
}

TEST(GrpcHealth, FailsWithTheServersWordsWhenItDoesNotKnowTheService) {
  const GateRan ran = run(trailers_only(header("grpc-status", "5") +
                                        header("grpc-message", "unknown%20service %C3%A4")));
  EXPECT_EQ(ran.findings(),
            Lines{"[grpc-health/value] expected grpc_status of shop.Cart to equal 0, found 5"});
  EXPECT_THAT(ran.json, HasSubstr("unknown service \u00e4"));
  EXPECT_THAT(run(trailers_only(header("grpc-status", "12"))).json, HasSubstr("UNIMPLEMENTED"));
}

TEST(GrpcHealth, CanBeExpectedOtherwise) {
  const std::string suite =
      "checks: [{name: c, grpc_health: old, expect: {grpc_status: 5, grpc_message: NOT_FOUND}}]\n";
  EXPECT_EQ(run(trailers_only(header("grpc-status", "5")), suite).findings(), Lines());
  const std::string facts =
      "checks: [{name: c, grpc_health: a, expect: {status: NOT_SERVING, time: {at_most: 5s}}}]\n";
  EXPECT_EQ(run(serving("\x00\x00\x00\x00\x02\x08\x02"s), facts).findings(), Lines());
}

TEST(GrpcHealth, AnswersThatAreNoneAreMalformed) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {head_of() + frame(kData, 0, 1, "\x00\x00\x00\x00\x02\x08\x01"s) + trailers(header("x", "y")),
       "without a grpc-status"},
      {serving("\x00\x00\x00\x00\x09\x08\x01"s), "no HealthCheckResponse"},
      {frame(kHeaders, kEndHeaders | kEndStream, 1, "\x8d" + header("content-type", "text/html")),
       "answered HTTP 404 with 'text/html' to a gRPC call"},
  };
  for (const auto& [answer, words] : cases) {
    const GateRan ran = run(answer);
    EXPECT_EQ(ran.rules(), Lines{"[target/malformed]"}) << words;
    EXPECT_THAT(ran.findings().at(0), HasSubstr(words));
  }
}

TEST(GrpcHealth, AnAnswerWithoutEndIsTooLarge) {
  const RawServer server([](RawConnection& connection) {
    answer_call(connection, head_of() + frame(kData, 0, 1, std::string(16'000, 'a')) +
                                frame(kData, 0, 1, std::string(16'000, 'a')) +
                                frame(kData, 0, 1, std::string(16'000, 'a')) +
                                frame(kData, 0, 1, std::string(16'000, 'a')) +
                                frame(kData, 0, 1, std::string(16'000, 'a')));
  });
  EXPECT_EQ(GateRun(kSuite).run(server.url()).rules(), Lines{"[target/too-large]"});
}

TEST(GrpcHealth, AServerThatKeepsSilentHoldsNothingUp) {
  const RawServer server([](RawConnection& connection) { connection.take(100'000); });
  const GateRun gate("checks: [{name: c, grpc_health: a, timeout: 200ms}]\n");
  EXPECT_EQ(gate.run(server.url()).rules(), Lines{"[target/deadline]"});
}

TEST(GrpcHealth, APortThatDoesNotSpeakHttp2IsToldSo) {
  testing::ScriptedServer server;
  const GateRan ran = GateRun(kSuite).run(server.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings().at(0), HasSubstr("HTTP/2"));
}

TEST(GrpcHealth, GoesOverTlsByAlpn) {
  const testing::TestAuthority authority;
  RawServerOptions options;
  options.identity = authority.issue({"shop", {"IP:127.0.0.1"}});
  const RawServer server(always(serving()), options);
  const GateRun gate("targets: {candidate: {url: '" + server.url() + "', tls: {ca: ca.pem}}}\n" +
                     kSuite);
  gate.write("ca.pem", authority.certificate());
  const GateRan ran = gate.run({});
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
  EXPECT_EQ(GateRun(kSuite).run(server.url()).rules(), Lines{"[target/tls-chain]"});
  options.protocol = "http/1.1";
  const RawServer old(
      [](RawConnection& connection) {
        connection.take_until("\r\n\r\n");
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      },
      options);
  const GateRun to_old("targets: {candidate: {url: '" + old.url() + "', tls: {ca: ca.pem}}}\n" +
                       kSuite);
  to_old.write("ca.pem", authority.certificate());
  EXPECT_THAT(to_old.run({}).findings().at(0), HasSubstr("does not speak HTTP/2"));
}

TEST(GrpcHealth, ARefusedPortIsTheTargets) {
  const testing::RefusingPort port;
  EXPECT_EQ(GateRun(kSuite).run(port.url()).rules(), Lines{"[target/refused]"});
}

}  // namespace
}  // namespace switchgate
