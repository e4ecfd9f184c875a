// When each check was worked on, as bars on the run's time.

#ifndef SWITCHGATE_REPORTERS_HTML_TIMELINE_H_
#define SWITCHGATE_REPORTERS_HTML_TIMELINE_H_

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// Of a longer list only those that took longest are drawn.
constexpr std::size_t kMostBars = 60;

// Nothing when the run does not know it.
void write_timeline(Markup& out, const RunReport& report);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_TIMELINE_H_
