#include "runner/exec/series.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "checks/latency/common_speed.h"
#include "checks/latency/reason.h"
#include "checks/latency/suite.h"
#include "checks/latency/suite_looks.h"
#include "runner/exec/lane.h"

namespace switchgate::exec {
namespace {

// Recorded runs from which on it is known how much equal runs differ here.
constexpr std::size_t kRunsToKnow = 3;
// The p-value of what does not pass, as of a tail.
constexpr double kDoubtful = 0.05;

std::size_t known_runs(const Endpoint& endpoint) {
  return static_cast<std::size_t>(
      std::count_if(endpoint.runs.begin(), endpoint.runs.end(),
                    [](const std::vector<double>& run) { return !run.empty(); }));
}

latency::Settings settings_for(const Endpoint& endpoint) {
  return settings_of(endpoint.settings, endpoint.has_live() ? endpoint.calibrated
                                                            : known_runs(endpoint) >= kRunsToKnow);
}

// By run what is kept by endpoint. All endpoints of a run know the same runs.
std::vector<latency::AcceptedRun> accepted_runs(std::span<Endpoint* const> endpoints) {
  std::vector<latency::AcceptedRun> runs(endpoints.front()->accepted.size());
  for (const Endpoint* endpoint : endpoints) {
    for (std::size_t k = 0; k < runs.size(); ++k) {
      runs[k].push_back(endpoint->accepted[k]);
    }
  }
  return runs;
}

// Taken off every endpoint before it passed, so not excluded by their passes.
std::string doubt_about(double theta, std::string_view reference) {
  return "the candidate is slower at all endpoints together by " + latency::signed_percent(theta) +
         " than " + std::string(reference) +
         ": more than chance easily explains, and less than a failure takes.";
}

void cut_short(Endpoint& endpoint, const Budget& budget) {
  endpoint.cut_short = budget.name();
  endpoint.ended = true;
}

// Takes turns until each lane has as many samples as `wanted` says, or the budget is spent. Where
// it will not do for all, those that need fewest go on.
template <typename Wanted>
void take_turns(std::vector<Lane>& lanes, Series& series, const Wanted& wanted) {
  std::vector<Lane*> open;
  std::vector<Want> wants;
  for (Lane& lane : lanes) {
    const std::size_t target = wanted(lane);
    if (!lane.endpoint().ended && lane.taken() < target) {
      const auto& judgement = lane.endpoint().judgement;
      open.push_back(&lane);
      wants.push_back({static_cast<double>((target - lane.taken()) * lane.requests_a_turn()),
                       judgement && judgement->needed ? *judgement->needed
                                                      : std::numeric_limits<double>::infinity()});
    }
  }
  const std::vector<bool> goes_on = served(wants, series.budget.left());
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!goes_on[i]) {
      cut_short(open[i]->endpoint(), series.budget);
    }
  }
  for (bool any = true; any && !series.stop.stop_requested();) {
    any = false;
    for (Lane* lane : open) {
      Endpoint& endpoint = lane->endpoint();
      if (endpoint.ended || lane->taken() >= wanted(*lane)) {
        continue;
      }
      if (series.budget.spent()) {
        cut_short(endpoint, series.budget);
        continue;
      }
      any = true;
      lane->take(series.stop, series.lateness);
      series.budget.spend(lane->requests_a_turn());
    }
  }
}

// A pass claims that a slowdown of `detect` is excluded: what all endpoints share is part of it.
std::string doubt_about(const latency::SuiteLooks& looks) {
  const latency::CommonShift& common = *looks.common();
  if (common.p <= kDoubtful) {
    return doubt_about(common.theta, "live");
  }
  if (looks.common_excluded()) {
    return {};
  }
  return "a slowdown of all endpoints together is not excluded: they share " +
         latency::signed_percent(common.theta) + ", at most " +
         latency::signed_percent(common.bound) + " by what accepted runs differed in that.";
}

// Both sides in pairs, look by look.
Together run_paired(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                    const Shared& shared, std::vector<Lane>& lanes, Series& series) {
  std::size_t most = 0;
  std::vector<latency::Settings> settings;
  const auto most_of = [](const Endpoint& endpoint) {
    return static_cast<std::size_t>(endpoint.settings.max_samples);
  };
  for (const Endpoint* endpoint : endpoints) {
    most = std::max(most, most_of(*endpoint));
    settings.push_back(settings_for(*endpoint));
  }
  latency::SuiteLooks looks(std::move(settings), unmeasured, most,
                            {accepted_runs(endpoints), shared.with_live});
  while (!looks.finished()) {
    take_turns(lanes, series,
               [&](Lane& lane) { return std::min(looks.next_pairs(), most_of(lane.endpoint())); });
    std::vector<latency::Sampled> sampled;
    for (Endpoint* endpoint : endpoints) {
      const bool more = !endpoint->ended && endpoint->pairs.size() < most_of(*endpoint);
      sampled.push_back({endpoint->pairs, more && !series.stop.stop_requested()});
    }
    looks.look(sampled);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
      endpoints[i]->judgement = looks.judgement(i);
      endpoints[i]->ended = endpoints[i]->ended || !looks.open(i);
    }
  }
  Together together;
  together.slower_tail = looks.pooled_tail_found();
  together.shared.with_live = looks.common();
  if (looks.common_found()) {
    together.common_slowdown = looks.common()->theta;
  } else if (looks.common() && !shared.with_live) {
    together.doubt = doubt_about(looks);
  }
  return together;
}

// The candidate alone, each endpoint as often as it says, against recorded runs.
Together run_recorded(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                      const Shared& shared, std::vector<Lane>& lanes, Series& series) {
  take_turns(lanes, series,
             [](Lane& lane) { return static_cast<std::size_t>(lane.endpoint().settings.samples); });
  std::vector<latency::RecordedEndpoint> recorded;
  for (Endpoint* endpoint : endpoints) {
    endpoint->ended = true;
    recorded.push_back({endpoint->runs, endpoint->samples});
  }
  std::vector<latency::Settings> all;
  all.reserve(endpoints.size());
  for (const Endpoint* endpoint : endpoints) {
    all.push_back(settings_for(*endpoint));
  }
  const auto common = shared.with_recorded
                          ? shared.with_recorded
                          : latency::common_speed(recorded, latency::strictest(all));
  const auto judge = [&](std::size_t i, const std::optional<latency::Thresholds>& at) {
    latency::RecordedEndpoint one =
        common ? latency::at_common_speed(recorded[i], *common) : recorded[i];
    latency::Settings settings = settings_for(*endpoints[i]);
    settings.thresholds = at;
    endpoints[i]->judgement = latency::judge_recorded(one.runs, one.candidate, settings);
  };
  std::vector<latency::Standing> standings(unmeasured);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    judge(i, std::nullopt);
    standings.push_back(latency::standing_of(*endpoints[i]->judgement));
  }
  std::optional<double> p;  // told once, by the series that found it
  if (common && !shared.with_recorded) {
    p = common->p;
  }
  const latency::SuiteFindings found = latency::look_at_suite(standings, {p, std::nullopt}, 1);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    judge(i, found.at);
  }
  Together together;
  together.shared.with_recorded = common;
  if (found.common) {
    together.common_slowdown = common->theta;
  } else if (p && *p <= kDoubtful) {
    together.doubt = doubt_about(common->theta, "in the recorded runs");
  }
  return together;
}

}  // namespace

Together run_series(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                    const Shared& shared, Series& series) {
  std::vector<Lane> lanes;
  std::vector<Endpoint*> paired;
  std::vector<Endpoint*> recorded;
  std::vector<Lane> recorded_lanes;
  for (Endpoint* endpoint : endpoints) {
    std::vector<Lane>& list = endpoint->has_live() ? lanes : recorded_lanes;
    (endpoint->has_live() ? paired : recorded).push_back(endpoint);
    Lane& lane = list.emplace_back(*endpoint, series.probe);
    if (series.budget.spent()) {
      cut_short(*endpoint, series.budget);
      continue;
    }
    lane.warm_up(series.stop);
    series.budget.spend(static_cast<std::size_t>(endpoint->settings.warmup) *
                        lane.requests_a_turn());
  }
  Together together;
  if (!paired.empty()) {
    together = run_paired(paired, unmeasured + recorded.size(), shared, lanes, series);
  }
  if (!recorded.empty()) {
    Together alone =
        run_recorded(recorded, unmeasured + paired.size(), shared, recorded_lanes, series);
    together.shared.with_recorded = std::move(alone.shared.with_recorded);
    if (!together.common_slowdown) {
      together.common_slowdown = alone.common_slowdown;
    }
    if (together.doubt.empty()) {
      together.doubt = std::move(alone.doubt);
    }
  }
  return together;
}

}  // namespace switchgate::exec
