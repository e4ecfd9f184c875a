// What accepted deployments teach about (a): how much two processes of one build differ here, for
// each endpoint. Two builds that were both good differ by chance alone, so what their shifts vary
// more than sampling explains is the run variance (moments, shrunk by empirical Bayes). All in ln
// latency, pure, from any thread; no errors.

#ifndef SWITCHGATE_CHECKS_LATENCY_HISTORY_H_
#define SWITCHGATE_CHECKS_LATENCY_HISTORY_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "checks/latency/latency.h"

namespace switchgate::latency {

inline constexpr std::size_t kFewestRunsToLearn = 5;
inline constexpr std::size_t kFewestForACommonShift = 20;  // endpoints

// One endpoint in one accepted run, ln latency: Judgement::theta and theta_se.
struct Shift {
  double theta = 0;
  double se = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};

// All endpoints of one accepted run, in an order that all runs share; nothing where one was not
// measured. A run is worth accepting when its gate opened.
using AcceptedRun = std::vector<std::optional<Shift>>;

struct RunVariance {
  double variance = 0;  // of theta, by the two runs: twice that of one run's ln latency
  double df = 0;        // how well that is known
};

// For each endpoint, by the history of all: an endpoint's own variance, drawn towards the mean of
// all endpoints as if that were worth ten runs. An endpoint that few of the runs know is drawn the
// more; one that none knows has the mean. From 20 endpoints on each run's median shift, the speed
// of the machine in that run, is taken off first; with fewer the median would be the endpoint's own
// shift, and nothing would be learned but zero. While no endpoint was measured in
// kFewestRunsToLearn runs, runs can only teach that two sides differ by more than `assumed` says
// (two hosts that do); nothing is taken off then, as common_shift takes nothing off. Nothing
// without any run. A shift that is no number is as one that is missing. Requires runs of equal
// length.
std::vector<std::optional<RunVariance>> learned_run_variances(std::span<const AcceptedRun> runs,
                                                              const Settings& assumed = {});

// What all endpoints of one run share: the speed of its two machines. The run variances above do
// not hold it, so an endpoint is judged without it (Settings::common), and it is a hypothesis of
// its own.
struct CommonShift {
  double theta = 0;  // the median over the endpoints, ln
  double bound = 0;  // one-sided 95 % upper bound: what passes relative to it may hide so much
  double p = 1;      // that this is chance; 1 unless it is above the tolerance
};

// That of the run `now`, whose endpoints are those of `runs`. How much accepted runs differ in it
// is learned from them, drawn towards what settings.run_sd assumes (3 % a side) as if that were
// worth ten runs. Nothing below 20 endpoints or kFewestRunsToLearn runs that have it.
std::optional<CommonShift> common_shift(const AcceptedRun& now, std::span<const AcceptedRun> runs,
                                        const Settings& settings);

// The settings with what was learned in place of what is assumed without a history.
Settings with_history(Settings settings, const RunVariance& learned);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_HISTORY_H_
