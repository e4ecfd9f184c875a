// When a comparison is looked at while it grows: early looks spend little of alpha, so
// that a plain slowdown is found soon and the doubtful cases get the most samples.
// suite_looks.h takes the looks.

#include <algorithm>
#include <cstddef>

#include "checks/latency/latency.h"

namespace switchgate::latency {

std::size_t next_look(std::size_t pairs, std::size_t max_pairs) {
  for (const Look& row : kLooks) {
    if (row.pairs > pairs) {
      // A row at or beyond the maximum, and the last one, are the maximum
      // itself.
      return &row == &kLooks.back() ? max_pairs : std::min(row.pairs, max_pairs);
    }
  }
  return max_pairs;
}

Settings at_look(const Settings& whole, const Look& look) {
  Settings out = whole;
  out.whole_alpha = whole.whole_alpha > 0 ? whole.whole_alpha : whole.alpha;
  out.alpha = whole.alpha * look.share;
  out.may_pass = whole.may_pass && look.may_pass;
  return out;
}

Look look_due(std::size_t pairs, std::size_t max_pairs) {
  Look due = {0, 0, false};
  double remains = 1;
  for (const Look& row : kLooks) {
    if (row.pairs >= max_pairs || &row == &kLooks.back()) {
      break;
    }
    remains -= row.share;
    if (row.pairs <= pairs) {
      due = row;
    }
  }
  if (pairs >= max_pairs) {
    due = {pairs, remains, pairs >= kFewestForAPass};
  }
  return due;
}

}  // namespace switchgate::latency
