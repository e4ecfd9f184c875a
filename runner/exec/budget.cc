#include "runner/exec/budget.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "checks/base/units.h"

namespace switchgate::exec {

std::vector<bool> served(std::span<const Want> wants, double left) {
  std::vector<std::size_t> order(wants.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wants[a].needed < wants[b].needed; });
  std::vector<bool> out(wants.size());
  for (const std::size_t i : order) {
    out[i] = wants[i].cost <= left;
    left -= out[i] ? wants[i].cost : 0;
  }
  return out;
}

Micros Budget::elapsed() const {
  return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - began_);
}

bool Budget::spent() const {
  return (limit_.requests && requests_ >= *limit_.requests) ||
         (limit_.time && elapsed() >= *limit_.time);
}

double Budget::left() const {
  double left = std::numeric_limits<double>::infinity();
  if (limit_.requests) {
    left = static_cast<double>(*limit_.requests) - static_cast<double>(requests_);
  }
  if (limit_.time && requests_ > 0) {
    const double each = static_cast<double>(elapsed().count()) / static_cast<double>(requests_);
    left = std::min(left, static_cast<double>((*limit_.time - elapsed()).count()) / each);
  }
  return left;
}

std::string Budget::name() const {
  return "the budget of " +
         (limit_.time ? format_duration(*limit_.time)
                      : std::to_string(limit_.requests.value_or(0)) + " requests") +
         " (--latency-budget)";
}

}  // namespace switchgate::exec
