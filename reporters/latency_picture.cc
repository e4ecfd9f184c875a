#include "reporters/latency_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "checks/base/units.h"
#include "reporters/layout.h"

namespace switchgate::reporters {
namespace {

constexpr std::array<std::string_view, 9> kBlocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::size_t kFewestColumns = 8;

std::string ms(double value) { return format_number(value, 3) + " ms"; }

struct Axis {
  double from = 1;  // ms, above zero
  double to = 1;
  std::size_t columns = kFewestColumns;
  std::size_t column_of(double value) const {
    if (!(to > from)) {
      return columns / 2;
    }
    const double share = std::log(value / from) / std::log(to / from);
    const auto column = static_cast<std::size_t>(share * static_cast<double>(columns));
    return std::min(column, columns - 1);
  }
};

// The share of the samples in each column.
std::vector<double> shares(const std::vector<double>& sorted, const Axis& axis) {
  std::vector<double> out(axis.columns);
  for (const double sample : sorted) {
    out[axis.column_of(sample)] += 1 / static_cast<double>(sorted.size());
  }
  return out;
}

std::string blocks(const std::vector<double>& shares, double tallest) {
  constexpr std::size_t kTallest = kBlocks.size() - 1;
  std::string out;
  for (const double share : shares) {
    const auto height =
        static_cast<std::size_t>(std::lround(share / tallest * static_cast<double>(kTallest)));
    out += kBlocks[share > 0 ? std::clamp<std::size_t>(height, 1, kTallest) : 0];
  }
  return out;
}

std::string line(std::string_view name, std::size_t width, const std::string& bars,
                 const std::vector<double>& sorted) {
  return "  " + padded(name, width) + "  " + bars + "  p50 " + ms(quantile(sorted, .5)) + ", p95 " +
         ms(quantile(sorted, .95)) + ", p99 " + ms(quantile(sorted, .99)) + '\n';
}

}  // namespace

std::string latency_picture(const Distribution& before, const Distribution& after,
                            std::size_t columns) {
  const std::vector<double> a = usable_sorted(before.samples);
  const std::vector<double> b = usable_sorted(after.samples);
  if (a.empty() || b.empty()) {
    return {};
  }
  const Axis axis{std::min(a.front(), b.front()), std::max(a.back(), b.back()),
                  std::max(columns, kFewestColumns)};
  const std::vector<double> of_a = shares(a, axis);
  const std::vector<double> of_b = shares(b, axis);
  const double tallest = std::max(*std::max_element(of_a.begin(), of_a.end()),
                                  *std::max_element(of_b.begin(), of_b.end()));
  const std::size_t width = std::max(before.name.size(), after.name.size());
  const std::string from = ms(axis.from);
  const std::string to = ms(axis.to);
  const std::size_t between =
      axis.columns > from.size() + to.size() ? axis.columns - from.size() - to.size() : 1;
  return line(before.name, width, blocks(of_a, tallest), a) +
         line(after.name, width, blocks(of_b, tallest), b) + std::string(width + 4, ' ') + from +
         std::string(between, ' ') + to + '\n';
}

}  // namespace switchgate::reporters
