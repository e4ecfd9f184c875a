// The head of the page: the verdict and its reason, what was counted, and what broke, each
// as a link to where it is told in full.

#ifndef SWITCHGATE_REPORTERS_HTML_VERDICT_H_
#define SWITCHGATE_REPORTERS_HTML_VERDICT_H_

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// "Gate closed: shop"
std::string title_of(const RunReport& report);

void write_verdict(Markup& out, const RunReport& report);

// The findings that keep the gate from opening, worst first. Nothing when there is none.
void write_broken(Markup& out, const RunReport& report);

// Findings on the run as a whole, in full.
void write_run_findings(Markup& out, const RunReport& report);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_VERDICT_H_
