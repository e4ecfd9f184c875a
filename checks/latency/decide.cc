// Tells fail, pass and undecided apart, and why.

#include "checks/latency/decide.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "checks/latency/reason.h"
#include "checks/latency/students_t.h"

namespace switchgate::latency {
namespace {

constexpr double kPowerQuantile = 0.8416;  // the normal quantile of 80 %
constexpr double kLeastVariance = 1e-18;   // so that equal samples divide by something
constexpr double kHuge = 1e9;              // an effect beyond this is as good as invisible
constexpr double kDoubtfulTail = 0.05;     // the p-value of a tail that does not pass

// What each test may spend of alpha: all is the body's when the tail is not tested.
double body_alpha(const Evidence& evidence, const Settings& settings) {
  if (settings.thresholds) {
    return settings.thresholds->body;
  }
  return settings.alpha * (1 - (evidence.tail ? evidence.tail->alpha_share : 0));
}

double tail_alpha(const Tail& tail, const Settings& settings) {
  return settings.thresholds ? settings.thresholds->tail : settings.alpha * tail.alpha_share;
}

bool significant(const Judgement& judgement, const Evidence& evidence, const Settings& settings) {
  const double variance = std::max(evidence.variance, kLeastVariance);
  return t_upper_tail(judgement.theta / std::sqrt(variance), evidence.df) <=
         body_alpha(evidence, settings);
}

// Why the judgement is undecided although a pass is out of reach.
Why why_no_pass(const Judgement& judgement, const Evidence& evidence, const Settings& settings) {
  if (evidence.few) {
    return Why::kTooFew;
  }
  const bool between = judgement.theta >= std::log1p(settings.detect) &&
                       judgement.theta <= std::log1p(settings.tolerance);
  if (between || significant(judgement, evidence, settings)) {
    return Why::kNotMaterial;
  }
  return Why::kNoisy;
}

Why why_of(const Judgement& judgement, const Evidence& evidence, const Settings& settings) {
  if (judgement.p_body <= body_alpha(evidence, settings)) {
    return Why::kRegressed;
  }
  if (evidence.tail && evidence.tail->p <= tail_alpha(*evidence.tail, settings)) {
    return Why::kTailRegressed;
  }
  const bool excluded = judgement.bound < std::log1p(settings.detect);
  const bool below_floor =
      std::expm1(judgement.bound) * judgement.live_median_ms < settings.floor_ms;
  if (!excluded && !below_floor) {
    return why_no_pass(judgement, evidence, settings);
  }
  if (evidence.tail && evidence.tail->p <= kDoubtfulTail) {
    return Why::kTailUndecided;
  }
  if (judgement.unusable > 0) {
    return Why::kUnusable;
  }
  if (!settings.may_pass) {
    return Why::kTooEarly;
  }
  return excluded ? Why::kExcluded : Why::kBelowFloor;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
      return "fail";
    case Verdict::kUndecided:
      break;
  }
  return "undecided";
}

Verdict verdict_of(Why why) {
  switch (why) {
    case Why::kRegressed:
    case Why::kTailRegressed:
      return Verdict::kFail;
    case Why::kExcluded:
    case Why::kBelowFloor:
      return Verdict::kPass;
    case Why::kTooFew:
    case Why::kTooEarly:
    case Why::kNoBaseline:
    case Why::kUnusable:
    case Why::kNotMaterial:
    case Why::kTailUndecided:
    case Why::kNoisy:
    case Why::kBadSettings:
      break;
  }
  return Verdict::kUndecided;
}

Judgement decide(Judgement draft, const Evidence& evidence, const Settings& settings) {
  Judgement out = std::move(draft);
  const double deviation = std::sqrt(std::max(evidence.variance, kLeastVariance));
  const double whole_alpha = settings.whole_alpha > 0 ? settings.whole_alpha : settings.alpha;
  const auto reach = [&](double tail) { return t_exceeded_with(tail, evidence.df) * deviation; };
  out.theta = evidence.theta;
  out.lower = out.theta - reach(0.025);
  out.upper = out.theta + reach(0.025);
  out.bound = out.theta + reach(0.05);
  out.mde80 = std::min(kHuge, std::expm1(reach(whole_alpha) + kPowerQuantile * deviation));

  const bool material = evidence.surely > std::log1p(settings.tolerance) &&
                        std::expm1(out.theta) * out.live_median_ms >= settings.floor_ms;
  if (material && (!evidence.few || evidence.clear)) {
    out.p_body = t_upper_tail(out.theta / deviation, evidence.df);
  }
  if (evidence.tail) {
    out.p_tail = evidence.tail->p;
    if (evidence.tail->visible_from > 0) {
      out.tail_visible_from = evidence.tail->visible_from;
    }
    out.top_percent = evidence.tail->top_percent;
  }
  out.why = why_of(out, evidence, settings);
  out.verdict = verdict_of(out.why);
  if (out.verdict == Verdict::kUndecided) {
    out.needed = samples_needed(out, evidence, settings);
  }
  out.reason = reason_for(out, evidence, settings);
  return out;
}

Judgement undecided(Judgement draft, Why why, std::string reason) {
  draft.verdict = Verdict::kUndecided;
  draft.why = why;
  draft.reason = std::move(reason);
  return draft;
}

bool usable(double ms) { return ms >= 1e-6 && ms <= 1e9; }

std::optional<std::string> problem_with(const Settings& settings) {
  const auto within = [](double value, double least, double most) {
    return value >= least && value <= most;  // false for NaN
  };
  if (!within(settings.tolerance, 0, 100)) {
    return "tolerance must be from 0 to 10000 %";
  }
  if (!within(settings.detect, 1e-6, 100)) {
    return "detect must be above 0 and at most 10000 %";
  }
  if (!within(settings.floor_ms, 0, 1e9)) {
    return "floor must be from 0 to 1e9 ms";
  }
  if (!within(settings.tail_margin, 0, 100)) {
    return "the margin of the tail must be from 0 to 10000 %";
  }
  if (!within(settings.timer_resolution_ms, 0, 1e9)) {
    return "the timer's resolution must be from 0 to 1e9 ms";
  }
  if (!within(settings.alpha, 1e-12, 0.5) ||
      (settings.whole_alpha != 0 && !within(settings.whole_alpha, 1e-12, 0.5))) {
    return "alpha must be from 1e-12 to 0.5";
  }
  if (settings.thresholds &&
      (!within(settings.thresholds->body, 0, 1) || !within(settings.thresholds->tail, 0, 1))) {
    return "the thresholds of a suite must be from 0 to 1";
  }
  if (!within(settings.run_sd, 0, 10) || !within(settings.run_sd_df, 0.1, 1e9)) {
    return "the deviation between runs must be from 0 to 10, with 0.1 degrees "
           "of freedom or more";
  }
  return std::nullopt;
}

}  // namespace switchgate::latency
