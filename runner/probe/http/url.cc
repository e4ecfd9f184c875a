// Takes URLs apart with libcurl's own parser, so that what a suite is judged by
// and what is dialled can never be read differently.

#include "runner/probe/url.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include <curl/curl.h>

#include "checks/base/text.h"
#include "runner/probe/http/international.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kNoInternationalHost =
    "the host is not a valid international name; write it in its xn-- form";

struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, CloseUrl>;

std::optional<std::string> part(CURLU* handle, CURLUPart which, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle, which, &text, flags) != CURLUE_OK || text == nullptr) {
    return std::nullopt;
  }
  std::string out(text);
  curl_free(text);
  return out;
}

// `text` without the credentials that a URL may hold, for messages.
std::string without_credentials(std::string_view text) {
  const std::size_t slashes = text.find("//");
  const std::size_t start = slashes == std::string_view::npos ? 0 : slashes + 2;
  const std::string_view party = text.substr(start, text.find_first_of("/?#", start) - start);
  const std::size_t at = party.rfind('@');
  if (at == std::string_view::npos) {
    return std::string(text);
  }
  return std::string(text.substr(0, start)) + "***" + std::string(text.substr(start + at));
}

Error bad_url(std::string_view text, std::string_view why) {
  return Error{"expected an absolute http or https URL, got '" +
                   excerpt(without_credentials(text)) + "': " + std::string(why),
               {}};
}

std::string reason_of(CURLUcode code) {
  switch (code) {
    case CURLUE_BAD_SCHEME:
    case CURLUE_UNSUPPORTED_SCHEME:
      return "it does not begin with http:// or https://";
    case CURLUE_BAD_PORT_NUMBER:
      return "the port is not a number from 1 to 65535";
    case CURLUE_BAD_HOSTNAME:
    case CURLUE_NO_HOST:
    case CURLUE_BAD_IPV6:
      return "the host is missing or not a host name";
    case CURLUE_USER_NOT_ALLOWED:
      return "it holds a user name; use `auth` instead, which is masked in "
             "reports";
    default:
      return "it is malformed (" + to_lower_ascii(curl_url_strerror(code)) + ")";
  }
}

// libcurl undoes percent-encoding in a host, and takes what no name server knows.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return true;  // an IPv6 address, which libcurl has read
  }
  for (const char c : host) {
    const bool known =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (!known) {
      return false;
    }
  }
  return !host.empty();
}

Result<Url> take_apart(CURLU* handle, std::string_view text) {
  Url url;
  url.scheme = to_lower_ascii(part(handle, CURLUPART_SCHEME).value_or(""));
  if (url.scheme != "http" && url.scheme != "https") {
    return bad_url(text, reason_of(CURLUE_UNSUPPORTED_SCHEME));
  }
  url.host = to_lower_ascii(part(handle, CURLUPART_HOST).value_or(""));
  if (url.host.empty()) {
    return bad_url(text, reason_of(CURLUE_NO_HOST));
  }
  if (!is_host(url.host)) {
    return bad_url(text,
                   "the host is missing or not a host name of letters, digits, '-', '_' and '.'");
  }
  const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("");
  std::from_chars(port.data(), port.data() + port.size(), url.port);
  if (url.port < 1 || url.port > 65535) {
    return bad_url(text, reason_of(CURLUE_BAD_PORT_NUMBER));
  }
  url.path = part(handle, CURLUPART_PATH).value_or("/");
  const std::optional<std::string> query = part(handle, CURLUPART_QUERY);
  url.query = query.value_or("");
  url.has_query = query.has_value();
  return url;
}

// Percent-encodes the bytes that can stand nowhere in a URL; '%' stays as
// written.
std::string encode_unsafe(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unsafe = byte <= 0x20 || byte >= 0x7f ||
                        std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos;
    if (unsafe) {
      out += percent_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out;
}

// The same for a whole URL, whose host is no place for percent signs. What is no
// host stays as it is, for parse_url to tell.
std::string encoded(std::string_view url) {
  const std::optional<std::string> converted = with_ascii_host(url);
  return converted ? encode_unsafe(*converted) : std::string(url);
}

bool is_absolute(std::string_view text) {
  const std::string start = to_lower_ascii(text.substr(0, 8));
  return start.starts_with("http://") || start.starts_with("https://");
}

}  // namespace

Result<Url> parse_url(std::string_view given) {
  const std::optional<std::string> converted = with_ascii_host(given);
  if (!converted) {
    return bad_url(given, kNoInternationalHost);
  }
  const std::string& text = *converted;
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return bad_url(given, "it holds bytes beyond ASCII, which must be percent-encoded");
  }
  if (text.find('\0') != std::string::npos) {
    return bad_url(text, "it holds a NUL byte");
  }
  if (!is_absolute(text)) {
    return bad_url(text, reason_of(CURLUE_BAD_SCHEME));
  }
  // libcurl forgives a third slash.
  if (std::string_view(text).substr(text.find("//") + 2).starts_with('/')) {
    return bad_url(text, reason_of(CURLUE_NO_HOST));
  }
  const UrlHandle handle(curl_url());
  const CURLUcode code =
      curl_url_set(handle.get(), CURLUPART_URL, text.c_str(),
                   CURLU_PATH_AS_IS | CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK) {
    return bad_url(text, reason_of(code));
  }
  return take_apart(handle.get(), text);
}

Result<Url> resolve(const Url& base, std::string_view reference) {
  if (reference.find('\0') != std::string_view::npos) {
    return bad_url(reference, "it holds a NUL byte");
  }
  const std::optional<std::string> converted = with_ascii_host(trim(reference));
  if (!converted) {
    return bad_url(reference, kNoInternationalHost);
  }
  const UrlHandle handle(curl_url());
  CURLUcode code =
      curl_url_set(handle.get(), CURLUPART_URL, to_string(base).c_str(), CURLU_PATH_AS_IS);
  if (code == CURLUE_OK) {
    code = curl_url_set(handle.get(), CURLUPART_URL, encode_unsafe(*converted).c_str(),
                        CURLU_NON_SUPPORT_SCHEME);
  }
  if (code != CURLUE_OK) {
    return bad_url(reference, reason_of(code));
  }
  return take_apart(handle.get(), reference);
}

std::string authority(const Url& url) {
  const int usual = url.scheme == "https" ? 443 : 80;
  return url.port == usual ? url.host : url.host + ":" + std::to_string(url.port);
}

std::string origin(const Url& url) { return url.scheme + "://" + authority(url); }

std::string to_string(const Url& url) {
  return origin(url) + url.path + (url.has_query ? "?" + url.query : "");
}

Result<std::string> join_target_url(std::string_view base, std::string_view path) {
  path = path.substr(0, path.find('#'));
  if (is_absolute(path)) {
    const Result<Url> alone = parse_url(encoded(path));
    return alone ? Result<std::string>(to_string(*alone)) : Result<std::string>(alone.error());
  }
  Result<Url> url = parse_url(encoded(trim(base)));
  if (!url) {
    return url.error();
  }
  if (base.find('#') != std::string_view::npos) {
    return bad_url(base, "a target's URL has no fragment ('#'), which is never sent");
  }
  if (url->has_query) {
    return bad_url(base, "a target's URL has no query; give the parameters to the requests");
  }
  const std::size_t question = path.find('?');
  const std::string_view segments = path.substr(0, question);
  if (!segments.empty()) {
    if (url->path.ends_with('/')) {
      url->path.pop_back();
    }
    url->path += (segments.starts_with('/') ? "" : "/") + encode_unsafe(segments);
  }
  if (question != std::string_view::npos) {
    url->has_query = true;
    url->query = encode_unsafe(path.substr(question + 1));
  }
  return to_string(*url);
}

std::string append_query(std::string url,
                         std::span<const std::pair<std::string, std::string>> parameters) {
  for (const auto& [name, value] : parameters) {
    if (url.find('?') == std::string::npos) {
      url += '?';
    } else if (!url.ends_with('?') && !url.ends_with('&')) {
      url += '&';
    }
    url += percent_encode(name) + '=' + percent_encode(value);
  }
  return url;
}

}  // namespace switchgate::probe
