#include "runner/exec/throttle.h"

#include <algorithm>

#include "checks/base/set_cookie.h"
#include "checks/base/text.h"

namespace switchgate::exec {
namespace {

constexpr Micros kShortest{100'000};
constexpr Micros kFirst{1'000'000};
constexpr std::int64_t kMostSeconds = 366LL * 24 * 3600;

}  // namespace

std::optional<Micros> retry_after(const HttpResponse& response, Instant now) {
  const std::string* header = find_header(response.headers, "Retry-After");
  if (header == nullptr) {
    return std::nullopt;
  }
  const std::string_view text = trim(*header);
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    std::int64_t seconds = 0;
    for (const char c : text) {
      seconds = std::min(kMostSeconds, seconds * 10 + (c - '0'));
    }
    return Micros{seconds * 1'000'000};
  }
  const std::optional<Instant> date = parse_http_date(text);
  return date ? std::optional(std::max<Micros>(Micros{0}, *date - now)) : std::nullopt;
}

std::optional<Micros> Patience::next(const HttpResponse& response, Instant now) {
  const Micros pause =
      std::max(kShortest, retry_after(response, now).value_or(kFirst * (1 << pauses_)));
  if (pauses_ == kMostPauses || waited_ + pause > kLongest) {
    return std::nullopt;
  }
  ++pauses_;
  waited_ += pause;
  return pause;
}

}  // namespace switchgate::exec
