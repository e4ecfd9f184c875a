// One finding: what broke, both sides beside each other, why it matters, what to do, and
// how to see it again.

#ifndef SWITCHGATE_REPORTERS_HTML_FINDING_H_
#define SWITCHGATE_REPORTERS_HTML_FINDING_H_

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// `with_curl` false: the command stands below another finding of the check.
void write_finding(Markup& out, const Finding& finding, const RunReport& report, bool with_curl);

// All of a check or of the run, worst first; the same command once, below the last that it
// belongs to.
void write_findings(Markup& out, const std::vector<Finding>& findings, const RunReport& report);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_FINDING_H_
