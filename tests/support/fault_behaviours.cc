// One explicit table of paths and misbehaviours.

#include "tests/support/fault_behaviours.h"

#include <array>
#include <chrono>
#include <span>
#include <vector>

#include <brotli/encode.h>
#include <zlib.h>

#include "tests/support/fault_table.h"

namespace switchgate::testing {
namespace {

using std::chrono::milliseconds;
using Connection = FaultConnection;
using Request = FaultRequest;

constexpr std::size_t kMegabyte = 1'000'000;

std::string with_length(std::string_view status, std::string_view headers, std::string_view body) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// deflate with a frame: 31 is gzip, 15 zlib, -15 none.
std::string compress(std::string_view text, int frame) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, frame, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::string in(text);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

// A gigabyte of zeros. After a full flush deflate forgets what it has seen, so
// that the same piece may stand there a thousand times: compressing it all
// would take seconds.
std::string bomb() {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string zeros(kMegabyte, '\0');
  const auto next_piece = [&] {
    std::string piece(65'536, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(zeros.size());
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    deflate(&stream, Z_FULL_FLUSH);
    piece.resize(piece.size() - stream.avail_out);
    return piece;
  };
  const std::string first = next_piece();
  const std::string further = next_piece();
  deflateEnd(&stream);
  return first + repeat(further, 999);
}

// Sends bytes and keeps the connection open for the next request.
template <const auto& kBytes>
bool say(Connection& connection, const Request&) {
  return connection.send(kBytes);
}

// Sends bytes and ends the connection.
template <const auto& kBytes>
bool say_and_end(Connection& connection, const Request&) {
  connection.send(kBytes);
  return false;
}

bool ok(Connection& connection, const Request& request) {
  const std::string answer = with_length("200 OK", "Content-Type: text/plain\r\n", "ok");
  return connection.send(request.method == "HEAD" ? answer.substr(0, answer.size() - 2) : answer);
}

bool echo(Connection& connection, const Request& request) {
  return connection.send(with_length("200 OK", "", request.text));
}

bool slow(Connection& connection, const Request& request) {
  return connection.pause(milliseconds(100)) && ok(connection, request);
}

bool keep_alive_lie(Connection& connection, const Request& request) {
  return request.number == 1 && ok(connection, request);
}

bool hang(Connection& connection, const Request&) {
  connection.wait_for_end();
  return false;
}

bool drip(Connection& connection, const Request&) {
  constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
  for (std::size_t i = 0; connection.pause(milliseconds(50)); ++i) {
    if (!connection.send(i < kAnswer.size() ? kAnswer.substr(i, 1) : "x")) {
      return false;
    }
  }
  return false;
}

bool drip_whole(Connection& connection, const Request&) {
  for (const char byte : with_length("200 OK", "", "ok")) {
    if (!connection.pause(milliseconds(10)) || !connection.send({&byte, 1})) {
      return false;
    }
  }
  return true;
}

bool stall_body(Connection& connection, const Request& request) {
  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  return hang(connection, request);
}

bool close_at_once(Connection&, const Request&) { return false; }

bool reset_at_once(Connection& connection, const Request&) {
  connection.reset();
  return false;
}

// The pause lets the client read what was sent before the reset overtakes it.
bool reset_after(Connection& connection, std::string_view bytes) {
  connection.send(bytes);
  connection.pause(milliseconds(50));
  connection.reset();
  return false;
}

bool reset_in_head(Connection& connection, const Request&) {
  return reset_after(connection, "HTTP/1.1 200 OK\r\nContent-Ty");
}

bool reset_in_body(Connection& connection, const Request&) {
  return reset_after(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
}

constexpr std::string_view kHalfHead = "HTTP/1.1 200 OK\r\nContent-Ty";
constexpr std::string_view kTruncated = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
constexpr std::string_view kTruncatedChunks =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
constexpr std::string_view kBadChunk =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n";
constexpr std::string_view kLengthTooShort =
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalfandmore";
constexpr std::string_view kLengthsSame =
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nsame";
constexpr std::string_view kLengthsDiffer =
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 6\r\n\r\ndiffer";
constexpr std::string_view kLengthGarbage = "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nbody";
constexpr std::string_view kLengthPartGarbage =
    "HTTP/1.1 200 OK\r\nContent-Length: 4abc\r\n\r\nbody";
constexpr std::string_view kLengthHuge =
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nbody";
constexpr std::string_view kLengthAndChunks =
    "HTTP/1.1 200 OK\r\nContent-Length: 400\r\nTransfer-Encoding: chunked\r\n"
    "\r\n4\r\nbody\r\n0\r\n\r\n";
constexpr std::string_view kHeaderNoColon =
    "HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view kFoldedHeader =
    "HTTP/1.1 200 OK\r\nX-Folded: one\r\n  two\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view kEmptyHeader =
    "HTTP/1.1 200 OK\r\nX-Empty:\r\nX-Percent: a%20b+c\r\nX-Twice: 1\r\n"
    "X-Twice: 2\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view kEarlyHints =
    "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    "HTTP/1.1 100 Continue\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view kTrailers =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
    "2\r\nok\r\n0\r\nX-Sum: 17\r\n\r\n";
constexpr std::string_view kNotModified =
    "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 500\r\n\r\n";
constexpr std::string_view kNoContent = "HTTP/1.1 204 No Content\r\n\r\n";
constexpr std::string_view kNotHttp = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";
constexpr std::string_view kHttp09 = "<html><body>hello</body></html>\n";
constexpr std::string_view kBadStatus = "HTTP/1.1 abc What\r\n\r\n";
constexpr std::string_view kRedirectLoop =
    "HTTP/1.1 302 Found\r\nLocation: /redirect-loop\r\nContent-Length: 0\r\n"
    "\r\n";
constexpr std::string_view kEmptyBody =
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view kUnknownCoding =
    "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 3\r\n\r\n"
    "\x0b\x01\x80";

bool coded(Connection& connection, std::string_view coding, std::string_view bytes) {
  return connection.send(
      with_length("200 OK", "Content-Encoding: " + std::string(coding) + "\r\n", bytes));
}

bool gzip_whole(Connection& connection, const Request&) {
  return coded(connection, "gzip", gzip("hello, compressed"));
}

bool gzip_half(Connection& connection, const Request&) {
  const std::string whole = gzip(repeat("hello ", 1000));
  return coded(connection, "gzip", whole.substr(0, whole.size() / 2));
}

bool gzip_damaged(Connection& connection, const Request&) {
  std::string whole = gzip("hello, compressed");
  whole[whole.size() / 2] = static_cast<char>(whole[whole.size() / 2] ^ 0x55);
  return coded(connection, "gzip", whole);
}

bool gzip_bomb(Connection& connection, const Request&) { return coded(connection, "gzip", bomb()); }

bool gzip_members(Connection& connection, const Request&) {
  return coded(connection, "x-gzip", gzip("hello, ") + gzip("compressed"));
}

bool brotli_whole(Connection& connection, const Request&) {
  return coded(connection, "br", brotli("hello, compressed"));
}

bool brotli_half(Connection& connection, const Request&) {
  const std::string whole = brotli(repeat("hello ", 1000) + "and the rest");
  return coded(connection, "br", whole.substr(0, whole.size() / 2));
}

bool brotli_damaged(Connection& connection, const Request&) {
  return coded(connection, "br", brotli("hello, compressed") + "behind the end");
}

bool brotli_bomb(Connection& connection, const Request&) {
  return coded(connection, "br", brotli(std::string(100 * kMegabyte, '\0')));
}

bool brotli_gzip(Connection& connection, const Request&) {
  return coded(connection, "gzip, br", brotli(gzip("hello, compressed")));
}

bool gzip_deflate(Connection& connection, const Request&) {
  return coded(connection, "deflate, gzip", gzip(compress("hello, compressed", -15)));
}

bool long_status_line(Connection& connection, const Request&) {
  return connection.send("HTTP/1.1 200 " + repeat("O", 102'400) +
                         "\r\nContent-Length: 2\r\n\r\nok");
}

bool header_flood(Connection& connection, const Request&) {
  connection.send("HTTP/1.1 200 OK\r\n");
  const std::string some = repeat("X-Flood: " + repeat("f", 90) + "\r\n", 100);
  while (connection.send(some)) {
  }
  return false;
}

bool long_header(Connection& connection, const Request&) {
  return connection.send("HTTP/1.1 200 OK\r\nX-Long: " + repeat("l", 90'000) +
                         "\r\nContent-Length: 2\r\n\r\nok");
}

bool large_body(Connection& connection, const Request&) {
  const std::string piece(kMegabyte, 'x');
  connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) {
    if (!connection.send("f4240\r\n" + piece + "\r\n")) {
      return false;
    }
  }
  return connection.send("0\r\n\r\n");
}

bool deep_json(Connection& connection, const Request&) {
  constexpr std::size_t kDepth = 100'000;
  return connection.send(with_length("200 OK", "Content-Type: application/json\r\n",
                                     std::string(kDepth, '[') + std::string(kDepth, ']')));
}

bool redirect(Connection& connection, std::string_view status, std::string_view location) {
  return connection.send(
      with_length(status, "Location: " + std::string(location) + "\r\n", "moved"));
}

bool redirect_elsewhere(Connection& connection, const Request& request) {
  return redirect(connection, "302 Found", request.redirect_elsewhere);
}

bool redirect_307(Connection& connection, const Request&) {
  return redirect(connection, "307 Temporary Redirect", "echo");
}

bool not_found(Connection& connection, const Request&) {
  return connection.send(with_length("404 Not Found", "", "no such fault"));
}

constexpr std::array kBehaviours = {
    FaultBehaviour{"/ok", &ok},
    FaultBehaviour{"/echo", &echo},
    FaultBehaviour{"/empty-body", &say<kEmptyBody>},
    FaultBehaviour{"/slow", &slow},
    FaultBehaviour{"/keep-alive-lie", &keep_alive_lie},
    FaultBehaviour{"/hang", &hang},
    FaultBehaviour{"/drip", &drip},
    FaultBehaviour{"/drip-whole", &drip_whole},
    FaultBehaviour{"/stall-body", &stall_body},
    FaultBehaviour{"/close-at-once", &close_at_once},
    FaultBehaviour{"/half-head", &say_and_end<kHalfHead>},
    FaultBehaviour{"/reset-at-once", &reset_at_once},
    FaultBehaviour{"/reset-in-head", &reset_in_head},
    FaultBehaviour{"/reset-in-body", &reset_in_body},
    FaultBehaviour{"/truncated", &say_and_end<kTruncated>},
    FaultBehaviour{"/truncated-chunks", &say_and_end<kTruncatedChunks>},
    FaultBehaviour{"/bad-chunk", &say_and_end<kBadChunk>},
    FaultBehaviour{"/length-too-short", &say_and_end<kLengthTooShort>},
    FaultBehaviour{"/lengths-same", &say<kLengthsSame>},
    FaultBehaviour{"/lengths-differ", &say<kLengthsDiffer>},
    FaultBehaviour{"/length-garbage", &say<kLengthGarbage>},
    FaultBehaviour{"/length-part-garbage", &say<kLengthPartGarbage>},
    FaultBehaviour{"/length-huge", &say<kLengthHuge>},
    FaultBehaviour{"/length-and-chunks", &say<kLengthAndChunks>},
    FaultBehaviour{"/gzip", &gzip_whole},
    FaultBehaviour{"/gzip-half", &gzip_half},
    FaultBehaviour{"/gzip-damaged", &gzip_damaged},
    FaultBehaviour{"/gzip-bomb", &gzip_bomb},
    FaultBehaviour{"/gzip-members", &gzip_members},
    FaultBehaviour{"/gzip-deflate", &gzip_deflate},
    FaultBehaviour{"/brotli", &brotli_whole},
    FaultBehaviour{"/brotli-half", &brotli_half},
    FaultBehaviour{"/brotli-damaged", &brotli_damaged},
    FaultBehaviour{"/brotli-bomb", &brotli_bomb},
    FaultBehaviour{"/brotli-gzip", &brotli_gzip},
    FaultBehaviour{"/unknown-coding", &say<kUnknownCoding>},
    FaultBehaviour{"/long-status-line", &long_status_line},
    FaultBehaviour{"/header-flood", &header_flood},
    FaultBehaviour{"/long-header", &long_header},
    FaultBehaviour{"/header-no-colon", &say<kHeaderNoColon>},
    FaultBehaviour{"/folded-header", &say<kFoldedHeader>},
    FaultBehaviour{"/empty-header", &say<kEmptyHeader>},
    FaultBehaviour{"/early-hints", &say<kEarlyHints>},
    FaultBehaviour{"/trailers", &say<kTrailers>},
    FaultBehaviour{"/not-modified", &say<kNotModified>},
    FaultBehaviour{"/no-content", &say<kNoContent>},
    FaultBehaviour{"/large-body", &large_body},
    FaultBehaviour{"/deep-json", &deep_json},
    FaultBehaviour{"/not-http", &say_and_end<kNotHttp>},
    FaultBehaviour{"/http-0.9", &say_and_end<kHttp09>},
    FaultBehaviour{"/bad-status", &say_and_end<kBadStatus>},
    FaultBehaviour{"/redirect-loop", &say<kRedirectLoop>},
    FaultBehaviour{"/redirect-elsewhere", &redirect_elsewhere},
    FaultBehaviour{"/redirect-307", &redirect_307},
};

std::array<std::span<const FaultBehaviour>, 2> tables() {
  return {std::span<const FaultBehaviour>(kBehaviours), hostile_behaviours()};
}

}  // namespace

std::string gzip(std::string_view text) { return compress(text, 31); }

std::string brotli(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 16;
  std::string out(size, '\0');
  constexpr int kQuality = 5;
  BrotliEncoderCompress(kQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, text.size(),
                        reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                        reinterpret_cast<std::uint8_t*>(out.data()));
  out.resize(size);
  return out;
}

std::vector<std::string_view> fault_paths() {
  std::vector<std::string_view> paths;
  for (const std::span<const FaultBehaviour> table : tables()) {
    for (const FaultBehaviour& behaviour : table) {
      paths.push_back(behaviour.path);
    }
  }
  return paths;
}

bool behave(FaultConnection& connection, const FaultRequest& request) {
  for (const std::span<const FaultBehaviour> table : tables()) {
    for (const FaultBehaviour& behaviour : table) {
      if (behaviour.path == request.path) {
        return behaviour.act(connection, request);
      }
    }
  }
  return not_found(connection, request);
}

}  // namespace switchgate::testing
