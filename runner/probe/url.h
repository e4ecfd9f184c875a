// Web addresses: taking them apart, resolving references, building the URL of a
// request.

#ifndef SWITCHGATE_RUNNER_PROBE_URL_H_
#define SWITCHGATE_RUNNER_PROBE_URL_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "checks/base/result.h"

namespace switchgate::probe {

// An absolute http or https URL. It never holds a user name, a password or a
// fragment.
struct Url {
  std::string scheme;      // "http", "https"
  std::string host;        // lower case; IPv6 in brackets
  int port = 0;            // never 0: the scheme's own when the text has none
  std::string path;        // begins with '/', as written: dot segments stay
  std::string query;       // without '?'
  bool has_query = false;  // "/a?" and "/a" are different requests
  friend bool operator==(const Url&, const Url&) = default;
};

// An international host name becomes its xn-- form. Fails for another scheme, for
// credentials in the URL (their place is `auth`), and for bytes that cannot stand in
// a URL.
Result<Url> parse_url(std::string_view given);

// What `reference` (a Location header) means on the page `base`, by RFC 3986:
// dot segments are removed, blanks and non-ASCII bytes are percent-encoded as
// browsers do, credentials and the fragment are dropped. Fails for another
// scheme.
Result<Url> resolve(const Url& base, std::string_view reference);

std::string to_string(const Url& url);

// "https://shop.example.com", "http://127.0.0.1:8080": no default port. Two
// URLs with the same origin are the same party.
std::string origin(const Url& url);

// "shop.example.com", "127.0.0.1:8080": what the Host header says.
std::string authority(const Url& url);

// The URL of a request: `path` ("/carts?x=1", "carts", "?x=1" or empty) behind
// the base path of `base`; an absolute `path` stands alone. Blanks, quotes and
// non-ASCII bytes are percent-encoded; '%' is taken as written; a fragment is
// dropped. Fails when either part is no URL, or when `base` has a query.
Result<std::string> join_target_url(std::string_view base, std::string_view path);

// `url` with the parameters behind those it has, names and values
// percent-encoded.
std::string append_query(std::string url,
                         std::span<const std::pair<std::string, std::string>> parameters);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_URL_H_
