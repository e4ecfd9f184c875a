// The measured lane: after everything else is quiet, one request at a time, both
// sides back to back on kept-alive connections, until each comparison is decided.

#ifndef SWITCHGATE_RUNNER_EXEC_MEASURE_H_
#define SWITCHGATE_RUNNER_EXEC_MEASURE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/baseline/baseline.h"
#include "checks/latency/common_speed.h"
#include "checks/latency/history.h"
#include "checks/latency/latency.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/exec/options.h"
#include "runner/exec/session.h"
#include "runner/exec/side.h"
#include "runner/exec/token.h"
#include "runner/probe/probe.h"

namespace switchgate::exec {

struct CheckRun;

// One request as each side gets it, with the status that the functional check saw:
// another one is no sample.
struct PairedRequest {
  HttpRequest candidate;
  int candidate_status = 0;
  HttpRequest live;  // only where there is a live side
  int live_status = 0;
  std::shared_ptr<Token> candidate_token;  // whose text goes with it; null: none
  std::shared_ptr<Token> live_token;
};

// One request whose latency is measured, and what was measured. The rows of a check take
// turns, each with both sides, so that a slow row is as slow for either.
struct Endpoint {
  const Step* step = nullptr;
  LatencySettings settings;
  std::vector<PairedRequest> asks;  // one, or one a row
  std::vector<CheckRun*> rows;      // whose they are
  Side* candidate_side = nullptr;
  Side* live_side = nullptr;  // null: only the candidate is sampled
  // Without live: the recorded runs to judge by, in ms; empty where it was not measured.
  std::vector<std::vector<double>> runs;
  // With live: how it compared in earlier accepted runs; nothing where it was not measured.
  std::vector<std::optional<latency::Shift>> accepted;
  bool calibrated = false;  // with live: in some earlier run it was compared at all
  std::optional<baseline::KeptSamples> oldest;  // of several runs that were kept

  std::vector<latency::Pair> pairs;  // with live
  std::vector<double> samples;       // without, in ms
  std::size_t dropped = 0;           // late, new connections, a failing live side
  std::size_t late = 0;              // of these: this machine woke the runner too late
  std::size_t requests = 0;
  std::optional<latency::Judgement> judgement;  // of `pairs`, or of `samples` by `runs`
  std::optional<latency::Judgement> drift;      // by `oldest`, when it is slower beyond chance
  std::optional<Exchange> candidate_failure;    // ends the measurement: a defect, not a sample
  std::size_t failed_ask = 0;                   // which of `asks` that was
  const Header* wrong_build = nullptr;  // what that answer should have carried, if that ended it
  std::string candidate_http;           // the HTTP version of its last answer: "1.1", "2"
  std::string live_http;
  std::string throttled;       // the side that answered 429 to the end
  bool live_degraded = false;  // live is asked nothing more
  bool live_failed = false;    // three failures of live in a row end it too
  bool ended = false;
  std::string cut_short;  // by what, when more samples were wanted than there was room for

  bool has_live() const { return live_side != nullptr; }
  // Both sides answered, in different versions of HTTP: their times are no match.
  bool versions_differ() const {
    return !candidate_http.empty() && !live_http.empty() && candidate_http != live_http;
  }
};

// Which of `rows` takes the given turn: whenever a measurement ends, its turns are spread
// evenly over all of them.
std::size_t row_of_turn(std::size_t turn, std::size_t rows);

// What all endpoints of a series share, by the speed of the machines. Another series of some of
// them goes by it too: the median of those that look slow is their own slowdown.
struct Shared {
  std::optional<latency::CommonShift> with_live;
  std::optional<latency::CommonSpeed> with_recorded;
};

// What no endpoint shows alone.
struct Together {
  bool slower_tail = false;               // of all endpoints, with live
  std::optional<double> common_slowdown;  // of all endpoints: ln of the factor
  std::string doubt;  // why one of them is not excluded either: a sentence; empty when both are
  Shared shared;
  bool any() const { return slower_tail || common_slowdown; }
};

struct LaneReport {
  std::optional<Micros> lateness_p95;  // how late this machine woke the lane
  std::size_t endpoints = 0;           // that were measured
  std::size_t uncalibrated = 0;        // of them, beside live and without a history
  Together together;
};

// Round-robin over the endpoints. A slowdown counts only when a second series, after a
// pause, shows it too: for seconds at a time a busy machine can slow one of two equal
// processes and not the other. Ends early, with what there is, when `stop` asks.
// `unmeasured` are further endpoints of the whole selection: the suite's chance of a false
// alarm is shared with them too.
LaneReport measure(std::vector<Endpoint*> endpoints, std::size_t unmeasured, probe::Probe& probe,
                   std::stop_token stop, const LatencyBudget& budget = {});

// What concerns all endpoints together: findings of the run.
std::vector<Finding> findings_of(const LaneReport& report);

// A turn that begins later than this counts as late: the machine was busy with something else.
inline constexpr Micros kLate{5'000};

// " 3 did not count: …", behind a message; empty when all counted.
std::string dropped_note(const Endpoint& endpoint);

// The statistics' settings for a step; without history a slowdown counts from 25 % on.
latency::Settings settings_of(const LatencySettings& settings, bool calibrated);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_MEASURE_H_
