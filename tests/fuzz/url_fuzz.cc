// Fuzzes addresses: the input's first line is a base, the rest a reference to
// resolve on it. What is accepted reads again as itself and could be sent.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runner/probe/url.h"

namespace {

using switchgate::probe::Url;

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(const Url& url) {
  const std::string text = switchgate::probe::to_string(url);
  const auto again = switchgate::probe::parse_url(text);
  must(again.ok() && *again == url);
  must(url.port > 0 && url.port <= 65535 && url.path.starts_with('/'));
  must(switchgate::probe::origin(url).find('@') == std::string::npos);
  // No byte that must be encoded.
  for (const char c : text) {
    must(static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace probe = switchgate::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view first = text.substr(0, line);
  const std::string_view reference =
      line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  if (const auto joined = probe::join_target_url(first, reference)) {
    const auto url = probe::parse_url(*joined);
    must(url.ok());
    check(*url);
  }
  const auto base = probe::parse_url(first);
  if (!base) {
    return 0;
  }
  check(*base);
  if (const auto resolved = probe::resolve(*base, reference)) {
    check(*resolved);
  }
  return 0;
}
