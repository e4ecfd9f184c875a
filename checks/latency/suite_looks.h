// A suite of paired comparisons while it grows: all endpoints are looked at together, so that
// the whole suite, with all of its looks, has one chance of a false alarm.

#ifndef SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_
#define SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "checks/latency/latency.h"
#include "checks/latency/suite.h"

namespace switchgate::latency {

// One endpoint as of a look.
struct Sampled {
  std::span<const Pair> pairs;  // all so far, in time order
  bool more = true;             // further pairs can come
};

class SuiteLooks {
 public:
  // One endpoint each, with the settings of its own; `max_pairs` is the most that any of them
  // takes. `unmeasured` endpoints belong to the selection and are not measured here (they fell
  // to another part of it, or failed before): they count among the hypotheses.
  SuiteLooks(std::vector<Settings> endpoints, std::size_t unmeasured, std::size_t max_pairs,
             const SuiteAlpha& alpha = {});

  // Sample every open endpoint until it has so many pairs, or can get no more; then look().
  std::size_t next_pairs() const { return next_; }
  // No endpoint is open: further pairs would change nothing.
  bool finished() const;
  // Is its verdict still open?
  bool open(std::size_t endpoint) const { return endpoints_[endpoint].open; }

  // Takes the look that is due. Pairs beyond it wait for the next one. When no open endpoint
  // can get more pairs it is the last, with all that remains of alpha. Requires as many
  // endpoints as were given, in their order, each with all of its pairs.
  void look(std::span<const Sampled> endpoints);

  // As of its latest look. A failed endpoint stays failed and a passed one passed; an undecided
  // one that can get no more pairs is held against later looks too.
  const Judgement& judgement(std::size_t endpoint) const { return endpoints_[endpoint].judgement; }
  // Did the slowest answers of all endpoints together become slower?
  bool pooled_tail_found() const { return pooled_found_; }

 private:
  struct State {
    Settings settings;
    Judgement judgement;
    std::size_t pairs = 0;  // that the judgement rests on
    bool open = true;       // undecided, and further pairs can come
    bool decided() const { return judgement.verdict != Verdict::kUndecided; }
  };
  double pooled() const;

  std::vector<State> endpoints_;
  std::size_t unmeasured_;
  std::size_t max_pairs_;
  SuiteAlpha alpha_;
  std::size_t next_;
  double left_ = 1;  // of alpha
  bool pooled_found_ = false;
};

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_
