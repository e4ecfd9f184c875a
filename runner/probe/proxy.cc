// Reads proxy URLs and the environment's exceptions to them.

#include "runner/probe/proxy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <utility>

#include <arpa/inet.h>

#include "checks/base/text.h"

namespace switchgate::probe {
namespace {

constexpr std::array<std::string_view, 6> kSchemes = {"http",    "https",  "socks4",
                                                      "socks4a", "socks5", "socks5h"};

struct Parts {
  std::string_view scheme;  // empty when none was written
  std::string_view party;   // host and port
};

Parts take_apart(std::string_view text) {
  Parts parts;
  if (const std::size_t slashes = text.find("://"); slashes != std::string_view::npos) {
    parts.scheme = text.substr(0, slashes);
    text.remove_prefix(slashes + 3);
  }
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    text.remove_prefix(at + 1);
  }
  parts.party = text.substr(0, text.find('/'));
  return parts;
}

struct Network {
  std::string bytes;  // 4 or 16 of them
  std::size_t bits = 0;
};

std::optional<std::string> address_bytes(std::string_view text) {
  const std::string name(trim(text));
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) {
    return std::string(bytes.data(), 4);
  }
  if (inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1) {
    return std::string(bytes.data(), bytes.size());
  }
  return std::nullopt;
}

// "10.0.0.0/8", "[2001:db8::]/32", or one address.
std::optional<Network> network_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  std::string_view address = text.substr(0, slash);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  const std::optional<std::string> bytes = address_bytes(address);
  if (!bytes) {
    return std::nullopt;
  }
  Network out{*bytes, bytes->size() * 8};
  if (slash != std::string_view::npos) {
    const std::string_view bits = text.substr(slash + 1);
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), count);
    if (error != std::errc() || end != bits.data() + bits.size() || count > out.bits) {
      return std::nullopt;
    }
    out.bits = count;
  }
  return out;
}

bool holds(const Network& network, std::string_view address) {
  if (network.bytes.size() != address.size()) {
    return false;
  }
  for (std::size_t bit = 0; bit < network.bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((static_cast<unsigned char>(network.bytes[bit / 8]) ^
          static_cast<unsigned char>(address[bit / 8])) &
         mask) != 0) {
      return false;
    }
  }
  return true;
}

// "example.com" and ".example.com" stand for themselves and for what is below them.
bool below(std::string_view host, std::string_view domain) {
  domain.remove_prefix(domain.starts_with('.') ? 1 : 0);
  domain.remove_suffix(domain.ends_with('.') ? 1 : 0);
  host.remove_suffix(host.ends_with('.') ? 1 : 0);
  return !domain.empty() && host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

bool excepted(std::string_view host, const std::string& exceptions) {
  if (trim(exceptions) == "*") {
    return true;
  }
  const bool v6 = host.starts_with('[') && host.ends_with(']');
  const std::optional<std::string> address =
      address_bytes(v6 ? host.substr(1, host.size() - 2) : host);
  const std::string list = to_lower_ascii(replace_all(exceptions, ",", " "));
  const std::vector<std::string_view> entries = split(list, ' ');
  return std::any_of(entries.begin(), entries.end(), [&](std::string_view entry) {
    if (!address) {
      return below(host, trim(entry));
    }
    const std::optional<Network> network = network_of(trim(entry));
    return network && holds(*network, *address);
  });
}

}  // namespace

std::string environment_variable(const std::string& name) {
  // Nothing in this program changes the environment.
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : value;
}

std::string environment_proxy(const Url& url, const Variables& variables) {
  const auto first_of = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (std::string value = variables(name); !value.empty()) {
        return value;
      }
    }
    return std::string();
  };
  if (excepted(url.host, first_of({"no_proxy", "NO_PROXY"}))) {
    return {};
  }
  return url.scheme == "https" ? first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
                               : first_of({"http_proxy", "all_proxy", "ALL_PROXY"});
}

Status check_proxy(std::string_view text) {
  const Parts parts = take_apart(text);
  const bool known =
      std::find(kSchemes.begin(), kSchemes.end(), to_lower_ascii(parts.scheme)) != kSchemes.end();
  const Result<Url> party = parse_url("http://" + std::string(parts.party));
  const std::size_t colon = parts.party.rfind(':');
  const std::size_t bracket = parts.party.rfind(']');
  const bool has_port = colon != std::string_view::npos && colon + 1 < parts.party.size() &&
                        (bracket == std::string_view::npos || colon > bracket);
  const std::string_view tail = text.substr(text.find(parts.party) + parts.party.size());
  if (!known || !party || !has_port || !(tail.empty() || tail == "/")) {
    const std::string shown =
        (parts.scheme.empty() ? "" : std::string(parts.scheme) + "://") + std::string(parts.party);
    return Error{
        "expected a proxy as scheme://host:port such as http://proxy.example.com:3128 "
        "(http, https, socks4, socks4a, socks5 or socks5h), or none; got '" +
            excerpt(shown, 80) + "'",
        {}};
  }
  return Ok{};
}

std::string proxy_name(std::string_view text) { return std::string(take_apart(text).party); }

}  // namespace switchgate::probe
