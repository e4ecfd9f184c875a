// The paired p95 test against the tail test: who sees more, at the same rate of false alarms?

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "checks/base/units.h"
#include "tests/bench/latency/p95.h"
#include "tests/bench/latency/service.h"
#include "tests/bench/latency/tables.h"
#include "tests/bench/latency/tally.h"

namespace switchgate::latency::bench {
namespace {

constexpr std::size_t kRuns = 10;       // of history ...
constexpr std::size_t kEndpoints = 20;  // ... of as many endpoints like the one that is judged
constexpr double kAlpha = 0.003;        // the tail's share of 1 %
// A rate of false alarms that both tests are brought to, on the body where each alarms most: who
// uses a test does not know the body. A thousand equal builds tell ten of them.
constexpr double kEqualRate = 0.01;

// The p-values of both tests on the same samples.
struct PValues {
  std::vector<double> tail;
  std::vector<double> p95;
};

struct Body {
  std::string_view name;
  Service service;
};

std::vector<double> accepted_excesses(Random& random, const Service& service, std::size_t pairs) {
  std::vector<double> out;
  for (std::size_t k = 0; k < kRuns; ++k) {
    const auto samples = sample(random, service, {}, pairs);
    out.push_back(p95_excess(samples, judge_paired(samples, {})));
  }
  return out;
}

PValues simulate(const Plan& plan, const Service& service, const Regression& regression,
                 std::size_t pairs) {
  Random random(plan.seed + (regression.tail_share > 0 ? 1 : 0));
  std::vector<std::vector<double>> history(kEndpoints);
  for (std::vector<double>& endpoint : history) {
    endpoint = accepted_excesses(random, service, pairs);
  }
  PValues out;
  for (std::size_t i = 0; i < plan.repetitions; ++i) {
    // The endpoint's own history is new each time, its neighbours' is shared.
    history.front() = accepted_excesses(random, service, pairs);
    const LearnedVariance learned = learned_p95_variances(history).front();
    const auto samples = sample(random, service, regression, pairs);
    const Judgement judgement = judge_paired(samples, {});
    out.tail.push_back(judgement.p_tail.value_or(1));
    out.p95.push_back(p95_p_value(p95_excess(samples, judgement), learned));
  }
  return out;
}

std::size_t at_most(const std::vector<double>& p_values, double threshold) {
  return static_cast<std::size_t>(
      std::count_if(p_values.begin(), p_values.end(), [&](double p) { return p <= threshold; }));
}

// The largest p-value that no more than kEqualRate of equal builds reach, below 1: what counts as
// no effect never alarms.
double critical(std::vector<double> of_equal_builds) {
  std::sort(of_equal_builds.begin(), of_equal_builds.end());
  const auto rank =
      static_cast<std::size_t>(kEqualRate * static_cast<double>(of_equal_builds.size()));
  return std::min(std::nextafter(of_equal_builds[rank], 0.0), std::nextafter(1.0, 0.0));
}

// What one test says about one body.
struct Row {
  const std::vector<double>& equal;
  const std::vector<double>& slower;
};

void print_row(std::ostream& out, const Row& row, double threshold) {
  out << share(at_most(row.equal, kAlpha), row.equal.size()) << " | "
      << share(at_most(row.slower, kAlpha), row.slower.size()) << " | "
      << format_number(threshold, 2) << " | "
      << share(at_most(row.equal, threshold), row.equal.size()) << " | "
      << share(at_most(row.slower, threshold), row.slower.size()) << " |\n";
}

}  // namespace

void print_p95(const Plan& plan, std::ostream& out) {
  Service steady = bimodal();
  steady.miss_share = 0.03;  // the slow mode lies above the 95 % quantile
  const std::array<Body, 3> bodies = {{{"realistic", realistic()},
                                       {"bimodal, 30 % slow", bimodal()},
                                       {"bimodal, 3 % slow", steady}}};
  out << "\nTail test against a paired p95 test with a variance learned from " << kRuns
      << " runs: 5 %→3x found, percent of " << plan.repetitions
      << ", at p <= " << format_number(kAlpha, 3)
      << ", and at the p where a test alarms on at most 1 % of the equal builds of every body.\n\n"
      << "| pairs | body | test | A/A | found | p <= | A/A | found |\n"
      << "|---|---|---|---|---|---|---|---|\n";
  for (const std::size_t pairs : {100u, 200u, 400u}) {
    std::vector<PValues> equal;
    std::vector<PValues> slower;
    double tail_threshold = 1;
    double p95_threshold = 1;
    for (const Body& body : bodies) {
      equal.push_back(simulate(plan, body.service, {}, pairs));
      slower.push_back(simulate(plan, body.service, {1, 0.05, 3}, pairs));
      tail_threshold = std::min(tail_threshold, critical(equal.back().tail));
      p95_threshold = std::min(p95_threshold, critical(equal.back().p95));
    }
    for (std::size_t b = 0; b < bodies.size(); ++b) {
      out << "| " << pairs << " | " << bodies[b].name << " | tail | ";
      print_row(out, {equal[b].tail, slower[b].tail}, tail_threshold);
      out << "| " << pairs << " | " << bodies[b].name << " | p95 | ";
      print_row(out, {equal[b].p95, slower[b].p95}, p95_threshold);
    }
  }
}

}  // namespace switchgate::latency::bench
