// What the verdict rests on besides the checks: what people accepted, who was asked, with
// what it was compared, and under which policy.

#ifndef SWITCHGATE_REPORTERS_HTML_ABOUT_H_
#define SWITCHGATE_REPORTERS_HTML_ABOUT_H_

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// Findings that are waived or expected, and the waivers in force. Nothing without either.
void write_accepted(Markup& out, const RunReport& report);

void write_about(Markup& out, const RunReport& report);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_ABOUT_H_
