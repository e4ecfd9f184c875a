// What a baseline covers and how old it is, in words: nobody trusts a comparison
// without knowing what it was with.

#ifndef SWITCHGATE_CHECKS_BASELINE_COVERAGE_H_
#define SWITCHGATE_CHECKS_BASELINE_COVERAGE_H_

#include <cstddef>
#include <string>

#include "checks/base/calendar.h"
#include "checks/baseline/baseline.h"

namespace switchgate::baseline {

struct Coverage {
  std::size_t checks = 0;
  std::size_t silent_checks = 0;  // of them, known and without a request to compare
  std::size_t requests = 0;
  std::size_t shapes = 0;    // requests with a shape
  std::size_t watching = 0;  // requests with watched headers
  std::size_t runs = 0;      // of latencies
  std::size_t measured = 0;  // requests that some run measured
};
Coverage coverage_of(const Baseline& baseline, const History& history);

// "14 checks, 16 requests (12 with a shape, 3 with watched headers), 3 runs of latencies of 4
// requests".
std::string in_words(const Coverage& coverage);

// "12 days ago", "3 hours ago", "just now"; "in the future" beyond what clocks differ by.
std::string age_in_words(Instant recorded, Instant now);

// Recorded later than `now` by more than clocks differ by: one of both is wrong, and how old the
// baseline is nobody knows.
bool is_from_the_future(Instant recorded, Instant now);

// "checkout" or "order flow / post /carts": a request of a check.
std::string request_name(std::string_view check, std::string_view step);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_COVERAGE_H_
