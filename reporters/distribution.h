// A side's latencies, and what pictures of them are drawn from.

#ifndef SWITCHGATE_REPORTERS_DISTRIBUTION_H_
#define SWITCHGATE_REPORTERS_DISTRIBUTION_H_

#include <span>
#include <string_view>
#include <vector>

namespace switchgate::reporters {

struct Distribution {
  std::string_view name;            // "live"
  std::span<const double> samples;  // milliseconds; those that are not above zero are left out
};

// The samples above zero, smallest first.
std::vector<double> usable_sorted(std::span<const double> samples);

// Type 7, of sorted samples, of which there is one at least.
double quantile(const std::vector<double>& sorted, double share);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_DISTRIBUTION_H_
