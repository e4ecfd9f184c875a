// One finding: what broke, both sides beside each other, why it matters, what to do, and
// how to see it again.

#ifndef SWITCHGATE_REPORTERS_HTML_FINDING_H_
#define SWITCHGATE_REPORTERS_HTML_FINDING_H_

#include <string_view>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// All of a check or of the run, worst first; the same command once, below the last that it
// belongs to. `heading` is the element of their first sentences: "h3", "h4".
void write_findings(Markup& out, const std::vector<Finding>& findings, const RunReport& report,
                    std::string_view heading);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_FINDING_H_
