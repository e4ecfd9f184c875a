// What /metrics says: OpenMetrics text, whose labels are the names of the configured gates.

#ifndef SWITCHGATE_RUNNER_SERVE_METRICS_H_
#define SWITCHGATE_RUNNER_SERVE_METRICS_H_

#include <string>

#include "runner/serve/gate_config.h"
#include "runner/serve/runs.h"

namespace switchgate::serve {

inline constexpr const char* kOpenMetrics =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

std::string metrics_text(const Config& config, const Snapshot& snapshot);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_METRICS_H_
