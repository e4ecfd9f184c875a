// What a run compares with when it is not a live side.

#ifndef SWITCHGATE_RUNNER_EXEC_REFERENCE_H_
#define SWITCHGATE_RUNNER_EXEC_REFERENCE_H_

#include <string>
#include <vector>

#include "checks/baseline/baseline.h"

namespace switchgate::exec {

// A recorded baseline with its latencies, as they were stored.
struct Reference {
  std::string path;
  baseline::Baseline baseline;
  baseline::History history;
  std::string label;  // of this run: latencies of another environment are not used
};

// What `record` saw of one request.
struct Recorded {
  std::string check;
  std::string step;
  baseline::BaselineEntry entry;
  std::vector<double> samples_ms;  // in the order they were taken
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_REFERENCE_H_
