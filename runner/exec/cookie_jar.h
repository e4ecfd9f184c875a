// The cookies of one session on one side, kept and sent by RFC 6265: what answers set goes
// with later requests to the hosts and paths that it was set for, and nowhere else.

#ifndef SWITCHGATE_RUNNER_EXEC_COOKIE_JAR_H_
#define SWITCHGATE_RUNNER_EXEC_COOKIE_JAR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/set_cookie.h"
#include "checks/model/exchange.h"
#include "runner/probe/url.h"

namespace switchgate::exec {

// Where a request goes, as cookies see it.
struct CookiePlace {
  std::string host;  // lower case; that of the Host header where a request has one
  std::string path;  // begins with '/'
  // TLS, or this machine itself: what browsers call trustworthy.
  bool secure = false;

  // Of `url`; `host_header` is what the request says instead of the URL's host, or empty.
  static CookiePlace of(const probe::Url& url, std::string_view host_header = {});
};

// RFC 6265 section 5.1.3: is `host` the `domain`, or a name below it? An address has no
// names below it.
bool domain_matches(std::string_view host, std::string_view domain);
// Section 5.1.4.
bool path_matches(std::string_view request_path, std::string_view cookie_path);
std::string default_cookie_path(std::string_view request_path);

// Not synchronised.
class CookieJar {
 public:
  // More than these, and the oldest go: an answer can set a thousand cookies.
  static constexpr std::size_t kMostPerDomain = 50;
  static constexpr std::size_t kMost = 300;

  // `initial` are the target's own `cookies:`. They go with every request to the target,
  // until an answer sets or removes one of that name.
  explicit CookieJar(std::vector<Header> initial) : initial_(std::move(initial)) {}

  // One Set-Cookie line of an answer from `place`. One that is malformed, for a foreign
  // domain, or breaks the rules of its __Host- or __Secure- prefix is ignored, as
  // browsers do.
  void take(std::string_view set_cookie, const CookiePlace& place, Instant now);
  // All of an answer to `request`, those of the redirects before it first.
  void take(const HttpResponse& response, const HttpRequest& request, Instant now);

  // What goes to `place`: "a=1; b=2", longer paths first, then older ones; empty without
  // cookies. `to_target`: the initial ones go along. `own` stand in the place of those of
  // the same name.
  std::string header_value(const CookiePlace& place, Instant now, bool to_target,
                           const std::vector<Header>& own = {}) const;

  // All of the other's, in the place of the same ones. What that one was given for the
  // target and has lost since, this one loses too.
  void add(const CookieJar& other);

  std::size_t size() const { return cookies_.size(); }

 private:
  struct Cookie {
    std::string name;
    std::string value;
    std::string domain;
    bool host_only = true;
    std::string path;
    bool secure = false;
    std::optional<Instant> expires;

    bool same_as(const Cookie& other) const {
      return name == other.name && domain == other.domain && path == other.path;
    }
    bool goes_to(const CookiePlace& place, Instant now) const;
  };
  void forget(const Cookie& cookie);
  void store(Cookie cookie);
  void make_room(const std::string& domain, Instant now);

  std::vector<Header> initial_;
  std::vector<Cookie> cookies_;  // in the order of their creation
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COOKIE_JAR_H_
