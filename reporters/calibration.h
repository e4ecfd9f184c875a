// What an A/A comparison says about a suite: which slowdowns it can see, where it cannot, and at
// which cost. Pure, as every report.

#ifndef SWITCHGATE_REPORTERS_CALIBRATION_H_
#define SWITCHGATE_REPORTERS_CALIBRATION_H_

#include <string>

#include "checks/model/run_report.h"
#include "reporters/reporter.h"

namespace switchgate::reporters {

// For a terminal. `quiet`: only the endpoints that are too noisy, and what could not be measured.
std::string calibration(const RunReport& report, const Style& style);

// Did anything but latency keep an endpoint from being measured?
bool all_measured(const RunReport& report);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_CALIBRATION_H_
