// Did the slowest answers become slower than the typical one did? A few percent of slow answers
// hardly move the shift of the body, so they have a test of their own. Pure functions, from any
// thread; no errors.

#ifndef SWITCHGATE_CHECKS_LATENCY_TAIL_H_
#define SWITCHGATE_CHECKS_LATENCY_TAIL_H_

#include <cstddef>
#include <optional>
#include <span>
#include <variant>

#include "checks/latency/latency.h"

namespace switchgate::latency {

inline constexpr std::size_t kFewestForATail = 100;  // samples of a side

// Paired: how many answers of each side took longer than `above_ms`, of as many pairs.
struct Exceedances {
  double above_ms = 0;
  std::size_t candidate = 0;
  std::size_t live = 0;
  std::size_t pairs = 0;
};

// Recorded: the latency that 95 % of the answers do not exceed.
struct Quantiles {
  double candidate_ms = 0;
  double live_ms = 0;
};

struct Tail {
  double p = 1;            // one-sided
  double alpha_share = 0;  // what the test spends of alpha; the rest is the body's
  double visible_from =
      0;  // a slower tail of fewer of the answers (0 to 1) is not seen; 0: unknown
  std::variant<Exceedances, Quantiles> shown;  // what the reason tells
  std::optional<TailCounts> top_percent;       // of pairs
};

// Paired samples in time order, milliseconds, of equal length: a multiple of 20, kFewestForATail or
// more. The shift `theta` of ln latency is undone first where it is a slowdown, so that what the
// whole body does, a run effect too, cannot pass for a tail; `margin` (0.15: 15 %) comes on top. At
// several heights the pairs in which only the candidate exceeds are counted against those in which
// only live does (a sign test, whose counts shrink as far as blocks of neighbours vary more than by
// chance), and Simes combines the heights. A height at which `margin` is less than `floor_ms`
// counts as p = 1.
Tail paired_tail(std::span<const double> live, std::span<const double> candidate, double theta,
                 double margin, double floor_ms);

// The one-sided sign test of such counts, 1 without any. They shrink by the factor by which `lead`
// varies more from block to block than independent pairs would.
double sign_test_of(const TailCounts& counts);

// The quantile of `values` (0 <= q <= 1) by linear interpolation between order statistics (type 7
// of Hyndman and Fan). Any order; not empty.
double interpolated_quantile(std::span<const double> values, double q);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_TAIL_H_
