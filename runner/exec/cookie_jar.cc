#include "runner/exec/cookie_jar.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::exec {
namespace {

// An address in brackets or of four numbers. No name ends in a number.
bool is_address(std::string_view host) {
  if (host.starts_with('[')) {
    return true;
  }
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() &&
         std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         (host.starts_with("127.") && is_address(host));
}

// "shop.example.com:8080" without its port.
std::string without_port(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const bool port =
      colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  return to_lower_ascii(trim(port ? authority.substr(0, colon) : authority));
}

// What a browser asks of names that begin so: that nobody but the host itself can have set
// them. The prefixes count in any case.
bool keeps_its_prefix(const SetCookie& cookie, const CookiePlace& place) {
  const std::string name = to_lower_ascii(cookie.name);
  if (name.starts_with("__secure-")) {
    return cookie.secure && place.secure;
  }
  if (name.starts_with("__host-")) {
    return cookie.secure && place.secure && cookie.domain.empty() && cookie.path == "/";
  }
  return true;
}

std::optional<Instant> end_of(const SetCookie& cookie, Instant now) {
  if (!cookie.max_age) {
    return cookie.expires;
  }
  return cookie.max_age->count() <= 0 ? now : now + *cookie.max_age;
}

bool names(const std::vector<Header>& cookies, std::string_view name) {
  return std::any_of(cookies.begin(), cookies.end(),
                     [&](const Header& cookie) { return cookie.name == name; });
}

void append(std::string& line, std::string_view name, std::string_view value) {
  line += line.empty() ? "" : "; ";
  line += name;
  line += '=';
  line += value;
}

// Where each answer on the way to `response` came from. What stands in the Host header
// holds for the origin that it was meant for.
CookiePlace place_of(const std::string& answered, const HttpRequest& request) {
  const Result<probe::Url> url = probe::parse_url(answered.empty() ? request.url : answered);
  if (!url) {
    return {};
  }
  const Result<probe::Url> asked = probe::parse_url(request.url);
  const std::string* host = find_header(request.headers, "Host");
  const bool same = asked && probe::origin(*asked) == probe::origin(*url);
  return CookiePlace::of(*url,
                         host != nullptr && same ? std::string_view(*host) : std::string_view());
}

}  // namespace

CookiePlace CookiePlace::of(const probe::Url& url, std::string_view host_header) {
  CookiePlace place;
  place.host = host_header.empty() ? url.host : without_port(host_header);
  place.path = url.path;
  place.secure = url.scheme == "https" || is_this_machine(url.host);
  return place;
}

bool domain_matches(std::string_view host, std::string_view domain) {
  if (host == domain) {
    return true;
  }
  return !domain.empty() && host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.' && !is_address(host);
}

bool path_matches(std::string_view request_path, std::string_view cookie_path) {
  if (!request_path.starts_with(cookie_path)) {
    return false;
  }
  return request_path.size() == cookie_path.size() || cookie_path.ends_with('/') ||
         request_path[cookie_path.size()] == '/';
}

std::string default_cookie_path(std::string_view request_path) {
  const std::size_t slash = request_path.rfind('/');
  if (!request_path.starts_with('/') || slash == 0) {
    return "/";
  }
  return std::string(request_path.substr(0, slash));
}

bool CookieJar::Cookie::goes_to(const CookiePlace& place, Instant now) const {
  const bool here = host_only ? place.host == domain : domain_matches(place.host, domain);
  return here && path_matches(place.path, path) && (!secure || place.secure) &&
         (!expires || *expires > now);
}

void CookieJar::take(std::string_view set_cookie, const CookiePlace& place, Instant now) {
  const Result<SetCookie> read = parse_set_cookie(set_cookie);
  if (!read || place.host.empty() || !keeps_its_prefix(*read, place)) {
    return;
  }
  Cookie cookie{read->name, read->value,  place.host,        true,
                read->path, read->secure, end_of(*read, now)};
  // Without a list of the domains that everybody may register below, a single label is
  // the one that is certain to be such.
  const std::string& domain = read->domain;
  const bool covers = domain.find('.') != std::string::npos && !domain.ends_with('.') &&
                      !is_address(place.host) && domain_matches(place.host, domain);
  if (covers) {
    cookie.domain = domain;
    cookie.host_only = false;
  } else if (!domain.empty() && domain != place.host) {
    return;
  }
  if (cookie.path.empty()) {
    cookie.path = default_cookie_path(place.path);
  }
  std::erase_if(initial_, [&](const Header& header) { return header.name == cookie.name; });
  if (cookie.expires && *cookie.expires <= now) {
    forget(cookie);
    return;
  }
  const std::string stored_for = cookie.domain;
  store(std::move(cookie));
  make_room(stored_for, now);
}

void CookieJar::take(const HttpResponse& response, const HttpRequest& request, Instant now) {
  const auto take_all = [&](const std::vector<Header>& headers, const std::string& url) {
    const CookiePlace place = place_of(url, request);
    for (const Header& header : headers) {
      if (equals_ignore_case(header.name, "Set-Cookie")) {
        take(header.value, place, now);
      }
    }
  };
  for (const Hop& hop : response.redirects) {
    take_all(hop.headers, hop.url);
  }
  take_all(response.headers, response.url);
}

std::string CookieJar::header_value(const CookiePlace& place, Instant now, bool to_target,
                                    const std::vector<Header>& own) const {
  std::vector<const Cookie*> going;
  for (const Cookie& cookie : cookies_) {
    if (cookie.goes_to(place, now) && !names(own, cookie.name)) {
      going.push_back(&cookie);
    }
  }
  std::stable_sort(going.begin(), going.end(), [](const Cookie* a, const Cookie* b) {
    return a->path.size() > b->path.size();
  });
  std::string line;
  for (const Header& cookie : to_target ? initial_ : std::vector<Header>{}) {
    if (!names(own, cookie.name)) {
      append(line, cookie.name, cookie.value);
    }
  }
  for (const Cookie* cookie : going) {
    append(line, cookie->name, cookie->value);
  }
  for (const Header& cookie : own) {
    append(line, cookie.name, cookie.value);
  }
  return line;
}

void CookieJar::add(const CookieJar& other) {
  std::erase_if(initial_,
                [&](const Header& header) { return !names(other.initial_, header.name); });
  for (const Cookie& cookie : other.cookies_) {
    std::erase_if(initial_, [&](const Header& header) { return header.name == cookie.name; });
    store(cookie);
  }
}

void CookieJar::forget(const Cookie& cookie) {
  std::erase_if(cookies_, [&](const Cookie& known) { return known.same_as(cookie); });
}

// One that is known keeps its age.
void CookieJar::store(Cookie cookie) {
  const auto known = std::find_if(cookies_.begin(), cookies_.end(),
                                  [&](const Cookie& old) { return old.same_as(cookie); });
  if (known == cookies_.end()) {
    cookies_.push_back(std::move(cookie));
  } else {
    *known = std::move(cookie);
  }
}

void CookieJar::make_room(const std::string& domain, Instant now) {
  std::erase_if(cookies_,
                [&](const Cookie& cookie) { return cookie.expires && *cookie.expires <= now; });
  const auto here = [&](const Cookie& cookie) { return cookie.domain == domain; };
  if (static_cast<std::size_t>(std::count_if(cookies_.begin(), cookies_.end(), here)) >
      kMostPerDomain) {
    cookies_.erase(std::find_if(cookies_.begin(), cookies_.end(), here));
  }
  if (cookies_.size() > kMost) {
    cookies_.erase(cookies_.begin());
  }
}

}  // namespace switchgate::exec
