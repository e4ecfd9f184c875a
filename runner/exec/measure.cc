#include "runner/exec/measure.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "runner/exec/clock.h"
#include "runner/exec/drift.h"
#include "runner/exec/series.h"

namespace switchgate::exec {
namespace {

// Long enough for a scheduler to move a process that shares its core.
constexpr Micros kBeforeConfirming{1'500'000};
constexpr double kUncalibratedTolerance = 0.25;

bool failed(const latency::Judgement& judgement) {
  return judgement.verdict == latency::Verdict::kFail;
}

// Was it sampled to its end, so that another series may tell more?
bool sound(const Endpoint& endpoint) {
  return endpoint.judgement && !endpoint.candidate_failure && !endpoint.live_failed &&
         !endpoint.live_degraded && endpoint.throttled.empty() && !endpoint.versions_differ();
}

std::string slowdown_of(const latency::Judgement& judgement) {
  return judgement.why == latency::Why::kTailRegressed ? "its slowest answers"
                                                       : latency::signed_percent(judgement.theta);
}

// What the second series does not show is not held against the candidate, and not excluded
// either.
latency::Judgement after_both(const latency::Judgement& first, latency::Judgement second) {
  if (!failed(first)) {
    return first;  // it was measured again for the sake of all together
  }
  if (!failed(second)) {
    second.reason = "a first series of samples was slower (" + slowdown_of(first) +
                    "), a second one did not show it (" + slowdown_of(second) +
                    "): one of the two sides was disturbed while it was measured";
    second.verdict = latency::Verdict::kUndecided;
    second.why = latency::Why::kNoisy;
  }
  return second;
}

// Measures what is slow again: the endpoints that failed, or all of them for what only all
// together show.
Together confirm(std::span<Endpoint* const> endpoints, const Together& found, Series& series) {
  std::vector<Endpoint*> again;
  std::vector<latency::Judgement> first;
  for (Endpoint* endpoint : endpoints) {
    if (sound(*endpoint) && (failed(*endpoint->judgement) || found.any())) {
      again.push_back(endpoint);
      first.push_back(*std::move(endpoint->judgement));
      endpoint->pairs.clear();
      endpoint->samples.clear();
      endpoint->judgement.reset();
      endpoint->ended = false;
    }
  }
  Together both;
  both.doubt = found.doubt;
  if (found.any()) {
    both.doubt =
        "a first series showed the candidate slower at all endpoints together, a second "
        "one did not: one of the two sides was disturbed while it was measured.";
  }
  if (again.empty() || !sleep_for(kBeforeConfirming, series.stop)) {
    return both;
  }
  const Together second = run_series(again, 0, found.any() ? Shared{} : found.shared, series);
  for (std::size_t i = 0; i < again.size(); ++i) {
    again[i]->judgement = after_both(first[i], *std::move(again[i]->judgement));
  }
  both.slower_tail = found.slower_tail && second.slower_tail;
  if (found.common_slowdown && second.common_slowdown) {
    both.common_slowdown = second.common_slowdown;
  }
  both.shared = second.shared;
  if (both.any()) {
    both.doubt.clear();
  }
  return both;
}

std::optional<Micros> quantile_95(std::vector<Micros> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  const std::size_t at = values.size() * 95 / 100;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

latency::Settings settings_of(const LatencySettings& settings, bool calibrated) {
  latency::Settings out;
  out.tolerance =
      calibrated ? settings.tolerance : std::max(settings.tolerance, kUncalibratedTolerance);
  out.detect = settings.detect;
  out.tail_margin = settings.tail;
  out.floor_ms = static_cast<double>(settings.floor.count()) / 1000.0;
  return out;
}

std::string dropped_note(const Endpoint& endpoint) {
  if (endpoint.dropped == 0) {
    return {};
  }
  std::string why;
  if (endpoint.late > 0) {
    why = std::to_string(endpoint.late) +
          " because this machine was busy and began them more than " + format_duration(kLate) +
          " late";
  }
  if (endpoint.dropped > endpoint.late) {
    why += (why.empty() ? "" : ", ") + std::to_string(endpoint.dropped - endpoint.late) +
           " for a new connection on one side or an unexpected answer of live";
  }
  return " " + std::to_string(endpoint.dropped) + " did not count: " + why + '.';
}

std::vector<Finding> findings_of(const LaneReport& report) {
  std::vector<Finding> findings;
  const std::string all = "all " + std::to_string(report.endpoints) + " endpoints together";
  const auto add = [&](std::string rule, std::string message, bool undecided = false) {
    Finding& finding = findings.emplace_back();
    finding.rule = std::move(rule);
    finding.undecided = undecided;
    finding.message = std::move(message);
    finding.path = "latency";
    finding.fingerprint = fingerprint_of(finding);
  };
  if (report.together.slower_tail) {
    add("latency/pooled-tail",
        "the slowest 1 % of the answers of " + all +
            " are the candidate's more often than live's, beyond chance, in two series: some of "
            "its answers became slow, though at no endpoint enough to show.");
  }
  if (report.together.common_slowdown) {
    add("latency/common-slowdown",
        "the candidate is slower at " + all + " by " +
            latency::signed_percent(*report.together.common_slowdown) +
            (report.together.shared.with_live ? " than live" : " than in the recorded runs") +
            ", in two series: a slower machine, or a cause that all of them share.");
  }
  if (!report.together.doubt.empty()) {
    add("latency/noisy", report.together.doubt, true);
  }
  return findings;
}

// Strides of about the golden section, with no divisor in common, visit every row
// once before any comes again, and no stretch of them late.
std::size_t row_of_turn(std::size_t turn, std::size_t rows) {
  constexpr double kGoldenSection = 0.618;
  auto stride = static_cast<std::size_t>(static_cast<double>(rows) * kGoldenSection);
  while (stride > 1 && std::gcd(stride, rows) != 1) {
    --stride;
  }
  return turn * std::max<std::size_t>(stride, 1) % rows;
}

LaneReport measure(std::vector<Endpoint*> endpoints, std::size_t unmeasured, probe::Probe& probe,
                   std::stop_token stop, const LatencyBudget& budget) {
  LaneReport report;
  Series series{probe, stop, Budget(budget), {}};
  report.endpoints = endpoints.size();
  report.uncalibrated = static_cast<std::size_t>(std::count_if(
      endpoints.begin(), endpoints.end(),
      [](const Endpoint* endpoint) { return endpoint->has_live() && !endpoint->calibrated; }));
  const Together found = run_series(endpoints, unmeasured, {}, series);
  Series second{probe, stop, Budget({}), std::move(series.lateness)};
  report.together = confirm(endpoints, found, second);
  judge_drift(endpoints);
  report.lateness_p95 = quantile_95(std::move(second.lateness));
  return report;
}

}  // namespace switchgate::exec
