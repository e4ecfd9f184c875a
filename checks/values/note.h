// What a run compared of values, for the readers of its report: also when nothing was found.

#ifndef SWITCHGATE_CHECKS_VALUES_NOTE_H_
#define SWITCHGATE_CHECKS_VALUES_NOTE_H_

#include "checks/model/run_report.h"

namespace switchgate::values {

// "values compared with live: 124 of 136 in 3 comparisons; the other 12 differ in live's own
// answers", as the last of the run's notes; one that stands there already is replaced. None where
// no values were compared.
void note_compared(RunReport& report);

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_NOTE_H_
