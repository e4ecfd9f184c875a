// One endpoint, one look: how often each effect is seen, by how many pairs, by which rule.

#include <array>
#include <cmath>
#include <vector>

#include "checks/base/units.h"
#include "checks/latency/robust.h"
#include "tests/bench/latency/rivals.h"
#include "tests/bench/latency/service.h"
#include "tests/bench/latency/tables.h"
#include "tests/bench/latency/tally.h"

namespace switchgate::latency::bench {
namespace {

struct Effect {
  std::string_view name;
  Regression regression;
  double run_sd = 0.02;
  double cold_candidate = 0;
};

constexpr std::array<Effect, 8> kEffects = {{{"A/A", {}},
                                             {"A/A, run SD 4 %", {}, 0.04},
                                             {"A/A, candidate cold", {}, 0.02, 0.3},
                                             {"+10 %", {1.1}},
                                             {"+20 %", {1.2}},
                                             {"+50 %", {1.5}},
                                             {"2x", {2}},
                                             {"5 %→3x", {1, 0.05, 3}}}};

// What all rules say about the same samples.
struct Cell {
  Tally ours;
  std::array<std::size_t, kRivals.size()> rivals{};
  std::vector<double> visible;  // mde80
};

Cell simulate(const Effect& effect, std::size_t pairs, const Plan& plan) {
  Service service = realistic();
  service.run_sd = effect.run_sd;
  service.cold_candidate = effect.cold_candidate;
  Settings settings;
  settings.timer_resolution_ms = service.timer_ms;
  Random random(plan.seed);
  Cell out;
  for (std::size_t i = 0; i < plan.repetitions; ++i) {
    const std::vector<Pair> samples = sample(random, service, effect.regression, pairs);
    const Judgement judgement = judge_paired(samples, settings);
    out.ours.add(judgement.verdict);
    out.visible.push_back(judgement.mde80);
    for (std::size_t r = 0; r < kRivals.size(); ++r) {
      out.rivals[r] += kRivals[r].slower(samples) ? 1 : 0;
    }
  }
  return out;
}

void print_heading(std::ostream& out, std::string_view last) {
  out << "| pairs | rule |";
  for (const Effect& effect : kEffects) {
    out << ' ' << effect.name << " |";
  }
  out << ' ' << last << " |\n|---|---|";
  for (std::size_t i = 0; i <= kEffects.size(); ++i) {
    out << "---|";
  }
  out << '\n';
}

}  // namespace

void print_one_look(const Plan& plan, std::ostream& out) {
  out << "\nOne endpoint, one look, \"realistic\": switchgate FAIL / PASS / undecided, others "
         "FAIL; "
         "percent of "
      << plan.repetitions << ".\n\n";
  print_heading(out, "MDE80");
  for (const std::size_t pairs : {20u, 100u, 500u}) {
    std::vector<Cell> cells;
    for (const Effect& effect : kEffects) {
      cells.push_back(simulate(effect, pairs, plan));
    }
    out << "| " << pairs << " | switchgate |";
    for (const Cell& cell : cells) {
      out << ' ' << verdicts(cell.ours) << " |";
    }
    out << " +" << format_number(std::round(100 * median(cells[0].visible)), 4) << " % |\n";
    for (std::size_t r = 0; r < kRivals.size(); ++r) {
      out << "| " << pairs << " | " << kRivals[r].name << " |";
      for (const Cell& cell : cells) {
        out << ' ' << share(cell.rivals[r], plan.repetitions) << " |";
      }
      out << " |\n";
    }
  }
}

}  // namespace switchgate::latency::bench
