// Samples of latency from JSON: what `switchgate latency` judges.

#ifndef SWITCHGATE_RUNNER_CLI_LATENCY_INPUT_H_
#define SWITCHGATE_RUNNER_CLI_LATENCY_INPUT_H_

#include <variant>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/latency/latency.h"

namespace switchgate::cli {

struct RecordedSamples {
  std::vector<std::vector<double>> runs;  // milliseconds
  std::vector<double> candidate;
};

struct LatencyInput {
  std::variant<std::vector<latency::Pair>, RecordedSamples> samples;
  latency::Settings settings;
};

// {"unit": "ms", "pairs": [[live, candidate], ..]} or {"unit": "ms", "runs":
// [[..], ..], "candidate": [..]}, both with `floor_ms` and
// `timer_resolution_ms` if they differ from the usual. Other members are
// ignored. The error names the member that is wrong.
Result<LatencyInput> latency_input(const json::Value& root);

// Two of {"unit": "ms", "samples": [..]}: the old one is taken as one recorded
// run. A floor or timer resolution in the new one counts before that in the old
// one.
Result<LatencyInput> latency_input(const json::Value& old_root, const json::Value& new_root);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_LATENCY_INPUT_H_
