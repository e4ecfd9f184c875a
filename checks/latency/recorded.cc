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
#include "checks/latency/run_summary.h"
#include "checks/latency/students_t.h"
#include "checks/latency/tail.h"

namespace switchgate::latency {
namespace {

// What is known about the difference between runs before any was seen: its
// standard deviation, and how many runs that knowledge counts for.
constexpr double kPriorRunSd = 0.04;
constexpr double kPriorRuns = 4;
constexpr double kPriorTailSd = 0.08;  // of the 95 % quantile
constexpr double kTailAlphaShare = 0.2;
constexpr double kTailMargin = 1.25;  // a quantile that grew by less is not material

// The recorded runs together.
struct Baseline {
  std::vector<double> levels;
  std::vector<double> tails;
  std::vector<double> samplings;
  double samples = 0;        // a run's, on average
  double fewest = 0;         // of any run
  std::size_t unusable = 0;  // samples, in all runs
};

Baseline summarise_all(std::span<const std::vector<double>> runs) {
  Baseline out;
  std::vector<double> lengths;
  for (const std::vector<double>& run : runs) {
    const std::vector<double> ln_ms = usable_ln(run);
    out.unusable += run.size() - ln_ms.size();
    if (ln_ms.size() >= kFewestInARun) {
      const RunSummary summary = summarise(ln_ms);
      out.levels.push_back(summary.level);
      out.tails.push_back(summary.tail);
      out.samplings.push_back(summary.sampling);
      lengths.push_back(static_cast<double>(ln_ms.size()));
    }
  }
  if (!lengths.empty()) {
    out.samples = mean(lengths);
    out.fewest = *std::min_element(lengths.begin(), lengths.end());
  }
  return out;
}

// How much one more run may differ from the mean of the recorded ones: what was
// known before (`prior_sd`), and what these runs showed.
struct Spread {
  double variance = 0;
  double sampling = 0;  // the part of it that longer runs reduce
  double df = 1;
};

Spread spread_of(std::span<const double> summaries, double prior_sd, const Baseline& baseline,
                 std::size_t candidate_samples) {
  const double count = static_cast<double>(summaries.size());
  const double sampling = mean(baseline.samplings);
  const double weight = kPriorRuns + count - 1;
  const double between =
      (kPriorRuns * (prior_sd * prior_sd + sampling) + (count - 1) * variance(summaries)) / weight;
  // It holds for runs as long as the recorded ones; a shorter candidate is
  // known less well.
  const double shorter = std::max(1.0, baseline.samples / static_cast<double>(candidate_samples));
  const double surplus = (shorter - 1) * sampling;
  return {between * (1 + 1 / count) + surplus,
          kPriorRuns * sampling / weight * (1 + 1 / count) + surplus, weight};
}

Tail recorded_tail(const RunSummary& now, const Baseline& baseline, std::size_t candidate_samples,
                   const Settings& settings) {
  const double before = mean(baseline.tails);
  const double longer = now.tail - before;
  const double extra_ms = std::exp(now.tail) - std::exp(before);
  const Spread spread = spread_of(baseline.tails, kPriorTailSd, baseline, candidate_samples);
  const bool material = longer > std::log(kTailMargin) && extra_ms >= settings.floor_ms;
  return {material ? t_upper_tail(longer / std::sqrt(spread.variance), spread.df) : 1,
          kTailAlphaShare, 0, Quantiles{std::exp(now.tail), std::exp(before)}, std::nullopt};
}

}  // namespace

Judgement judge_recorded(std::span<const std::vector<double>> runs,
                         std::span<const double> candidate, const Settings& settings) {
  Judgement draft;
  draft.detect = settings.detect;
  draft.given = candidate.size();
  if (const auto problem = problem_with(settings)) {
    return undecided(draft, Why::kBadSettings, "cannot judge: " + *problem);
  }
  const std::vector<double> ln_ms = usable_ln(candidate);
  const Baseline baseline = summarise_all(runs);
  draft.unusable = baseline.unusable + (candidate.size() - ln_ms.size());
  if (baseline.levels.empty()) {
    return undecided(draft, Why::kNoBaseline, no_baseline(runs.size(), kFewestInARun));
  }
  if (ln_ms.size() < kFewestInARun) {
    return undecided(draft, Why::kTooFew,
                     too_few("samples", ln_ms.size(), kFewestInARun, draft.unusable));
  }
  const RunSummary now = summarise(ln_ms);
  const double before = mean(baseline.levels);
  draft.kept = now.kept;
  draft.live_median_ms = std::exp(before);
  draft.candidate_median_ms = std::exp(now.level);

  const Spread spread = spread_of(baseline.levels, kPriorRunSd, baseline, ln_ms.size());
  Evidence evidence;
  evidence.theta = now.level - before;
  evidence.variance = spread.variance;
  evidence.df = spread.df;
  evidence.surely = evidence.theta;
  evidence.sampling = spread.sampling;
  evidence.df_with_more = evidence.df;
  evidence.samples = ln_ms.size();
  evidence.runs = baseline.levels.size();
  if (ln_ms.size() >= kFewestForATail && baseline.fewest >= kFewestForATail) {
    evidence.tail = recorded_tail(now, baseline, ln_ms.size(), settings);
  }
  return decide(draft, evidence, settings);
}

}  // namespace switchgate::latency
