// Student's t distribution, with degrees of freedom that need not be whole.

#ifndef SWITCHGATE_CHECKS_LATENCY_STUDENTS_T_H_
#define SWITCHGATE_CHECKS_LATENCY_STUDENTS_T_H_

namespace switchgate::latency {

// P(T > t). Requires df > 0.
double t_upper_tail(double t, double df);

// The value that T exceeds with chance `tail` (0 < tail < 1). Requires df > 0.
double t_exceeded_with(double tail, double df);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_STUDENTS_T_H_
