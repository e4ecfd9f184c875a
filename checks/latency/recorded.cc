// Method (b): the candidate against recorded runs of earlier, accepted
// deployments.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "checks/latency/decide.h"
#include "checks/latency/latency.h"
#include "checks/latency/reason.h"
#include "checks/latency/robust.h"

namespace switchgate::latency {
namespace {

constexpr std::size_t kFewest = 4;
// What is known about the difference between runs before any was seen: its
// standard deviation, and how many runs that knowledge counts for.
constexpr double kPriorRunSd = 0.04;
constexpr double kPriorRuns = 4;

struct Run {
  double level = 0;     // trimmed mean of ln latency after the warm-up
  double sampling = 0;  // the variance of that by sampling alone
  std::size_t kept = 0;
};

std::vector<double> usable_ln(std::span<const double> samples) {
  std::vector<double> out;
  out.reserve(samples.size());
  for (const double ms : samples) {
    if (usable(ms)) {
      out.push_back(std::log(ms));
    }
  }
  return out;
}

// Requires two values or more.
Run summarise(std::span<const double> ln_ms) {
  const std::span<const double> kept = ln_ms.subspan(warm_up_length(ln_ms));
  const Blocks blocks = blocks_for(kept.size());
  return {trimmed_mean(kept),
          variance(per_block(kept, blocks, trimmed_mean)) / static_cast<double>(blocks.count),
          kept.size()};
}

// The recorded runs together.
struct Baseline {
  std::vector<double> levels;
  std::vector<double> samplings;
  double samples = 0;        // a run's, on average
  std::size_t unusable = 0;  // samples, in all runs
};

Baseline summarise_all(std::span<const std::vector<double>> runs) {
  Baseline out;
  std::vector<double> lengths;
  for (const std::vector<double>& run : runs) {
    const std::vector<double> ln_ms = usable_ln(run);
    out.unusable += run.size() - ln_ms.size();
    if (ln_ms.size() >= kFewest) {
      const Run summary = summarise(ln_ms);
      out.levels.push_back(summary.level);
      out.samplings.push_back(summary.sampling);
      lengths.push_back(static_cast<double>(ln_ms.size()));
    }
  }
  out.samples = mean(lengths);
  return out;
}

}  // namespace

Judgement judge_recorded(std::span<const std::vector<double>> runs,
                         std::span<const double> candidate, const Settings& settings) {
  Judgement draft;
  draft.given = candidate.size();
  if (const auto problem = problem_with(settings)) {
    return undecided(draft, Why::kBadSettings, "cannot judge: " + *problem);
  }
  const std::vector<double> ln_ms = usable_ln(candidate);
  const Baseline baseline = summarise_all(runs);
  draft.unusable = baseline.unusable + (candidate.size() - ln_ms.size());
  if (baseline.levels.empty()) {
    return undecided(draft, Why::kNoBaseline, no_baseline(runs.size(), kFewest));
  }
  if (ln_ms.size() < kFewest) {
    return undecided(draft, Why::kTooFew,
                     too_few("samples", ln_ms.size(), kFewest, draft.unusable));
  }
  const Run now = summarise(ln_ms);
  const double before = mean(baseline.levels);
  draft.kept = now.kept;
  draft.live_median_ms = std::exp(before);
  draft.candidate_median_ms = std::exp(now.level);

  // The variance between runs: what was known before, and what these runs
  // showed.
  const double count = static_cast<double>(baseline.levels.size());
  const double sampling = mean(baseline.samplings);
  const double weight = kPriorRuns + count - 1;
  const double between = (kPriorRuns * (kPriorRunSd * kPriorRunSd + sampling) +
                          (count - 1) * variance(baseline.levels)) /
                         weight;
  // It holds for runs as long as the recorded ones; a shorter candidate is
  // known less well.
  const double shorter = std::max(1.0, baseline.samples / static_cast<double>(ln_ms.size()));
  const double surplus = (shorter - 1) * sampling;

  Evidence evidence;
  evidence.theta = now.level - before;
  evidence.variance = between * (1 + 1 / count) + surplus;
  evidence.df = weight;
  evidence.surely = evidence.theta;
  evidence.sampling = kPriorRuns * sampling / weight * (1 + 1 / count) + surplus;
  evidence.df_with_more = evidence.df;
  evidence.samples = ln_ms.size();
  evidence.runs = baseline.levels.size();
  return decide(draft, evidence, settings);
}

}  // namespace switchgate::latency
