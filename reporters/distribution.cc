#include "reporters/distribution.h"

#include <algorithm>
#include <cmath>

namespace switchgate::reporters {

std::vector<double> usable_sorted(std::span<const double> samples) {
  std::vector<double> out;
  for (const double sample : samples) {
    if (sample > 0 && std::isfinite(sample)) {
      out.push_back(sample);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double rest = at - static_cast<double>(below);
  return below + 1 < sorted.size() ? sorted[below] + rest * (sorted[below + 1] - sorted[below])
                                   : sorted.back();
}

}  // namespace switchgate::reporters
