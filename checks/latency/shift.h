// By how much does one sample lie above another? The Hodges-Lehmann shift and
// its standard error, for ln latency: a shift there is a factor of the latency.

#ifndef SWITCHGATE_CHECKS_LATENCY_SHIFT_H_
#define SWITCHGATE_CHECKS_LATENCY_SHIFT_H_

#include <span>

#include "checks/latency/robust.h"

namespace switchgate::latency {

// The lower median of all differences candidate - live: the smallest z that
// half of them do not exceed, to 1e-12. Any order; none empty. O(n log n) time,
// O(n) memory.
double hodges_lehmann(std::span<const double> live, std::span<const double> candidate);

// The variance of a shift by sampling alone, estimated twice. The larger one is
// for judging; the larger of two is too large on average, so what is learned
// by taking it off takes the smaller one.
struct ShiftVariance {
  double larger = 0;
  double smaller = 0;
};

// That of the shift `theta`, estimated from the placements of the
// samples of each side among the other's. Takes samples of equal length in time
// order, because it allows for autocorrelation in two ways: by the means of `blocks`, which cover
// the samples exactly, and by an inflation of the plain variance. `timer` is the timer's resolution
// relative to the latency: no estimate is finer.
ShiftVariance shift_variance(std::span<const double> live, std::span<const double> candidate,
                             double theta, const Blocks& blocks, double timer);

// By how much autocorrelation inflates the variance of the mean of `series` (in
// time order): the sum of autocorrelations by Geyer's initial positive pairs,
// from 1 to n/4, and at least 3 for fewer than 20 values, where it cannot be
// estimated.
double variance_inflation(std::span<const double> series);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_SHIFT_H_
