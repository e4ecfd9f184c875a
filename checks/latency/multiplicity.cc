// Simes' combined p-value.

#include "checks/latency/multiplicity.h"

#include <algorithm>
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

}  // namespace switchgate::latency
