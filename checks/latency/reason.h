// The one sentence for people that a judgement carries.

#ifndef SWITCHGATE_CHECKS_LATENCY_REASON_H_
#define SWITCHGATE_CHECKS_LATENCY_REASON_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/latency/decide.h"
#include "checks/latency/latency.h"

namespace switchgate::latency {

// Of a complete judgement, by its `why`.
std::string reason_for(const Judgement& judgement, const Evidence& evidence,
                       const Settings& settings);

// "too few pairs: 3 of at least 4".
std::string too_few(std::string_view what, std::size_t usable_count, std::size_t fewest,
                    std::size_t unusable_count);

// Why none of `runs` recorded ones can be compared with.
std::string no_baseline(std::size_t runs, std::size_t fewest_samples);

// About how many samples would make a slowdown of `detect` visible, or, when it
// is already, settle a doubtful one that stays as it is. Nothing when no number
// would, because the runs themselves differ too much.
std::optional<double> samples_needed(const Judgement& judgement, const Evidence& evidence,
                                     const Settings& settings);

// ln ratio as people say it: "+61 %", "-4.5 %", "+0 %".
std::string signed_percent(double ln_ratio);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_REASON_H_
