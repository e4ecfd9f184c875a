// Is a text a date, a UUID, a host name …: the named formats of `format:` and
// of inferred shapes, as pure functions. Each takes the whole text, without
// blanks around it.

#ifndef SWITCHGATE_CHECKS_BASE_FORMATS_H_
#define SWITCHGATE_CHECKS_BASE_FORMATS_H_

#include <span>
#include <string_view>

namespace switchgate {

bool is_date_time(std::string_view text);  // RFC 3339: 2026-11-22T10:15:30.25+01:00
bool is_date(std::string_view text);       // RFC 3339 full-date: 2026-11-22
bool is_time(std::string_view text);       // RFC 3339 full-time: 10:15:30Z; the
                                           // offset is required
bool is_uuid(std::string_view text);       // RFC 9562, any version, either case
bool is_uri(std::string_view text);        // RFC 3986 with a scheme; not a relative reference
bool is_email(std::string_view text);      // RFC 5321 mailbox: dot-atom or quoted,
                                           // at a host or [address]
bool is_hostname(std::string_view text);   // RFC 1123, at most 253 bytes; IDNs
                                           // in their xn-- form
bool is_ipv4(std::string_view text);       // four decimals, no leading zeros
bool is_ipv6(std::string_view text);       // RFC 4291, without a zone
bool is_base64(std::string_view text);     // RFC 4648 section 4, padded; empty is valid
bool is_jwt(std::string_view text);        // three base64url parts, the first two decode to {…}
bool is_semver(std::string_view text);     // semver.org 2.0.0

struct TextFormat {
  std::string_view name;  // "date-time"
  bool (*holds)(std::string_view text);
};

// In the order in which they are documented.
std::span<const TextFormat> text_formats();
const TextFormat* find_text_format(std::string_view name);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_FORMATS_H_
