// Made-up latencies.

#include "tests/bench/latency/service.h"

#include <algorithm>
#include <cmath>

namespace switchgate::latency::bench {
namespace {

constexpr double kTurn = 6.283185307179586;
constexpr double kWarmUpPairs = 5;  // after so many, a third of the warm-up is left

// One side of a run.
class Process {
 public:
  Process(Random& random, const Service& service, double ln_factor)
      : random_(random),
        service_(service),
        level_(std::log(service.typical_ms) + ln_factor + service.run_sd * random.normal()),
        carried_(service.memory_sd * random.normal()) {}

  double answer_ms(double drift_ln, const Regression& regression) {
    double ms = std::exp(level_ + drift_ln + carried_ + service_.spread * random_.normal());
    carried_ = service_.memory * carried_ + std::sqrt(1 - service_.memory * service_.memory) *
                                                service_.memory_sd * random_.normal();
    if (random_.happens(service_.heavy_share)) {
      ms *= random_.pareto(service_.heavy_shape);
    }
    if (random_.happens(service_.miss_share)) {
      ms *= service_.miss_factor;
    }
    ms *= regression.factor;
    if (random_.happens(regression.tail_share)) {
      ms *= regression.tail_factor;
    }
    if (random_.happens(service_.pause_share)) {
      ms += service_.typical_ms * (1 + (service_.pause_factor - 1) * random_.uniform());
    }
    return ms;
  }

 private:
  Random& random_;
  const Service& service_;
  double level_;
  double carried_;
};

double as_timed(double ms, double resolution_ms) {
  return resolution_ms > 0 ? std::max(resolution_ms, std::round(ms / resolution_ms) * resolution_ms)
                           : ms;
}

}  // namespace

Service realistic() {
  Service out;
  out.heavy_share = 0.01;
  out.pause_share = 0.003;
  out.memory = 0.5;
  out.memory_sd = 0.1;
  out.drift = 0.06;
  out.run_sd = 0.02;
  out.timer_ms = 0.1;
  out.warm_up = 0.3;
  return out;
}

Service bimodal() {
  Service out;
  out.spread = 0.15;
  out.miss_share = 0.3;
  out.run_sd = 0.02;
  out.timer_ms = 0.1;
  return out;
}

std::vector<Pair> sample(Random& random, const Service& service, const Regression& regression,
                         std::size_t count, double live_ln, double candidate_ln) {
  Process live(random, service, live_ln);
  Process candidate(random, service, candidate_ln);
  const double phase = random.uniform();
  const double waves = 0.25 + random.uniform();  // over the run
  std::vector<Pair> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double time = static_cast<double>(i) / static_cast<double>(count);
    const double drift = service.drift * std::sin(kTurn * (phase + waves * time));
    const double left = std::exp(-static_cast<double>(i) / kWarmUpPairs);
    const double cold = 1 + service.warm_up * left;
    const double colder = cold * (1 + service.cold_candidate * left);
    const double live_ms = live.answer_ms(drift, {}) * cold;
    const double candidate_ms = candidate.answer_ms(drift, regression) * colder;
    out.push_back({as_timed(live_ms, service.timer_ms), as_timed(candidate_ms, service.timer_ms)});
  }
  return out;
}

}  // namespace switchgate::latency::bench
