// Compares what stands around a body on both sides: status, content type,
// headers. Changes hold no value of an answer but status codes, media types and,
// as `before` and `after` that are still to be masked, where a Location leads.

#ifndef SWITCHGATE_CHECKS_SHAPE_RESPONSE_DIFF_H_
#define SWITCHGATE_CHECKS_SHAPE_RESPONSE_DIFF_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/exchange.h"
#include "checks/shape/diff.h"

namespace switchgate::shape {

// What the candidate is compared with: so do messages call it.
enum class Reference : std::uint8_t { kLive, kBaseline };

// compare/status. An answer that worked (2xx, 3xx) and now fails, or that loses
// its body (204, 205, 304), is an error, so is any new 5xx; other differences
// are warnings.
std::optional<Change> compare_status(int live, int candidate,
                                     Reference reference = Reference::kLive);

// The values of Content-Type, nothing when the header is absent.
// compare/content-type: another media type or none is an error.
// compare/charset: another charset, a note. Names are compared without case,
// other parameters (boundary) not at all.
std::optional<Change> compare_media_type(const std::optional<std::string>& live,
                                         const std::optional<std::string>& candidate,
                                         Reference reference = Reference::kLive);

// compare/header-removed, an error for each header of `watched` that every live
// answer had and no candidate answer has; a warning when some candidate answers
// have it. compare/header-absent, a note for each that no answer of either side
// has: nothing was compared. One list of headers for each sample.
std::vector<Change> compare_headers(std::span<const std::vector<Header>> live,
                                    std::span<const std::vector<Header>> candidate,
                                    std::span<const std::string> watched,
                                    Reference reference = Reference::kLive);

// A side's values of Location, one for each answer that had the header, and the
// origins
// ("https://shop.example.com") that count as the side itself.
struct Locations {
  std::vector<std::string> values;
  std::size_t answers = 0;
  std::vector<std::string> own_origins;
};

// compare/location. Own origins count as equal. Gone, or leading to another
// place: an error; only another query: a warning. Where live's own answers
// differ, only presence is compared. Of a query, only the one that differs is told,
// without the values of names such as `token`.
std::optional<Change> compare_location(const Locations& live, const Locations& candidate);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_RESPONSE_DIFF_H_
