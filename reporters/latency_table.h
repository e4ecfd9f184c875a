// The console's table of compared latencies.

#ifndef SWITCHGATE_REPORTERS_LATENCY_TABLE_H_
#define SWITCHGATE_REPORTERS_LATENCY_TABLE_H_

#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/layout.h"

namespace switchgate::reporters {

// One row per comparison that measured latency: the medians, the ratio with its
// interval, the verdict and the smallest slowdown that would have been found.
// Below a row that did not pass stands why. No lines when nothing was measured.
std::vector<std::string> latency_table(const RunReport& report,
                                       const Paint& paint, std::size_t width);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_LATENCY_TABLE_H_
