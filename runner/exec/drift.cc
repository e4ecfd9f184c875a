#include "runner/exec/drift.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/units.h"
#include "checks/latency/multiplicity.h"
#include "checks/latency/reason.h"

namespace switchgate::exec {
namespace {

constexpr double kAlpha = 0.01;

latency::Judgement beside_oldest(const Endpoint& endpoint) {
  std::vector<double> samples = endpoint.samples;
  for (const latency::Pair& pair : endpoint.pairs) {
    samples.push_back(pair.candidate_ms);
  }
  const std::vector<std::vector<double>> runs = {endpoint.oldest->samples_ms};
  return latency::judge_recorded(runs, samples, settings_of(endpoint.settings, true));
}

bool may_drift(const Endpoint& endpoint) {
  return endpoint.oldest && endpoint.judgement &&
         endpoint.judgement->verdict != latency::Verdict::kFail;
}

}  // namespace

void judge_drift(std::span<Endpoint* const> endpoints) {
  std::vector<double> p_values;
  for (Endpoint* endpoint : endpoints) {
    if (may_drift(*endpoint)) {
      endpoint->drift = beside_oldest(*endpoint);
      p_values.push_back(endpoint->drift->p_body);
    }
  }
  const double threshold = latency::benjamini_hochberg(p_values, kAlpha);
  for (Endpoint* endpoint : endpoints) {
    if (endpoint->drift && endpoint->drift->p_body > threshold) {
      endpoint->drift.reset();
    }
  }
}

Finding drift_finding(const Endpoint& endpoint) {
  const latency::Judgement& drift = *endpoint.drift;
  const auto in_ms = [](double ms) { return format_duration(Micros(std::llround(ms * 1000))); };
  const std::string day = format_date_time(endpoint.oldest->recorded).substr(0, 10);
  Finding finding;
  finding.rule = "latency/drift";
  finding.level = Level::kWarning;
  finding.pos = endpoint.settings.pos;
  finding.path = "latency";
  finding.message = "candidate takes " + latency::signed_percent(drift.theta) +
                    " against the oldest run that was kept, of " + day + ": " +
                    in_ms(drift.candidate_median_ms) + " instead of " +
                    in_ms(drift.live_median_ms) +
                    ". No release in between was slow enough to fail.";
  finding.evidence.push_back({"of " + day, in_ms(drift.live_median_ms)});
  finding.evidence.push_back({"candidate", in_ms(drift.candidate_median_ms)});
  finding.evidence.push_back({"slowdown", latency::signed_percent(drift.theta) + ", between " +
                                              latency::signed_percent(drift.lower) + " and " +
                                              latency::signed_percent(drift.upper)});
  return finding;
}

}  // namespace switchgate::exec
