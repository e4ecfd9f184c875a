// The median deviation of each run, and its test.

#include "checks/latency/common_speed.h"

#include <cmath>
#include <cstddef>

#include "checks/latency/decide.h"
#include "checks/latency/history.h"
#include "checks/latency/robust.h"
#include "checks/latency/run_summary.h"
#include "checks/latency/students_t.h"

namespace switchgate::latency {
namespace {

constexpr std::size_t kFewestRuns = 3;
constexpr double kPriorRunSd = 0.04;  // as in recorded.cc
constexpr double kPriorRuns = 4;
constexpr double kMedianCost = 1.5708;  // pi/2: the variance of a median against that of a mean

// The levels of one endpoint: the recorded runs, then the candidate.
struct Levels {
  std::vector<double> levels;
  double sampling = 0;  // variance of a level, on average
};

std::optional<Levels> levels_of(const RecordedEndpoint& endpoint) {
  Levels out;
  const auto add = [&](std::span<const double> samples) {
    const std::vector<double> ln_ms = usable_ln(samples);
    if (ln_ms.size() < kFewestInARun) {
      return false;
    }
    const RunSummary summary = summarise(ln_ms);
    out.levels.push_back(summary.level);
    out.sampling += summary.sampling / static_cast<double>(endpoint.runs.size() + 1);
    return true;
  };
  for (const std::vector<double>& run : endpoint.runs) {
    if (!add(run)) {
      return std::nullopt;
    }
  }
  return add(endpoint.candidate) ? std::optional(std::move(out)) : std::nullopt;
}

// P(no common shift), by the test of judge_recorded.
double p_value(const CommonSpeed& speed, double sampling, double typical_ms,
               const Settings& settings) {
  const bool material = speed.theta > std::log1p(settings.tolerance) &&
                        std::expm1(speed.theta) * typical_ms >= settings.floor_ms;
  if (!material) {
    return 1;
  }
  const double count = static_cast<double>(speed.runs.size());
  const double df = kPriorRuns + count - 1;
  const double between =
      (kPriorRuns * (kPriorRunSd * kPriorRunSd + sampling) + (count - 1) * variance(speed.runs)) /
      df;
  return t_upper_tail(speed.theta / std::sqrt(between * (1 + 1 / count)), df);
}

}  // namespace

std::optional<CommonSpeed> common_speed(std::span<const RecordedEndpoint> endpoints,
                                        const Settings& settings) {
  const std::size_t runs = endpoints.empty() ? 0 : endpoints.front().runs.size();
  std::vector<std::vector<double>> deviations(runs + 1);  // of each run, over the endpoints
  std::vector<double> centres;
  std::vector<double> samplings;
  for (const RecordedEndpoint& endpoint : endpoints) {
    if (const std::optional<Levels> own = levels_of(endpoint)) {
      centres.push_back(mean(std::span(own->levels).first(runs)));
      samplings.push_back(own->sampling);
      for (std::size_t run = 0; run <= runs; ++run) {
        deviations[run].push_back(own->levels[run] - centres.back());
      }
    }
  }
  if (runs < kFewestRuns || centres.size() < kFewestForACommonShift) {
    return std::nullopt;
  }
  CommonSpeed out;
  for (std::size_t run = 0; run < runs; ++run) {
    out.runs.push_back(median(deviations[run]));
  }
  out.candidate = median(deviations[runs]);
  out.theta = out.candidate - mean(out.runs);
  if (!problem_with(settings)) {
    const double sampling = kMedianCost * mean(samplings) / static_cast<double>(centres.size());
    out.p = p_value(out, sampling, std::exp(median(centres)), settings);
  }
  return out;
}

RecordedEndpoint at_common_speed(RecordedEndpoint endpoint, const CommonSpeed& speed) {
  const auto divide = [](std::vector<double>& samples, double ln_factor) {
    for (double& ms : samples) {
      ms /= std::exp(ln_factor);
    }
  };
  for (std::size_t run = 0; run < endpoint.runs.size(); ++run) {
    divide(endpoint.runs[run], speed.runs[run]);
  }
  divide(endpoint.candidate, speed.candidate);
  return endpoint;
}

}  // namespace switchgate::latency
