// A suite of paired comparisons while it grows: all endpoints are looked at together, so that
// the whole suite, with all of its looks, has one chance of a false alarm.

#ifndef SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_
#define SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "checks/latency/history.h"
#include "checks/latency/latency.h"
#include "checks/latency/suite.h"

namespace switchgate::latency {

// One endpoint as of a look.
struct Sampled {
  std::span<const Pair> pairs;  // all so far, in time order
  bool more = true;             // further pairs can come
};

// What is known before the first pair.
struct Known {
  // How much equal builds differ here; of the endpoints of the suite, in their order.
  std::vector<AcceptedRun> accepted;
  // Of an earlier series of these two processes, when this one samples some of its endpoints
  // only: their median would be their own slowdown.
  std::optional<CommonShift> common;
};

class SuiteLooks {
 public:
  // One endpoint each, with the settings that hold without a history; `max_pairs` is the most
  // that any of them takes. `unmeasured` endpoints belong to the selection and are not measured
  // here (they fell to another part of it, or failed before): they count among the hypotheses.
  SuiteLooks(std::vector<Settings> endpoints, std::size_t unmeasured, std::size_t max_pairs,
             Known known = {});

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
  // What all endpoints shared as of the latest look, and was taken off each; nothing while too
  // few runs were accepted to tell it from a defect.
  const std::optional<CommonShift>& common() const { return common_; }
  // Is that, beyond chance, a slowdown of its own?
  bool common_found() const { return common_found_; }
  // Is a slowdown of `detect` of all endpoints together excluded, as a pass claims of each?
  bool common_excluded() const;

 private:
  struct State {
    Settings settings;
    std::optional<Shift> shift;  // as measured, nothing taken off
    double live_ms = 0;          // median, as of that
    Judgement judgement;
    std::size_t pairs = 0;  // that the judgement rests on
    bool open = true;       // undecided, and further pairs can come
    bool decided() const { return judgement.verdict != Verdict::kUndecided; }
  };
  void judge(State& endpoint, std::span<const Pair> pairs, const Look& due,
             const std::optional<Thresholds>& at) const;
  // Estimates the shift of every open endpoint, and what all of them share.
  void measure(std::span<const Sampled> endpoints);
  double pooled() const;
  bool is_below_floor(double theta) const;  // of a typical endpoint

  std::vector<State> endpoints_;
  std::size_t unmeasured_;
  std::size_t max_pairs_;
  Known known_;
  Settings assumed_;  // without a history
  std::size_t next_;
  double left_ = 1;  // of alpha
  std::optional<CommonShift> common_;
  double typical_ms_ = 0;  // median of live's medians
  bool common_found_ = false;
  bool pooled_found_ = false;
};

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_SUITE_LOOKS_H_
