// The list of checks with what was found, worst first, and the form that filters it.

#ifndef SWITCHGATE_REPORTERS_HTML_CHECKS_H_
#define SWITCHGATE_REPORTERS_HTML_CHECKS_H_

#include <vector>

#include "checks/model/run_report.h"
#include "reporters/html/latency.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// Nothing for a run without checks.
void write_checks(Markup& out, const RunReport& report, const std::vector<Measured>& measured);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_CHECKS_H_
