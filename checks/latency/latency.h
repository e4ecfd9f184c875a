// Did latency regress? The statistics behind one comparison: pure functions of the
// samples, no random numbers. The method is described in checks/latency/README.md.

#ifndef SWITCHGATE_CHECKS_LATENCY_LATENCY_H_
#define SWITCHGATE_CHECKS_LATENCY_LATENCY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::latency {

enum class Verdict : std::uint8_t { kPass, kFail, kUndecided };

std::string_view name_of(Verdict verdict);  // "pass", "fail", "undecided"

// One request to each side, back to back; milliseconds, above zero.
struct Pair {
  double live_ms = 0;
  double candidate_ms = 0;
};

struct Settings {
  double tolerance = 0.05;             // a slowdown that is not worth a word
  double detect = 0.20;                // a pass claims that a slowdown of this much is excluded
  double floor_ms = 1;                 // a slowdown of less is never material
  double timer_resolution_ms = 0.001;
  double alpha = 0.01;                 // the chance of a false alarm that this judgement may spend
  double run_sd = 0.03;                // how much two processes of one build differ (SD of ln latency)
  double run_sd_df = 30;               // how well that is known
  bool may_pass = true;                // false at an early look: only fail or undecided
};

struct Judgement {
  Verdict verdict = Verdict::kUndecided;
  double theta = 0;         // ln(candidate/live): 0.10 is about 10 % slower
  double lower = 0;         // two-sided 95 % interval of theta, run variance included
  double upper = 0;
  double mde80 = 0;         // the smallest slowdown that would be found with 80 % chance (0.25: +25 %)
  double p_body = 1;
  std::optional<double> p_tail;  // when a tail test was made
  std::size_t given = 0;    // pairs, or samples of the candidate, that came in
  std::size_t kept = 0;     // of them, after the warm-up was dropped
  double live_median_ms = 0;       // of what was kept; in (b) exp of the mean of ln
  double candidate_median_ms = 0;
  std::string reason;       // one sentence: what the verdict rests on
};

// Method (a): paired samples in time order.
Judgement judge_paired(std::span<const Pair> pairs, const Settings& settings);

// Method (b): the candidate against recorded runs, each in time order, milliseconds.
Judgement judge_recorded(std::span<const std::vector<double>> runs, std::span<const double> candidate,
                         const Settings& settings);

// The looks of a sequential comparison: after `pairs`, `share` of alpha is spent.
struct Look {
  std::size_t pairs;
  double share;
  bool may_pass;
};
inline constexpr std::array<Look, 5> kLooks = {
    {{25, .05, false}, {50, .10, false}, {100, .20, true}, {200, .30, true}, {400, .35, true}}};

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_LATENCY_H_
