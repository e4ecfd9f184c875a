// The console's table of compared latencies.

#ifndef SWITCHGATE_REPORTERS_LATENCY_TABLE_H_
#define SWITCHGATE_REPORTERS_LATENCY_TABLE_H_

#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/layout.h"

namespace switchgate::reporters {

// One row per comparison that measured latency, worst first: the medians, the
// ratio with its interval, the verdict and the smallest slowdown that would
// have been found. Below a row that did not pass stands why. At most `most`
// rows (0: all), and how many more there are. No lines when nothing was
// measured.
std::vector<std::string> latency_table(const RunReport& report, const Paint& paint,
                                       std::size_t width, std::size_t most);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_LATENCY_TABLE_H_
