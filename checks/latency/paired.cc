// Method (a): candidate against live, sampled side by side.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "checks/latency/decide.h"
#include "checks/latency/latency.h"
#include "checks/latency/reason.h"
#include "checks/latency/robust.h"
#include "checks/latency/shift.h"
#include "checks/latency/students_t.h"
#include "checks/latency/tail.h"

namespace switchgate::latency {
namespace {

constexpr std::size_t kFewest = 4;           // for any judgement
constexpr std::size_t kFewestForATest = 10;  // below: only a slowdown that needs no test

// Both sides of the usable pairs, in time order.
struct Sides {
  std::vector<double> live;  // milliseconds
  std::vector<double> live_ln;
  std::vector<double> candidate;
  std::vector<double> candidate_ln;
  std::size_t size() const { return live.size(); }
};

// The candidate's as if its machine had been as fast as live's.
Sides usable_sides(std::span<const Pair> pairs, double common) {
  const double speed = std::exp(common);
  Sides out;
  for (const Pair& pair : pairs) {
    if (usable(pair.live_ms) && usable(pair.candidate_ms)) {
      out.live.push_back(pair.live_ms);
      out.live_ln.push_back(std::log(pair.live_ms));
      out.candidate.push_back(pair.candidate_ms / speed);
      out.candidate_ln.push_back(std::log(out.candidate.back()));
    }
  }
  return out;
}

void keep_last(Sides& sides, std::size_t count) {
  const auto surplus = static_cast<std::ptrdiff_t>(sides.size() - count);
  for (std::vector<double>* side :
       {&sides.live, &sides.live_ln, &sides.candidate, &sides.candidate_ln}) {
    side->erase(side->begin(), side->begin() + surplus);
  }
}

// Drops the warm-up, by the ratios, and what does not fill a block.
Blocks trim(Sides& sides) {
  std::vector<double> ratios(sides.size());
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    ratios[i] = sides.candidate_ln[i] - sides.live_ln[i];
  }
  const Blocks blocks = blocks_for(ratios.size() - warm_up_length(ratios));
  keep_last(sides, blocks.covered());
  return blocks;
}

// Two independent parts of a variance, each known with its own degrees of
// freedom, as one (Welch-Satterthwaite).
double pooled_df(double first, double first_df, double second, double second_df) {
  const double sum = first + second;
  return sum > 0 ? sum * sum / (first * first / first_df + second * second / second_df) : first_df;
}

}  // namespace

Judgement judge_paired(std::span<const Pair> pairs, const Settings& settings) {
  Judgement draft;
  draft.given = pairs.size();
  draft.detect = settings.detect;
  if (const auto problem = problem_with(settings)) {
    return undecided(draft, Why::kBadSettings, "cannot judge: " + *problem);
  }
  Sides sides = usable_sides(pairs, settings.common);
  draft.common = settings.common;
  Evidence evidence;
  evidence.samples = sides.size();
  draft.unusable = draft.given - sides.size();
  if (sides.size() < kFewest) {
    return undecided(draft, Why::kTooFew, too_few("pairs", sides.size(), kFewest, draft.unusable));
  }
  const Blocks blocks = trim(sides);
  draft.kept = sides.size();
  draft.live_median_ms = median(sides.live);
  draft.candidate_median_ms = median(sides.candidate) * std::exp(settings.common);

  const double block_df = static_cast<double>(blocks.count - 1);
  evidence.theta = hodges_lehmann(sides.live_ln, sides.candidate_ln);
  const ShiftVariance sampling =
      shift_variance(sides.live_ln, sides.candidate_ln, evidence.theta, blocks,
                     settings.timer_resolution_ms / draft.live_median_ms);
  evidence.sampling = sampling.larger;
  draft.theta_se = std::sqrt(sampling.smaller);
  // Two processes differ, each from the mean of its build.
  const double run_variance = 2 * settings.run_sd * settings.run_sd;
  evidence.variance = evidence.sampling + run_variance;
  evidence.df = pooled_df(evidence.sampling, block_df, run_variance, settings.run_sd_df);
  evidence.df_with_more = std::max(evidence.df, settings.run_sd_df);
  evidence.surely = evidence.theta - t_exceeded_with(0.05, block_df) * std::sqrt(evidence.sampling);
  evidence.few = evidence.samples < kFewestForATest;
  evidence.clear = *std::min_element(sides.candidate.begin(), sides.candidate.end()) >
                       1.05 * *std::max_element(sides.live.begin(), sides.live.end()) &&
                   evidence.theta > std::log(1.5);
  if (sides.size() >= kFewestForATail) {
    evidence.tail = paired_tail(sides.live, sides.candidate, evidence.theta, settings.tail_margin,
                                settings.floor_ms);
  }
  return decide(draft, evidence, settings);
}

}  // namespace switchgate::latency
