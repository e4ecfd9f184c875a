// The machine's own speed, for (b): a run on a faster machine is faster at every endpoint, which
// says nothing about any of them. Taken off each run before its endpoints are compared, and tested
// once, as a hypothesis of its own.

#ifndef SWITCHGATE_CHECKS_LATENCY_COMMON_SPEED_H_
#define SWITCHGATE_CHECKS_LATENCY_COMMON_SPEED_H_

#include <optional>
#include <span>
#include <vector>

#include "checks/latency/latency.h"

namespace switchgate::latency {

// One endpoint: its recorded runs, in an order that all endpoints share (empty where it was not
// measured), and the candidate's samples. Milliseconds, each in time order.
struct RecordedEndpoint {
  std::vector<std::vector<double>> runs;
  std::vector<double> candidate;
};

struct CommonSpeed {
  std::vector<double> runs;  // ln factor of each run: 0.1 is a tenth slower than the others
  double candidate = 0;      // that of the candidate
  double theta = 0;          // by how much the candidate lies above the recorded runs, ln
  double p = 1;              // that this is chance; 1 unless material (tolerance, floor)
};

// The median, over the endpoints, of how far a run deviates from the mean of an endpoint's recorded
// runs. Nothing below three recorded runs and 20 endpoints with samples of all of them. The test is
// that of judge_recorded on these medians, with the same 4 % known beforehand; its sampling
// variance is that of a median of the endpoints' levels. Errors: none; settings out of range give p
// = 1. Requires endpoints with equally many runs.
std::optional<CommonSpeed> common_speed(std::span<const RecordedEndpoint> endpoints,
                                        const Settings& settings);

// The endpoint as if every run had been equally fast: for judge_recorded.
RecordedEndpoint at_common_speed(RecordedEndpoint endpoint, const CommonSpeed& speed);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_COMMON_SPEED_H_
