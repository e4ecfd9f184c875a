// Finished runs for tests of reporters: one that has everything, one that is
// open, one whose every text is hostile.

#ifndef SWITCHGATE_TESTS_SUPPORT_SAMPLE_REPORT_H_
#define SWITCHGATE_TESTS_SUPPORT_SAMPLE_REPORT_H_

#include <string>

#include "checks/model/run_report.h"

namespace switchgate::support {

RunReport rich_report();      // closed: every outcome, level and kind of evidence
RunReport open_report();      // every check passed
RunReport empty_report();     // no checks at all: undecided
RunReport accepted_report();  // open: what is wrong is waived or expected; a shard, with waivers

// `text` in every place that a target, a suite's author or a variable could
// fill.
RunReport hostile_report(const std::string& text);

}  // namespace switchgate::support

#endif  // SWITCHGATE_TESTS_SUPPORT_SAMPLE_REPORT_H_
