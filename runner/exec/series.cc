#include "runner/exec/series.h"

#include <algorithm>
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

// Takes turns until every lane that `wants` more has it.
template <typename Wants>
void take_turns(std::vector<Lane>& lanes, const std::stop_token& stop,
                std::vector<Micros>& lateness, Wants wants) {
  for (bool any = true; any && !stop.stop_requested();) {
    any = false;
    for (Lane& lane : lanes) {
      if (!lane.endpoint().ended && wants(lane)) {
        any = true;
        lane.take(stop, lateness);
      }
    }
  }
}

// Both sides in pairs, look by look.
Together run_paired(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                    const Shared& shared, std::vector<Lane>& lanes, const std::stop_token& stop,
                    std::vector<Micros>& lateness) {
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
    take_turns(lanes, stop, lateness, [&](Lane& lane) {
      return lane.taken() < std::min(looks.next_pairs(), most_of(lane.endpoint()));
    });
    std::vector<latency::Sampled> sampled;
    for (Endpoint* endpoint : endpoints) {
      const bool more = !endpoint->ended && endpoint->pairs.size() < most_of(*endpoint);
      sampled.push_back({endpoint->pairs, more && !stop.stop_requested()});
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
  } else if (looks.common() && !shared.with_live && looks.common()->p <= kDoubtful) {
    together.doubt = doubt_about(looks.common()->theta, "live");
  }
  return together;
}

// The candidate alone, each endpoint as often as it says, against recorded runs.
Together run_recorded(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                      const Shared& shared, std::vector<Lane>& lanes, const std::stop_token& stop,
                      std::vector<Micros>& lateness) {
  take_turns(lanes, stop, lateness, [](Lane& lane) {
    return lane.taken() < static_cast<std::size_t>(lane.endpoint().settings.samples);
  });
  std::vector<latency::RecordedEndpoint> recorded;
  for (Endpoint* endpoint : endpoints) {
    endpoint->ended = true;
    recorded.push_back({endpoint->runs, endpoint->samples});
  }
  const auto common = shared.with_recorded
                          ? shared.with_recorded
                          : latency::common_speed(recorded, settings_for(*endpoints.front()));
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
                    const Shared& shared, probe::Probe& probe, const std::stop_token& stop,
                    std::vector<Micros>& lateness) {
  std::vector<Lane> lanes;
  std::vector<Endpoint*> paired;
  std::vector<Endpoint*> recorded;
  std::vector<Lane> recorded_lanes;
  for (Endpoint* endpoint : endpoints) {
    std::vector<Lane>& list = endpoint->has_live() ? lanes : recorded_lanes;
    (endpoint->has_live() ? paired : recorded).push_back(endpoint);
    list.emplace_back(*endpoint, probe);
    list.back().warm_up(stop);
  }
  Together together;
  if (!paired.empty()) {
    together = run_paired(paired, unmeasured + recorded.size(), shared, lanes, stop, lateness);
  }
  if (!recorded.empty()) {
    Together alone =
        run_recorded(recorded, unmeasured + paired.size(), shared, recorded_lanes, stop, lateness);
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
