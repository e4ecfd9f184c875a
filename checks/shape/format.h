// What a string looks like: the one format that its characters have. Formats
// are evidence for readers that parse; they are never as strict as a validator.

#ifndef SWITCHGATE_CHECKS_SHAPE_FORMAT_H_
#define SWITCHGATE_CHECKS_SHAPE_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace switchgate::shape {

enum class Format : std::uint8_t {
  kPlain,
  kUuid,
  kDateTime,
  kDate,
  kTime,
  kEmail,
  kUri,
  kIpv4,
  kIpv6,
  kUlid,
  kNumeric,
  kJwt,
  kEmpty
};

inline constexpr std::size_t kFormatCount = 13;

std::string_view name_of(Format format);  // "plain", "uuid", "date-time" …
std::optional<Format> format_named(std::string_view name);

// The most telling format of `text`; kPlain when it has no other.
Format detect_format(std::string_view text);

// Is `name` made by a machine (a number, uuid, ulid, date, e-mail, locale or 8
// and more hexadecimal digits) rather than chosen by the author of an
// interface?
bool machine_made_key(std::string_view name);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_FORMAT_H_
