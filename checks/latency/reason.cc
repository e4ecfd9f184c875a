// Sentences about judgements.

#include "checks/latency/reason.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/latency/students_t.h"

namespace switchgate::latency {
namespace {

constexpr double kPowerQuantile = 0.8416;

// Beyond this a percentage says nothing: "more than 9999 %".
constexpr double kMostPercent = 9999;

// A positive ratio: whole percents from 10 on, else one decimal.
std::string percent(double ratio, std::string_view sign = "") {
  const double value = std::min(100 * ratio, kMostPercent);
  const double rounded = value >= 9.95 ? std::round(value) : std::round(value * 10) / 10;
  return (100 * ratio > kMostPercent ? "more than " : "") + std::string(sign) +
         format_number(rounded, 5) + " %";
}

// With as many decimals as say something: "232 ms", "5.0 ms", "0.38 ms".
std::string milliseconds(double ms) {
  const double size = std::abs(ms);
  const int decimals = size >= 100 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), ms,
                                 std::chars_format::fixed, decimals);
  return std::string(buffer.data(), end.ptr) + " ms";
}

// "61 % slower", "3 % faster".
std::string change(double ln_ratio) {
  return ln_ratio >= 0 ? percent(std::expm1(ln_ratio)) + " slower"
                       : percent(-std::expm1(ln_ratio)) + " faster";
}

// Two leading digits: more would pretend to know.
std::string about(double count) {
  if (count > 100'000) {
    return "more than 100000";
  }
  const double step = std::pow(10, std::max(0.0, std::floor(std::log10(count)) - 1));
  return format_number(std::ceil(count / step) * step, 9);
}

std::string_view noun(const Evidence& evidence) { return evidence.runs == 0 ? "pairs" : "samples"; }

// What would settle it: more samples, or why they would not.
std::string remedy(const Judgement& judgement, const Evidence& evidence, const Settings& settings) {
  if (const auto needed = samples_needed(judgement, evidence, settings)) {
    return "; about " + about(*needed) + ' ' + std::string(noun(evidence)) + " would do";
  }
  if (evidence.runs > 0) {
    return "; more samples would not help, more recorded runs would (" +
           std::to_string(evidence.runs) + " so far)";
  }
  return "; more pairs would not help, because runs of one build differ too "
         "much (SD " +
         percent(settings.run_sd) + ")";
}

std::string noisy(const Judgement& judgement, const Evidence& evidence, const Settings& settings) {
  const std::string what = "cannot exclude +" + percent(settings.detect) + ": ";
  if (judgement.mde80 > settings.detect) {
    return what + "the smallest slowdown visible here is " + percent(judgement.mde80, "+") +
           remedy(judgement, evidence, settings);
  }
  return what + "candidate is " + change(judgement.theta) + ", at most " +
         signed_percent(judgement.bound) + remedy(judgement, evidence, settings);
}

std::string not_material(const Judgement& judgement, const Settings& settings) {
  const std::string what = "candidate is " + change(judgement.theta) + ", ";
  const double extra = std::expm1(judgement.theta) * judgement.live_median_ms;
  if (extra < settings.floor_ms) {
    return what + "but " + milliseconds(extra) + " more is below the floor of " +
           milliseconds(settings.floor_ms);
  }
  return what + "which is not surely more than the " + percent(settings.tolerance) +
         " that fails, and a pass needs less than +" + percent(settings.detect) +
         " (here at most " + signed_percent(judgement.bound) + ")";
}

// What the slowest answers do, on both sides.
std::string shown(const Tail& tail) {
  return std::visit(
      Overloaded{[](const Exceedances& over) {
                   return std::to_string(over.candidate) + " of its " + std::to_string(over.pairs) +
                          " answers took more than " + milliseconds(over.above_ms) + ", and " +
                          std::to_string(over.live) + " of live's";
                 },
                 [](const Quantiles& quantiles) {
                   return "95 % of its answers took up to " + milliseconds(quantiles.candidate_ms) +
                          ", and " + milliseconds(quantiles.live_ms) + " in the recorded runs";
                 }},
      tail.shown);
}

std::string tail_regressed(const Judgement& judgement, const Evidence& evidence) {
  return "the slowest answers of candidate became slower: " + shown(*evidence.tail) +
         " (the typical one is " + change(judgement.theta) + ")";
}

std::string tail_undecided(const Evidence& evidence) {
  return "the typical answer would pass, but the slowest answers of candidate may have become "
         "slower: " +
         shown(*evidence.tail);
}

// What a pass does not claim.
std::string with_blind_spot(std::string pass, const Judgement& judgement) {
  if (!judgement.tail_visible_from) {
    return pass;
  }
  return pass + "; tail: not excluded below " + percent(*judgement.tail_visible_from) +
         " of the answers";
}

std::string excluded(const Judgement& judgement, const Settings& settings) {
  if (judgement.bound < 0) {
    return "no slowdown: candidate is at least " + change(judgement.bound);
  }
  return "no slowdown of " + percent(settings.detect) + " or more (at most " +
         signed_percent(judgement.bound) + ")";
}

std::string below_floor(const Judgement& judgement, const Settings& settings) {
  return "no slowdown that matters: at most " +
         milliseconds(std::expm1(judgement.bound) * judgement.live_median_ms) +
         " more, and the floor is " + milliseconds(settings.floor_ms);
}

std::string would_pass(const Judgement& judgement, const Settings& settings) {
  return judgement.bound < std::log1p(settings.detect) ? excluded(judgement, settings)
                                                       : below_floor(judgement, settings);
}

std::string left_out(std::size_t unusable_count) {
  return std::to_string(unusable_count) +
         (unusable_count == 1 ? " was no usable latency (zero, negative or not a number)"
                              : " were no usable latencies (zero, negative or not a number)");
}

std::string sentence(const Judgement& judgement, const Evidence& evidence,
                     const Settings& settings) {
  switch (judgement.why) {
    case Why::kRegressed:
      return "candidate is " + change(judgement.theta) + " (interval " +
             signed_percent(judgement.lower) + " to " + signed_percent(judgement.upper) + "), " +
             milliseconds(judgement.candidate_median_ms) + " instead of " +
             milliseconds(judgement.live_median_ms);
    case Why::kTailRegressed:
      return tail_regressed(judgement, evidence);
    case Why::kTailUndecided:
      return tail_undecided(evidence);
    case Why::kExcluded:
      return with_blind_spot(excluded(judgement, settings), judgement);
    case Why::kBelowFloor:
      return with_blind_spot(below_floor(judgement, settings), judgement);
    case Why::kTooEarly:
      return would_pass(judgement, settings) + ", but " + std::to_string(evidence.samples) + ' ' +
             std::string(noun(evidence)) + " are too few to pass";
    case Why::kUnusable:
      return "cannot pass: " + left_out(judgement.unusable) +
             "; of the others: " + would_pass(judgement, settings);
    case Why::kTooFew:
      return "too few " + std::string(noun(evidence)) + ": the smallest slowdown visible with " +
             std::to_string(evidence.samples) + " is " + percent(judgement.mde80, "+") +
             remedy(judgement, evidence, settings);
    case Why::kNotMaterial:
      return not_material(judgement, settings);
    case Why::kNoisy:
    case Why::kNoBaseline:
    case Why::kBadSettings:
      break;
  }
  return noisy(judgement, evidence, settings);
}

}  // namespace

std::string signed_percent(double ln_ratio) {
  const double ratio = std::expm1(ln_ratio);
  const bool zero = std::abs(ratio) < 0.0005;  // shown as 0: without a minus
  return percent(std::abs(ratio), ratio < 0 && !zero ? "-" : "+");
}

std::string too_few(std::string_view what, std::size_t usable_count, std::size_t fewest,
                    std::size_t unusable_count) {
  std::string out = "too few " + std::string(what) + ": " + std::to_string(usable_count) +
                    " of at least " + std::to_string(fewest);
  return unusable_count == 0 ? out : out + "; " + left_out(unusable_count);
}

std::string no_baseline(std::size_t runs, std::size_t fewest_samples) {
  return runs == 0 ? "nothing to compare with: no recorded run"
                   : "nothing to compare with: no recorded run has " +
                         std::to_string(fewest_samples) + " usable samples";
}

std::optional<double> samples_needed(const Judgement& judgement, const Evidence& evidence,
                                     const Settings& settings) {
  const double whole_alpha = settings.whole_alpha > 0 ? settings.whole_alpha : settings.alpha;
  const double df = evidence.df_with_more;
  const double target = std::log1p(settings.detect);
  const double fail_reach = t_exceeded_with(whole_alpha, df);
  // The deviation of theta that is small enough.
  double deviation = target / (fail_reach + kPowerQuantile);
  if (judgement.mde80 <= settings.detect) {
    deviation = std::max((target - judgement.theta) / t_exceeded_with(0.05, df),
                         judgement.theta / fail_reach);
  }
  const double room = deviation * deviation - (evidence.variance - evidence.sampling);
  if (deviation <= 0 || room <= 0) {
    return std::nullopt;
  }
  const double samples = static_cast<double>(evidence.samples);
  // More than there are: this many did not suffice.
  return std::max(samples * evidence.sampling / room, 1.25 * samples);
}

std::string reason_for(const Judgement& judgement, const Evidence& evidence,
                       const Settings& settings) {
  std::string out = sentence(judgement, evidence, settings);
  if (judgement.common != 0 && judgement.kept > 0) {
    out += ", beyond the " + signed_percent(judgement.common) + " that all endpoints share";
  }
  if (judgement.unusable > 0 && judgement.why != Why::kUnusable) {
    out += " (" + left_out(judgement.unusable) + ", left out)";
  }
  return out;
}

}  // namespace switchgate::latency
