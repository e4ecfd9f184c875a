// Decompresses bodies, and notices what a forgiving client does not: half a
// stream, damage, and a small body that becomes a huge one.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_INFLATE_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_INFLATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchgate::probe {

enum class Coding : std::uint8_t { kGzip, kDeflate, kBrotli };
enum class InflateEnd : std::uint8_t { kWhole, kTruncated, kMalformed, kTooLarge };

struct Inflated {
  InflateEnd end = InflateEnd::kWhole;
  std::string bytes;  // empty unless whole
};

// "gzip", "x-gzip", "deflate", "br" (case ignored); nothing for a coding that is left
// as it is.
std::optional<Coding> coding_of(std::string_view name);

// Undoes one content coding. Never holds more than `limit` bytes of output.
// Several gzip members in a row are one body; `deflate` is taken with and
// without its zlib frame.
Inflated inflate(Coding coding, std::string_view bytes, std::size_t limit);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_INFLATE_H_
