// Fuzzes cookies: the input's first line is the URL that answers, the second the one that is
// asked next, each further line a Set-Cookie header. Nothing reaches a foreign host, and
// what is sent is one header line.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/set_cookie.h"
#include "checks/base/text.h"
#include "runner/exec/cookie_jar.h"

namespace {

using switchgate::exec::CookieJar;
using switchgate::exec::CookiePlace;

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

bool is_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

// May a cookie of one host ever reach the other? Only when both lie below one domain of at
// least two labels.
bool may_share(std::string_view a, std::string_view b) {
  for (std::string_view domain = a; domain.find('.') != std::string_view::npos;
       domain.remove_prefix(domain.find('.') + 1)) {
    if (!domain.ends_with('.') && switchgate::exec::domain_matches(a, domain) &&
        switchgate::exec::domain_matches(b, domain)) {
      return true;
    }
  }
  return a == b;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace probe = switchgate::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = switchgate::split(text, '\n');
  if (lines.size() < 3) {
    return 0;
  }
  const auto from = probe::parse_url(lines[0]);
  const auto to = probe::parse_url(lines[1]);
  if (!from || !to) {
    return 0;
  }
  const CookiePlace sender = CookiePlace::of(*from);
  const CookiePlace place = CookiePlace::of(*to);
  const switchgate::Instant now{std::chrono::hours(24) * 365 * 56};
  CookieJar jar(std::vector<switchgate::Header>{{"own", "1"}});
  for (std::size_t i = 2; i < lines.size(); ++i) {
    jar.take(lines[i], sender, now);
    const auto read = switchgate::parse_set_cookie(lines[i]);
    must(!read || (!read->name.empty() && is_line(read->name) && is_line(read->value)));
    must(!read || read->path.empty() || read->path.starts_with('/'));
  }
  must(jar.size() <= CookieJar::kMostPerDomain * 20 && jar.size() <= CookieJar::kMost);
  const std::string sent = jar.header_value(place, now, false);
  must(is_line(sent));
  must(sent.empty() || may_share(sender.host, place.host));
  must(place.secure || sent.find("__Secure-") != 0);
  CookieJar later(std::vector<switchgate::Header>{});
  later.add(jar);
  must(later.header_value(place, now, false) == sent);
  return 0;
}
