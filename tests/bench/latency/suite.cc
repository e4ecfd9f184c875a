// A hundred endpoints and a history: how often a suite of equal builds is blocked, and how often
// the one slow endpoint is found.

#include "checks/latency/suite.h"

#include <array>
#include <cmath>
#include <vector>

#include "checks/latency/history.h"
#include "checks/latency/multiplicity.h"
#include "tests/bench/latency/rivals.h"
#include "tests/bench/latency/service.h"
#include "tests/bench/latency/tables.h"
#include "tests/bench/latency/tally.h"

namespace switchgate::latency::bench {
namespace {

constexpr std::size_t kEndpoints = 100;
constexpr std::size_t kPairs = 100;
constexpr std::size_t kRuns = 10;
constexpr double kProcessSd = 0.02;  // what a process has in common at all of its endpoints
constexpr std::array<double, 4> kFactors = {1, 1.3, 1.5, 2};
constexpr std::array<std::string_view, 4> kEffects = {"A/A blocked", "one +30 % found",
                                                      "one +50 % found", "one 2x found"};

// Endpoints from 10 to 80 ms; the slow one is in their middle.
std::vector<Service> services() {
  std::vector<Service> out(kEndpoints, realistic());
  for (std::size_t e = 0; e < kEndpoints; ++e) {
    out[e].typical_ms =
        10 * std::pow(8, static_cast<double>((e + kEndpoints / 2) % kEndpoints) / (kEndpoints - 1));
  }
  return out;
}

std::vector<std::vector<Pair>> sample_all(Random& random, const std::vector<Service>& services,
                                          double factor) {
  const double live = kProcessSd * random.normal();
  const double candidate = kProcessSd * random.normal();
  std::vector<std::vector<Pair>> out;
  for (const Service& service : services) {
    Regression regression;
    regression.factor = out.empty() ? factor : 1;
    out.push_back(sample(random, service, regression, kPairs, live, candidate));
  }
  return out;
}

AcceptedRun shifts_of(const std::vector<std::vector<Pair>>& samples) {
  AcceptedRun out;
  for (const std::vector<Pair>& pairs : samples) {
    const Judgement judgement = judge_paired(pairs, {});
    out.push_back(Shift{judgement.theta, judgement.theta_se});
  }
  return out;
}

// What is known before the run.
struct History {
  std::vector<AcceptedRun> runs;
  std::vector<Settings> settings;  // of each endpoint
};

History some_history(Random& random, const std::vector<Service>& services) {
  History out;
  for (std::size_t k = 0; k < kRuns; ++k) {
    out.runs.push_back(shifts_of(sample_all(random, services, 1)));
  }
  for (const auto& learned : learned_run_variances(out.runs)) {
    out.settings.push_back(with_history({}, *learned));
    out.settings.back().timer_resolution_ms = services.front().timer_ms;
  }
  return out;
}

// Whether the suite is blocked at all, and by its first endpoint.
struct Answer {
  bool blocked = false;
  bool first = false;
  void add(bool slower, bool is_first) {
    blocked = blocked || slower;
    first = first || (slower && is_first);
  }
};

Answer ours(const std::vector<std::vector<Pair>>& samples, const History& history) {
  const CommonShift common = *common_shift(shifts_of(samples), history.runs, {});
  std::vector<Standing> standings;
  std::vector<TailCounts> tops;
  for (std::size_t e = 0; e < samples.size(); ++e) {
    Settings settings = history.settings[e];
    settings.common = common.theta;
    const Judgement judgement = judge_paired(samples[e], settings);
    standings.push_back(standing_of(judgement));
    if (judgement.top_percent) {
      tops.push_back(*judgement.top_percent);
    }
  }
  const SuiteFindings found = look_at_suite(standings, {common.p, pooled_tail(tops)}, 1);
  Answer out;
  out.blocked = found.common || found.pooled;
  for (std::size_t e = 0; e < found.endpoints.size(); ++e) {
    out.add(found.endpoints[e].any(), e == 0);
  }
  return out;
}

Answer of_rival(const std::vector<std::vector<Pair>>& samples, const Rival& rival) {
  Answer out;
  for (std::size_t e = 0; e < samples.size(); ++e) {
    out.add(rival.slower(samples[e]), e == 0);
  }
  return out;
}

Answer mann_whitney_by_benjamini_hochberg(const std::vector<std::vector<Pair>>& samples) {
  std::vector<double> p_values;
  for (const std::vector<Pair>& pairs : samples) {
    p_values.push_back(mann_whitney_p(pairs));
  }
  const double threshold = benjamini_hochberg(p_values, 0.01);
  Answer out;
  for (std::size_t e = 0; e < p_values.size(); ++e) {
    out.add(p_values[e] <= threshold, e == 0);
  }
  return out;
}

}  // namespace

void print_suite(const Plan& plan, std::ostream& out) {
  const std::vector<Service> all = services();
  constexpr std::size_t kRules = kRivals.size() + 2;
  std::array<std::array<std::size_t, kFactors.size()>, kRules> counts{};
  Random random(plan.seed);
  for (std::size_t i = 0; i < plan.repetitions; ++i) {
    const History history = some_history(random, all);
    for (std::size_t f = 0; f < kFactors.size(); ++f) {
      const auto samples = sample_all(random, all, kFactors[f]);
      const auto count = [&](std::size_t rule, const Answer& answer) {
        counts[rule][f] += (f == 0 ? answer.blocked : answer.first) ? 1 : 0;
      };
      count(0, ours(samples, history));
      for (std::size_t r = 0; r < kRivals.size(); ++r) {
        count(r + 1, of_rival(samples, kRivals[r]));
      }
      count(kRules - 1, mann_whitney_by_benjamini_hochberg(samples));
    }
  }
  out << "\nSuite of " << kEndpoints << " endpoints, " << kPairs << " pairs, one look, history of "
      << kRuns << " runs, \"realistic\", run SD 2 % by process and 2 % by endpoint; percent of "
      << plan.repetitions << ".\n\n| rule |";
  for (const std::string_view effect : kEffects) {
    out << ' ' << effect << " |";
  }
  out << "\n|---|---|---|---|---|\n";
  for (std::size_t rule = 0; rule < kRules; ++rule) {
    out << "| "
        << (rule == 0            ? "switchgate"
            : rule + 1 == kRules ? "Mann-Whitney, Benjamini-Hochberg .01"
                                 : kRivals[rule - 1].name)
        << " |";
    for (const std::size_t found : counts[rule]) {
      out << ' ' << share(found, plan.repetitions) << " |";
    }
    out << '\n';
  }
}

}  // namespace switchgate::latency::bench
