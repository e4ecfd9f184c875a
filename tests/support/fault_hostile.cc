// Hostile answers: floods, bombs, smuggled bytes, characters where none may be.

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "tests/support/fault_table.h"

namespace switchgate::testing {
namespace {

using std::chrono::milliseconds;
using std::string_view_literals::operator""sv;
using Connection = FaultConnection;
using Request = FaultRequest;

constexpr std::size_t kMegabyte = 1'000'000;

std::string answer(std::string_view status, std::string_view headers, std::string_view body) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

bool say_json(Connection& connection, std::string_view body) {
  return connection.send(answer("200 OK", "Content-Type: application/json\r\n", body));
}

// Sends the same until the client has had enough.
bool flood(Connection& connection, std::string_view start, std::string_view piece) {
  connection.send(start);
  std::string many;
  while (many.size() < 65'536) {
    many += piece;
  }
  while (connection.send(many)) {
  }
  return false;
}

// Sends the same bytes and ends the connection.
template <const auto& kBytes>
bool say(Connection& connection, const Request&) {
  connection.send(kBytes);
  return false;
}

// Sends the same bytes and keeps the connection, as if nothing were wrong with them.
template <const auto& kBytes>
bool say_and_stay(Connection& connection, const Request&) {
  return connection.send(kBytes);
}

// Chunks.
constexpr auto kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"sv;
constexpr auto kChunkBeyond64 =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\nbody\r\n0\r\n\r\n"sv;
constexpr auto kChunkOf64 =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nbody\r\n0\r\n\r\n"sv;
constexpr auto kChunkNegative =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\nbody\r\n0\r\n\r\n"sv;
constexpr auto kChunkWithoutEnd =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbodyX0\r\n\r\n"sv;
constexpr auto kChunkExtension =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;a=\"b\"\r\nbody\r\n0;c\r\n\r\n"sv;
constexpr auto kChunkedTwice =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"sv;
constexpr auto kUnknownTransfer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nobql"sv;

bool tiny_chunks(Connection& connection, const Request&) {
  std::string all(kChunked);
  for (int i = 0; i < 100'000; ++i) {
    all += "1\r\nx\r\n";
  }
  return connection.send(all + "0\r\n\r\n");
}
bool chunk_extension_flood(Connection& connection, const Request&) {
  return flood(connection, std::string(kChunked) + "4;", "a=b;");
}
bool trailer_flood(Connection& connection, const Request&) {
  return flood(connection, std::string(kChunked) + "2\r\nok\r\n0\r\n", "X-Trailer: trailer\r\n");
}

// Bodies where none may be, and answers nobody asked for.
constexpr auto kBodyOf204 = "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody"sv;
constexpr auto kBodyOf304 = "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nbody"sv;
constexpr auto kTwoAnswers =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"sv;
constexpr auto kUpgrade =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x02ok"sv;
constexpr auto kOnlyContinue = "HTTP/1.1 100 Continue\r\n\r\n"sv;
constexpr auto kUntilTheEnd = "HTTP/1.1 200 OK\r\n\r\nok"sv;
constexpr auto kHttp10 = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"sv;

bool interim_flood(Connection& connection, const Request&) {
  return flood(connection, "", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
}

// First lines.
constexpr auto kStatusWithTail = "HTTP/1.1 200abc\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kStatus000 = "HTTP/1.1 000 None\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kStatus999 = "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kStatus1000 = "HTTP/1.1 1000 Odd\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kHttp3 = "HTTP/3 200 OK\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kHttp99 = "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kNulInStatus = "HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kBadTextInStatus = "HTTP/1.1 200 \xff\xfe\x1b[31m\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kOnlyStatus = "HTTP/1.1 200 OK\r\n"sv;

// Headers.
constexpr auto kFoldAtStart = "HTTP/1.1 200 OK\r\n X: y\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kBlankBeforeColon = "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok"sv;
constexpr auto kCrInValue = "HTTP/1.1 200 OK\r\nX: a\rX-Evil: b\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kBareLineFeeds = "HTTP/1.1 200 OK\nX: a\nContent-Length: 2\n\nok"sv;
constexpr auto kNulInName = "HTTP/1.1 200 OK\r\nX\0Y: a\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kNulInValue = "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kControlInName = "HTTP/1.1 200 OK\r\nX\x1b[31m: a\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kControlInValue =
    "HTTP/1.1 200 OK\r\nX: a\x1b[31m\x07\x08\r\nContent-Length: 2\r\n\r\nok"sv;
constexpr auto kBadTextInValue =
    "HTTP/1.1 200 OK\r\nX: \xff\xfe\xed\xa0\x80\r\nContent-Length: 2\r\n\r\nok"sv;

bool many_headers(Connection& connection, const Request&) {
  std::string all = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100'000; ++i) {
    all += "A: b\r\n";
  }
  connection.send(all + "Content-Length: 2\r\n\r\nok");
  return false;
}
bool large_header(Connection& connection, const Request&) {
  connection.send("HTTP/1.1 200 OK\r\nX: " + std::string(kMegabyte, 'x') +
                  "\r\nContent-Length: 2\r\n\r\nok");
  return false;
}
bool endless_header(Connection& connection, const Request&) {
  return flood(connection, "HTTP/1.1 200 OK\r\nX: ", "xxxxxxxx");
}
bool stall_in_head(Connection& connection, const Request&) {
  connection.send("HTTP/1.1 200 OK\r\nContent-Ty");
  connection.wait_for_end();
  return false;
}
bool drip_head(Connection& connection, const Request&) {
  connection.send("HTTP/1.1 200 OK\r\n");
  while (connection.pause(milliseconds(100)) && connection.send("X")) {
  }
  return false;
}
bool many_cookies(Connection& connection, const Request&) {
  std::string headers;
  for (int i = 0; i < 10'000; ++i) {
    headers += "Set-Cookie: c" + std::to_string(i) + "=v\r\n";
  }
  return connection.send(answer("200 OK", headers, "ok"));
}
bool large_cookie(Connection& connection, const Request&) {
  connection.send(answer("200 OK", "Set-Cookie: c=" + std::string(kMegabyte, 'v') + "\r\n", "ok"));
  return false;
}

// Bodies.
constexpr auto kBadTextInJson = "{\"a\": \"\xff\xfe\"}"sv;
bool bad_text_in_json(Connection& connection, const Request&) {
  return say_json(connection, kBadTextInJson);
}
bool nul_in_json(Connection& connection, const Request&) {
  return say_json(connection, "{\"a\": 1}\0{"sv);
}
bool nul_in_body(Connection& connection, const Request&) {
  return connection.send(answer("200 OK", "", "a\0b"sv));
}
bool brackets(Connection& connection, const Request&) {
  say_json(connection, std::string(50 * kMegabyte, '['));
  return false;
}
bool brackets_within_limit(Connection& connection, const Request&) {
  return say_json(connection, std::string(30 * kMegabyte, '['));
}
bool duplicate_keys(Connection& connection, const Request&) {
  return say_json(connection, R"({"a": 1, "a": 2})");
}
bool beyond_double(Connection& connection, const Request&) {
  return say_json(connection, R"({"a": 1e999})");
}
bool long_number(Connection& connection, const Request&) {
  return say_json(connection, R"({"a": )" + std::string(kMegabyte, '9') + "}");
}

// Redirects.
template <const auto& kWhere>
bool redirect(Connection& connection, const Request&) {
  return connection.send(answer("302 Found", "Location: " + std::string(kWhere) + "\r\n", ""));
}
constexpr auto kToFile = "file:///etc/passwd"sv;
constexpr auto kToGopher = "gopher://127.0.0.1:6379/_FLUSHALL"sv;
constexpr auto kToData = "data:text/plain,hello"sv;
constexpr auto kToScript = "javascript:alert(1)"sv;
constexpr auto kToNothing = ""sv;
constexpr auto kToCredentials = "http://me:secret@127.0.0.1:1/"sv;
bool redirect_growing(Connection& connection, const Request& request) {
  const std::string target = request.text.substr(4, request.text.find(' ', 4) - 4);
  return connection.send(answer(
      "302 Found",
      "Location: " + target + (target.find('?') == std::string::npos ? "?" : "") + "x\r\n", ""));
}

constexpr std::array kBehaviours = {
    FaultBehaviour{"/chunk-beyond-64", &say<kChunkBeyond64>},
    FaultBehaviour{"/chunk-of-64", &say<kChunkOf64>},
    FaultBehaviour{"/chunk-negative", &say<kChunkNegative>},
    FaultBehaviour{"/chunk-without-end", &say<kChunkWithoutEnd>},
    FaultBehaviour{"/chunk-extension", &say<kChunkExtension>},
    FaultBehaviour{"/chunk-extension-flood", &chunk_extension_flood},
    FaultBehaviour{"/chunked-twice", &say<kChunkedTwice>},
    FaultBehaviour{"/tiny-chunks", &tiny_chunks},
    FaultBehaviour{"/trailer-flood", &trailer_flood},
    FaultBehaviour{"/unknown-transfer", &say<kUnknownTransfer>},
    FaultBehaviour{"/body-of-204", &say_and_stay<kBodyOf204>},
    FaultBehaviour{"/body-of-304", &say_and_stay<kBodyOf304>},
    FaultBehaviour{"/two-answers", &say_and_stay<kTwoAnswers>},
    FaultBehaviour{"/upgrade", &say<kUpgrade>},
    FaultBehaviour{"/only-continue", &say<kOnlyContinue>},
    FaultBehaviour{"/until-the-end", &say<kUntilTheEnd>},
    FaultBehaviour{"/http-1.0", &say<kHttp10>},
    FaultBehaviour{"/interim-flood", &interim_flood},
    FaultBehaviour{"/status-with-tail", &say<kStatusWithTail>},
    FaultBehaviour{"/status-000", &say<kStatus000>},
    FaultBehaviour{"/status-999", &say<kStatus999>},
    FaultBehaviour{"/status-1000", &say<kStatus1000>},
    FaultBehaviour{"/http-3", &say<kHttp3>},
    FaultBehaviour{"/http-9.9", &say<kHttp99>},
    FaultBehaviour{"/nul-in-status", &say<kNulInStatus>},
    FaultBehaviour{"/bad-text-in-status", &say<kBadTextInStatus>},
    FaultBehaviour{"/only-status", &say<kOnlyStatus>},
    FaultBehaviour{"/fold-at-start", &say<kFoldAtStart>},
    FaultBehaviour{"/blank-before-colon", &say<kBlankBeforeColon>},
    FaultBehaviour{"/cr-in-value", &say<kCrInValue>},
    FaultBehaviour{"/bare-line-feeds", &say<kBareLineFeeds>},
    FaultBehaviour{"/nul-in-name", &say<kNulInName>},
    FaultBehaviour{"/nul-in-value", &say<kNulInValue>},
    FaultBehaviour{"/control-in-name", &say<kControlInName>},
    FaultBehaviour{"/control-in-value", &say<kControlInValue>},
    FaultBehaviour{"/bad-text-in-value", &say<kBadTextInValue>},
    FaultBehaviour{"/many-headers", &many_headers},
    FaultBehaviour{"/large-header", &large_header},
    FaultBehaviour{"/endless-header", &endless_header},
    FaultBehaviour{"/stall-in-head", &stall_in_head},
    FaultBehaviour{"/drip-head", &drip_head},
    FaultBehaviour{"/many-cookies", &many_cookies},
    FaultBehaviour{"/large-cookie", &large_cookie},
    FaultBehaviour{"/bad-text-in-json", &bad_text_in_json},
    FaultBehaviour{"/nul-in-json", &nul_in_json},
    FaultBehaviour{"/nul-in-body", &nul_in_body},
    FaultBehaviour{"/brackets", &brackets},
    FaultBehaviour{"/brackets-within-limit", &brackets_within_limit},
    FaultBehaviour{"/duplicate-keys", &duplicate_keys},
    FaultBehaviour{"/beyond-double", &beyond_double},
    FaultBehaviour{"/long-number", &long_number},
    FaultBehaviour{"/redirect-file", &redirect<kToFile>},
    FaultBehaviour{"/redirect-gopher", &redirect<kToGopher>},
    FaultBehaviour{"/redirect-data", &redirect<kToData>},
    FaultBehaviour{"/redirect-script", &redirect<kToScript>},
    FaultBehaviour{"/redirect-nowhere", &redirect<kToNothing>},
    FaultBehaviour{"/redirect-credentials", &redirect<kToCredentials>},
    FaultBehaviour{"/redirect-growing", &redirect_growing},
};

}  // namespace

std::span<const FaultBehaviour> hostile_behaviours() { return kBehaviours; }

}  // namespace switchgate::testing
