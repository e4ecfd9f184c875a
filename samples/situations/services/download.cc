// A file to download, with its checksum, validators and the headers that keep browsers safe.

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

// 4096 bytes that are the same everywhere: a linear congruence, its high bytes.
std::string archive() {
  std::string bytes;
  for (unsigned state = 2026, i = 0; i < 4096; ++i) {
    state = state * 1664525U + 1013904223U;
    bytes += static_cast<char>(state >> 24U);
  }
  return bytes;
}

constexpr auto kETag = "\"tool-1.2.0-4096\"";

void add_safety(httplib::Response& response, bool with_policy) {
  response.set_header("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  response.set_header("X-Content-Type-Options", "nosniff");
  if (with_policy) {
    response.set_header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
  }
}

}  // namespace

void route_download(httplib::Server& server, const std::string& release) {
  server.Get("/downloads/tool-1.2.0.tar.gz", [release](const auto& request, auto& response) {
    add_safety(response, true);
    response.set_header("ETag", kETag);
    response.set_header("Cache-Control", "public, max-age=86400, immutable");
    if (release != "validator-ignored" && request.get_header_value("If-None-Match") == kETag) {
      response.status = 304;
      return;
    }
    std::string bytes = archive();
    if (release == "cut") {
      bytes.resize(4000);
    } else if (release == "other-bytes") {
      bytes[2000] = static_cast<char>(bytes[2000] ^ 1);
    }
    response.set_header("Content-Disposition", "attachment; filename=\"tool-1.2.0.tar.gz\"");
    answer(response, 200, bytes, "application/gzip");
  });
  server.Get("/", [release](const auto&, auto& response) {
    add_safety(response, release != "no-policy");
    answer(response, 200, "<!doctype html><title>Downloads</title>", "text/html; charset=utf-8");
  });
}

}  // namespace situations
