// Did latency regress? The statistics behind one comparison: pure functions of
// the samples, no random numbers. The method is described in
// checks/latency/README.md.

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

// What a verdict rests on: for the choice of a rule id. `reason` says it in
// words.
enum class Why : std::uint8_t {
  kRegressed,      // fail: slower, surely and materially
  kTailRegressed,  // fail: the slowest answers became slower, more than the
                   // typical one did
  kExcluded,       // pass: a slowdown of `detect` or more is excluded
  kBelowFloor,     // pass: whatever the slowdown is, it is below `floor_ms`
  kTooFew,         // undecided: fewer samples than a judgement takes
  kTooEarly,       // undecided: would pass, but not at this look
                   // (Settings::may_pass)
  kNoBaseline,     // undecided: no recorded run
  kUnusable,       // undecided: would pass, but samples were not usable latencies
  kNotMaterial,    // undecided: slower, but not surely by more than `tolerance`
                   // and `floor_ms`
  kTailUndecided,  // undecided: the typical answer would pass, but the slowest
                   // ones may have become slower
  kNoisy,          // undecided: neither a slowdown nor its absence is shown
  kBadSettings,    // undecided: the settings are out of range
};

Verdict verdict_of(Why why);

// One request to each side, back to back; milliseconds. A latency that is not a
// number from 1e-6 (a nanosecond) to 1e9 is unusable: its pair is left out and
// counted, and forbids a pass.
struct Pair {
  double live_ms = 0;
  double candidate_ms = 0;
};

// What p-values are held against, in place of the shares of alpha: a suite of
// many endpoints says (suite.h).
struct Thresholds {
  double body = 0;  // 0 fails nothing
  double tail = 0;
};

// Pairs in which only one side is slow, counted over one endpoint's kept pairs.
struct TailCounts {
  double only_candidate = 0;
  double only_live = 0;
  std::array<double, 20> lead{};  // the difference in each of 20 blocks of time
};

struct Settings {
  double tolerance = 0.05;    // a slowdown that is not worth a word
  double detect = 0.20;       // a pass claims that a slowdown of this much is excluded
  double floor_ms = 1;        // a slowdown of less is never material
  double tail_margin = 0.15;  // (a): a tail that is longer by less is not worth a word
  double timer_resolution_ms = 0.001;
  double alpha = 0.01;     // the chance of a false alarm that this judgement may spend
  double whole_alpha = 0;  // that of all looks together, for mde80; 0: the same as alpha
  double run_sd = 0.03;    // (a): how much two processes of one build differ (SD of ln
                           // latency); learned from a history: history.h
  double run_sd_df = 30;   // how well that is known: degrees of freedom
  double common = 0;       // (a): what all endpoints of the run share, ln: taken off the
                           // candidate before it is judged (CommonShift::theta)
  std::optional<Thresholds> thresholds;  // a p-value of at most this fails
  bool may_pass = true;                  // false at an early look: only fail or undecided
};

struct Judgement {
  Verdict verdict = Verdict::kUndecided;
  Why why = Why::kTooFew;
  double theta = 0;   // ln(candidate/live): 0.10 is about 10 % slower
  double common = 0;  // (a): Settings::common: theta is what lies beyond it
  // (a): the standard error of theta by sampling alone, the smaller of two
  // estimates: what a history keeps beside theta (history.h).
  double theta_se = 0;
  double lower = 0;  // two-sided 95 % interval of theta, run variance included
  double upper = 0;
  double bound = 0;   // one-sided 95 % upper bound of theta: what a pass rests on
  double detect = 0;  // Settings::detect: the slowdown that a pass excludes
  double mde80 = 0;   // the smallest slowdown that would be found with 80 %
                      // chance (0.25: +25 %)
  double p_body = 1;
  std::optional<double> p_tail;  // when a tail test was made: from 100 samples a side on
  // (a), with a tail test: a slower tail of fewer of the answers than this (0.16:
  // 16 %) is not excluded.
  std::optional<double> tail_visible_from;
  // (a), with a tail test: the slowest 1 % of both sides, for the tail of a suite.
  // Nothing when it is below the floor.
  std::optional<TailCounts> top_percent;
  std::optional<double> needed;  // undecided: about how many samples would settle it; nothing: no
                                 // number would, or it is not known
  std::size_t given = 0;         // pairs, or samples of the candidate, that came in
  std::size_t unusable = 0;      // of them, left out as no usable latency ((b): in
                                 // the recorded runs too)
  std::size_t kept = 0;          // of them, judged after the warm-up was dropped; 0:
                                 // nothing was estimated
  double live_median_ms = 0;     // of what was kept, as measured; in (b) exp of the mean of ln
  double candidate_median_ms = 0;
  std::string reason;  // one sentence: what the verdict rests on
};

// Method (a): paired samples in time order.
Judgement judge_paired(std::span<const Pair> pairs, const Settings& settings);

// Method (b): the candidate against recorded runs, each in time order,
// milliseconds.
Judgement judge_recorded(std::span<const std::vector<double>> runs,
                         std::span<const double> candidate, const Settings& settings);

// The looks of a sequential comparison: after `pairs`, `share` of alpha is
// spent.
struct Look {
  std::size_t pairs;
  double share;
  bool may_pass;
};
inline constexpr std::array<Look, 5> kLooks = {
    {{25, .05, false}, {50, .10, false}, {100, .20, true}, {200, .30, true}, {400, .35, true}}};

// A pass needs as many pairs where there is more than one look.
inline constexpr std::size_t kFewestForAPass = 100;

// The settings of one look: its share of alpha, and no pass before its time.
// mde80 keeps to the whole alpha.
Settings at_look(const Settings& whole, const Look& look);

// The latest look that is due with `pairs` samples when at most `max_pairs` are
// to be taken: the rows of kLooks below `max_pairs`, then one at `max_pairs`
// with what remains of alpha, so that the looks never spend more than alpha
// whatever `max_pairs` is. Its `pairs` are those to judge; 0: no look is due
// yet.
Look look_due(std::size_t pairs, std::size_t max_pairs);

// After how many pairs the next look is due, when `pairs` were looked at.
std::size_t next_look(std::size_t pairs, std::size_t max_pairs);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_LATENCY_H_
