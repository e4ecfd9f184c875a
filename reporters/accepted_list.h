// What a person has accepted beforehand, one line each: seen in every run, so that nobody
// forgets it.

#ifndef SWITCHGATE_REPORTERS_ACCEPTED_LIST_H_
#define SWITCHGATE_REPORTERS_ACCEPTED_LIST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/layout.h"

namespace switchgate::reporters {

// "~ shop/cart  http/status  waived until 2026-12-31: the reason" for each finding that is
// waived or expected, at most `most` of them (0: all), wrapped to `width` (0: no limit).
// Nothing when there is none.
std::vector<std::string> accepted_list(const RunReport& report, const Paint& paint,
                                       std::size_t width, std::size_t most);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_ACCEPTED_LIST_H_
