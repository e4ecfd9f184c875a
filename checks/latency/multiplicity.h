// Many p-values, one answer: what may be claimed when more than one hypothesis was tested.

#ifndef SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_
#define SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_

#include <span>

namespace switchgate::latency {

// One p-value for "none of these hypotheses is false" (Simes 1986): the least of n·p_(j)/j over the
// ascending p-values. Valid for independent and for positively dependent tests. 1 for none.
double simes(std::span<const double> p_values);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_MULTIPLICITY_H_
