// Simes' combined p-value and the step-up threshold of Benjamini and Hochberg.

#include "checks/latency/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace switchgate::latency {

double simes(std::span<const double> p_values) {
  std::vector<double> ascending(p_values.begin(), p_values.end());
  std::sort(ascending.begin(), ascending.end());
  const auto count = static_cast<double>(ascending.size());
  double out = 1;
  for (std::size_t j = 0; j < ascending.size(); ++j) {
    out = std::min(out, count * ascending[j] / static_cast<double>(j + 1));
  }
  return out;
}

double benjamini_hochberg(std::span<const double> p_values, double q) {
  std::vector<double> ascending(p_values.begin(), p_values.end());
  for (double& p : ascending) {
    p = std::isnan(p) ? 1 : p;
  }
  std::sort(ascending.begin(), ascending.end());
  for (std::size_t j = ascending.size(); j > 0; --j) {
    const double threshold = q * static_cast<double>(j) / static_cast<double>(ascending.size());
    if (ascending[j - 1] <= threshold) {
      return threshold;
    }
  }
  return 0;
}

}  // namespace switchgate::latency
