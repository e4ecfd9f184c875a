// Converts with libidn2, which comes with libcurl.

#include "runner/probe/http/international.h"

#include <algorithm>
#include <cstdint>

#include <idn2.h>

namespace switchgate::probe {

std::optional<std::string> with_ascii_host(std::string_view url) {
  const std::size_t slashes = url.find("//");
  const bool has_host =
      slashes == 0 || (slashes != std::string_view::npos && slashes > 0 && url[slashes - 1] == ':');
  if (!has_host) {
    return std::string(url);
  }
  const std::size_t start = slashes + 2;
  const std::size_t end = std::min(url.find_first_of("/?#", start), url.size());
  const std::string_view party = url.substr(start, end - start);
  const std::size_t at = party.rfind('@');
  const std::size_t host_start = at == std::string_view::npos ? 0 : at + 1;
  std::string_view host = party.substr(host_start);
  host = host.substr(0, host.find(':'));
  const bool ascii = std::all_of(host.begin(), host.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    return std::string(url);
  }
  std::uint8_t* converted = nullptr;
  const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(std::string(host).c_str()),
                                  &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK) {
    return std::nullopt;
  }
  const std::string name(reinterpret_cast<const char*>(converted));
  idn2_free(converted);
  return std::string(url.substr(0, start + host_start)) + name +
         std::string(url.substr(start + host_start + host.size()));
}

}  // namespace switchgate::probe
