// The run variance of each endpoint, by empirical Bayes.

#include "checks/latency/history.h"

#include <algorithm>
#include <cmath>

#include "checks/latency/robust.h"
#include "checks/latency/students_t.h"

namespace switchgate::latency {
namespace {

constexpr double kPriorRuns = 10;  // what the other endpoints tell counts for so many
// Two processes differ by 1 % each, whatever a short history says.
constexpr double kLeastPriorVariance = 2 * 0.01 * 0.01;

bool usable(const std::optional<Shift>& shift) {
  return shift && std::isfinite(shift->theta) && std::isfinite(shift->se);
}

// The median shift of a run's endpoints; nothing when these are too few.
std::optional<double> median_shift(const AcceptedRun& run) {
  std::vector<double> shifts;
  for (const std::optional<Shift>& shift : run) {
    if (usable(shift)) {
      shifts.push_back(shift->theta);
    }
  }
  return shifts.size() < kFewestForACommonShift ? std::nullopt : std::optional(median(shifts));
}

// What the runs tell of one endpoint.
struct Own {
  double runs = 0;
  double variance = 0;  // below 0 when sampling alone explains more than was seen
};

Own own_variance(std::span<const AcceptedRun> runs, std::span<const double> common,
                 std::size_t endpoint) {
  Own out;
  double squares = 0;
  double sampling = 0;
  for (std::size_t k = 0; k < runs.size(); ++k) {
    const std::optional<Shift>& shift = runs[k][endpoint];
    if (usable(shift)) {
      out.runs += 1;
      squares += (shift->theta - common[k]) * (shift->theta - common[k]);
      sampling += shift->se * shift->se;
    }
  }
  out.variance = out.runs > 0 ? (squares - sampling) / out.runs : 0;
  return out;
}

// Was some endpoint measured in as many runs as it takes to learn?
bool enough_runs(std::span<const AcceptedRun> runs) {
  const std::size_t endpoints = runs.empty() ? 0 : runs.front().size();
  for (std::size_t endpoint = 0; endpoint < endpoints; ++endpoint) {
    const auto known = std::count_if(runs.begin(), runs.end(), [endpoint](const AcceptedRun& run) {
      return usable(run[endpoint]);
    });
    if (static_cast<std::size_t>(known) >= kFewestRunsToLearn) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::optional<RunVariance>> learned_run_variances(std::span<const AcceptedRun> runs,
                                                              const Settings& assumed) {
  const std::size_t endpoints = runs.empty() ? 0 : runs.front().size();
  std::vector<std::optional<RunVariance>> out(endpoints);
  const bool learns = enough_runs(runs);
  std::vector<double> common;
  for (const AcceptedRun& run : runs) {
    common.push_back(learns ? median_shift(run).value_or(0) : 0);
  }
  const double fewest = learns ? static_cast<double>(kFewestRunsToLearn) : 1;
  std::vector<Own> own;
  std::vector<double> known;
  for (std::size_t endpoint = 0; endpoint < endpoints; ++endpoint) {
    own.push_back(own_variance(runs, common, endpoint));
    if (own.back().runs >= fewest) {
      known.push_back(own.back().variance);
    }
  }
  if (known.empty()) {
    return out;
  }
  const double least = learns ? kLeastPriorVariance : 2 * assumed.run_sd * assumed.run_sd;
  const double prior_runs = learns ? kPriorRuns : assumed.run_sd_df;
  const double prior = std::max(mean(known), least);
  for (std::size_t endpoint = 0; endpoint < endpoints; ++endpoint) {
    const Own& here = own[endpoint];
    const double weight = prior_runs + here.runs;
    const double variance =
        (prior_runs * prior + here.runs * std::max(here.variance, 0.0)) / weight;
    out[endpoint] = RunVariance{learns ? variance : std::max(variance, least), weight};
  }
  return out;
}

std::optional<CommonShift> common_shift(const AcceptedRun& now, std::span<const AcceptedRun> runs,
                                        const Settings& settings) {
  const std::optional<double> theta = median_shift(now);
  double count = 0;
  double squares = 0;
  for (const AcceptedRun& run : runs) {
    if (const std::optional<double> earlier = median_shift(run)) {
      count += 1;
      squares += *earlier * *earlier;  // around 0: a host that is always slower is no news
    }
  }
  if (!theta || count < kFewestRunsToLearn) {
    return std::nullopt;
  }
  const double prior = 2 * settings.run_sd * settings.run_sd;
  const double df = kPriorRuns + count;
  const double deviation = std::sqrt((kPriorRuns * prior + squares) / df);
  CommonShift out;
  out.theta = *theta;
  out.bound = out.theta + t_exceeded_with(0.05, df) * deviation;
  if (out.theta > std::log1p(settings.tolerance)) {
    out.p = t_upper_tail(out.theta / deviation, df);
  }
  return out;
}

Settings with_history(Settings settings, const RunVariance& learned) {
  settings.run_sd = std::sqrt(learned.variance / 2);
  settings.run_sd_df = learned.df;
  return settings;
}

}  // namespace switchgate::latency
