// The measured lane: after everything else is quiet, one request at a time, both
// sides back to back on kept-alive connections, until each comparison is decided.

#ifndef SWITCHGATE_RUNNER_EXEC_MEASURE_H_
#define SWITCHGATE_RUNNER_EXEC_MEASURE_H_

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/latency/latency.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/exec/session.h"
#include "runner/exec/side.h"
#include "runner/probe/probe.h"

namespace switchgate::exec {

// One request whose latency is measured, and what was measured.
struct Endpoint {
  const Step* step = nullptr;
  LatencySettings settings;
  HttpRequest candidate;
  Side* candidate_side = nullptr;
  std::optional<HttpRequest> live;  // nothing: only the candidate is sampled
  Side* live_side = nullptr;
  std::vector<std::vector<double>> runs;  // without live: the recorded runs to judge by, in ms
  int candidate_status = 0;               // what the functional check saw: another one is no sample
  int live_status = 0;

  std::vector<latency::Pair> pairs;  // with live
  std::vector<double> samples;       // without, in ms
  std::size_t dropped = 0;           // new connections, a late runner, a failing live side
  std::size_t requests = 0;
  std::optional<latency::Judgement> judgement;  // of `pairs`, or of `samples` by `runs`
  std::optional<Exchange> candidate_failure;    // ends the measurement: a defect, not a sample
  std::string candidate_http;                   // the HTTP version of its last answer: "1.1", "2"
  std::string live_http;
  bool live_failed = false;  // three failures of live in a row end it too
  bool ended = false;

  // Both sides answered, in different versions of HTTP: their times are no match.
  bool versions_differ() const {
    return !candidate_http.empty() && !live_http.empty() && candidate_http != live_http;
  }
};

struct LaneReport {
  std::optional<Micros> lateness_p95;  // how late this machine woke the lane
};

// Round-robin over the endpoints. A slowdown counts only when a second series, after a
// pause, shows it too: for seconds at a time a busy machine can slow one of two equal
// processes and not the other. Ends early, with what there is, when `stop` asks.
LaneReport measure(std::vector<Endpoint*> endpoints, probe::Probe& probe, std::stop_token stop);

// The statistics' settings for a step; without history a slowdown counts from 25 % on.
latency::Settings settings_of(const LatencySettings& settings, bool calibrated);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_MEASURE_H_
