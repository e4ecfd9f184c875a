// Cells.

#include "tests/bench/latency/tally.h"

#include <cmath>

#include "checks/base/units.h"

namespace switchgate::latency::bench {
namespace {

std::string rounded(double percent, double steps) {
  return format_number(std::round(percent * steps) / steps, 5);
}

std::string whole(std::size_t count, std::size_t all) {
  return rounded(100 * static_cast<double>(count) / static_cast<double>(all), 1);
}

}  // namespace

void Tally::add(Verdict verdict) {
  fail += verdict == Verdict::kFail ? 1 : 0;
  pass += verdict == Verdict::kPass ? 1 : 0;
  undecided += verdict == Verdict::kUndecided ? 1 : 0;
}

std::string share(std::size_t count, std::size_t all) {
  const double total = static_cast<double>(all);
  if (count == 0) {
    return "0 (< " + rounded(300 / total, 100) + ")";
  }
  if (count == all) {
    return "100 (> " + rounded(100 - 300 / total, 100) + ")";
  }
  const double part = static_cast<double>(count) / total;
  return rounded(100 * part, 10) + " ± " + rounded(100 * std::sqrt(part * (1 - part) / total), 10);
}

std::string verdicts(const Tally& tally) {
  return share(tally.fail, tally.all()) + " / " + whole(tally.pass, tally.all()) + " / " +
         whole(tally.undecided, tally.all());
}

}  // namespace switchgate::latency::bench
