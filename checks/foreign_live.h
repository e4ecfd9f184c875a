// A live side that has nothing of what is compared with it: probably another service or base
// path, and no reason to call all of it new.

#ifndef SWITCHGATE_CHECKS_FOREIGN_LIVE_H_
#define SWITCHGATE_CHECKS_FOREIGN_LIVE_H_

#include <vector>

#include "checks/model/run_report.h"

namespace switchgate {

// `compare/no-reference`, undecided, for each address of live that answered "no such endpoint"
// to all that was compared with it, be it one request: a check less must not open the gate.
// Suites that share an address share what is known of it. Of a shard it is not known yet.
std::vector<Finding> foreign_lives(const RunReport& report);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_FOREIGN_LIVE_H_
