// Services whose latencies are known, because they are made up: the truth that a judge is held
// against.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_SERVICE_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_SERVICE_H_

#include <cstddef>
#include <vector>

#include "checks/latency/latency.h"
#include "tests/bench/latency/random.h"

namespace switchgate::latency::bench {

// How a service answers when nothing is wrong. Shares are of its answers, 0 to 1; SDs are of ln
// latency. What is 0 is absent.
struct Service {
  double typical_ms = 20;
  double spread = 0.2;     // lognormal
  double heavy_share = 0;  // answers that take a Pareto(`heavy_shape`) factor longer
  double heavy_shape = 2;
  double miss_share = 0;      // answers that miss a cache ...
  double miss_factor = 4;     // ... and take so many times as long: a bimodal body
  double pause_share = 0;     // answers that wait for a garbage collection ...
  double pause_factor = 6;    // ... of at most so many typical answers, 1 or more
  double memory = 0;          // AR(1): a part of each answer's deviation is the next one's
  double memory_sd = 0;       // of that part
  double drift = 0;           // amplitude of a slow wave that both sides share, ln
  double run_sd = 0;          // how much a process differs for its whole life
  double timer_ms = 0;        // resolution of the clock
  double warm_up = 0;         // the first answer of either side takes so much longer; dies out
  double cold_candidate = 0;  // the candidate's takes so much longer on top
};

// What is wrong with the candidate.
struct Regression {
  double factor = 1;       // of every answer
  double tail_share = 0;   // of the answers take ...
  double tail_factor = 1;  // ... so many times as long
};

// The case that the method was chosen by, "realistic", as far as it is known: lognormal .2, 1 %
// Pareto(2), GC .3 %, AR(1) .5 with SD .1, common drift 6 %, run SD 2 %, timer .1 ms, warm-up.
Service realistic();

// A body of two modes: 30 % of the answers miss the cache and take four times as long.
Service bimodal();

// One run: `count` pairs in time order. `live_ln` and `candidate_ln` are added to ln latency: what
// a process does at all of its endpoints.
std::vector<Pair> sample(Random& random, const Service& service, const Regression& regression,
                         std::size_t count, double live_ln = 0, double candidate_ln = 0);

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_SERVICE_H_
