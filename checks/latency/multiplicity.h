// Many p-values, one answer: what may be claimed when more than one hypothesis was tested.

#ifndef SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_
#define SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_

#include <span>

namespace switchgate::latency {

// One p-value for "none of these hypotheses is false" (Simes 1986): the least of n·p_(j)/j over the
// ascending p-values. Valid for independent and for positively dependent tests. 1 for none.
double simes(std::span<const double> p_values);

// The threshold of Benjamini and Hochberg (1995): hypotheses with a p-value of at most this are
// rejected, and of those that are rejected a share of `q` at most is true, on average (all of them
// true: a chance of `q` that any is rejected). The largest q·j/n that at least j p-values do not
// exceed; 0, which rejects nothing, when there is none. Same conditions as simes. A p-value that is
// no number counts as 1.
double benjamini_hochberg(std::span<const double> p_values, double q);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_
