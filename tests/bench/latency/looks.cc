// One endpoint, looked at while its samples come in: what is said at the end, and how many pairs it
// took.

#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "checks/base/units.h"
#include "checks/latency/suite_looks.h"
#include "tests/bench/latency/service.h"
#include "tests/bench/latency/tables.h"
#include "tests/bench/latency/tally.h"

namespace switchgate::latency::bench {
namespace {

struct Effect {
  std::string_view name;
  Regression regression;
};

constexpr std::size_t kMaxPairs = 400;

// As the runner does, in a suite of one endpoint.
Judgement judge_by_looks(std::span<const Pair> samples, const Settings& settings) {
  SuiteLooks looks({settings}, 0, kMaxPairs);
  while (!looks.finished()) {
    const Sampled sampled{samples.first(looks.next_pairs()), looks.next_pairs() < kMaxPairs};
    looks.look(std::span(&sampled, 1));
  }
  return looks.judgement(0);
}

}  // namespace

void print_looks(const Plan& plan, std::ostream& out) {
  out << "\nOne endpoint, looks at 25, 50, 100, 200, 400 pairs, \"realistic\": FAIL / PASS / "
         "undecided, percent of "
      << plan.repetitions << "; pairs on average.\n\n| effect | verdict | pairs |\n|---|---|---|\n";
  const Service service = realistic();
  Settings settings;
  settings.timer_resolution_ms = service.timer_ms;
  for (const Effect& effect : std::array<Effect, 5>{{{"A/A", {}},
                                                     {"+20 %", {1.2}},
                                                     {"+50 %", {1.5}},
                                                     {"2x", {2}},
                                                     {"5 %→3x", {1, 0.05, 3}}}}) {
    Random random(plan.seed);
    Tally tally;
    double pairs = 0;
    for (std::size_t i = 0; i < plan.repetitions; ++i) {
      const Judgement judgement =
          judge_by_looks(sample(random, service, effect.regression, kMaxPairs), settings);
      tally.add(judgement.verdict);
      pairs += static_cast<double>(judgement.given);
    }
    out << "| " << effect.name << " | " << verdicts(tally) << " | "
        << format_number(std::round(pairs / static_cast<double>(plan.repetitions)), 4) << " |\n";
  }
}

}  // namespace switchgate::latency::bench
