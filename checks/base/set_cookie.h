// Reads a Set-Cookie header line as browsers do (RFC 6265 section 5.2), and the dates
// of HTTP, which are those of cookies.

#ifndef SWITCHGATE_CHECKS_BASE_SET_COOKIE_H_
#define SWITCHGATE_CHECKS_BASE_SET_COOKIE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/calendar.h"
#include "checks/base/result.h"

namespace switchgate {

// What the line says; what that means at the URL that sent it is the jar's to decide.
// The last attribute of a name counts; one that cannot be read counts as absent.
struct SetCookie {
  std::string name;    // never empty
  std::string value;   // quotes around it belong to it
  std::string domain;  // lower case, without a leading dot; empty: only the host that sent it
  std::string path;    // begins with '/'; empty: the directory of the URL that sent it
  std::optional<Instant> expires;
  std::optional<std::chrono::seconds> max_age;  // zero or less removes; over `expires`
  bool secure = false;
  bool http_only = false;
  std::string same_site;  // as written: "Lax"; empty when absent
};

// Fails for a line without a name and a '=', with a control character other than a
// tab, and when name and value together are beyond 4096 bytes.
Result<SetCookie> parse_set_cookie(std::string_view line);

// "Sun, 06 Nov 1994 08:49:37 GMT", and every other form that RFC 6265 section 5.1.1
// understands: those of RFC 9110 are among them. Always UTC.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_SET_COOKIE_H_
