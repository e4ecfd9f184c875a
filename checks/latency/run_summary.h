// What is kept of one run of an endpoint when runs are compared as a whole.

#ifndef SWITCHGATE_CHECKS_LATENCY_RUN_SUMMARY_H_
#define SWITCHGATE_CHECKS_LATENCY_RUN_SUMMARY_H_

#include <cstddef>
#include <span>
#include <vector>

namespace switchgate::latency {

inline constexpr std::size_t kFewestInARun = 4;  // usable samples

struct RunSummary {
  double level = 0;     // trimmed mean of ln latency (ms) after the warm-up
  double sampling = 0;  // the variance of that by sampling alone
  double tail = 0;      // the 95 % quantile of ln latency after the warm-up
  std::size_t kept = 0;
};

// The natural logarithms of the usable latencies, in their order.
std::vector<double> usable_ln(std::span<const double> samples_ms);

// Of `ln_ms` in time order, two values or more.
RunSummary summarise(std::span<const double> ln_ms);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_RUN_SUMMARY_H_
