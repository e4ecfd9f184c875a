// Values that are new at each use: ${uuid} and ${now}.

#ifndef SWITCHGATE_RUNNER_SUITE_FRESH_H_
#define SWITCHGATE_RUNNER_SUITE_FRESH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "checks/base/calendar.h"

namespace switchgate {

Instant system_now();

// The values of one place of a run, such as one check on one side: the same seed
// gives the same UUIDs there in the same order, whatever other places do. Not
// synchronised: each place has its own.
class Fresh {
 public:
  using Clock = Instant (*)();

  Fresh(std::uint64_t seed, std::string_view place, Clock clock = system_now);

  std::string uuid();  // version 4, variant 1 of RFC 9562
  Instant now() const { return clock_(); }

 private:
  std::string origin_;
  std::uint64_t made_ = 0;
  Clock clock_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_FRESH_H_
