// The rules of others.

#include "tests/bench/latency/rivals.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "checks/latency/robust.h"
#include "checks/latency/tail.h"

namespace switchgate::latency::bench {
namespace {

constexpr double kNormal99 = 2.3263478740408408;  // 1 % of the normal distribution lies above

struct Sides {
  std::vector<double> live;
  std::vector<double> candidate;
};

Sides sides_of(std::span<const Pair> pairs) {
  Sides out;
  for (const Pair& pair : pairs) {
    out.live.push_back(pair.live_ms);
    out.candidate.push_back(pair.candidate_ms);
  }
  return out;
}

double normal_upper_tail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

// U's distance from what equal distributions give, in standard deviations, before the correction
// for continuity, and the size of that correction.
struct Score {
  double distance = 0;
  double deviation = 0;
};

Score u_score(const Sides& sides) {
  std::vector<std::pair<double, bool>> all;
  for (const double value : sides.live) {
    all.push_back({value, false});
  }
  for (const double value : sides.candidate) {
    all.push_back({value, true});
  }
  std::sort(all.begin(), all.end());
  double ranks = 0;  // of the candidate
  double ties = 0;   // Σ t³ - t
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    double of_candidate = 0;
    while (to < all.size() && all[to].first == all[from].first) {
      of_candidate += all[to].second ? 1 : 0;
      ++to;
    }
    const double tied = static_cast<double>(to - from);
    ranks += of_candidate * (static_cast<double>(from + to) + 1) / 2;
    ties += tied * tied * tied - tied;
    from = to;
  }
  const double n = static_cast<double>(sides.candidate.size());
  const double m = static_cast<double>(sides.live.size());
  const double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  return {ranks - n * (n + 1) / 2 - n * m / 2, std::sqrt(std::max(variance, 0.0))};
}

// The shift at which the candidate's samples, with it undone, lie `z` standard deviations above
// live's: 0 is the Hodges-Lehmann shift, ±z the ends of its interval. Both sides ascending.
double shift_at(const Sides& sides, double z) {
  const double n = static_cast<double>(sides.live.size());
  const double deviation = std::sqrt(n * n * (2 * n + 1) / 12);
  const auto score = [&](double shift) {
    double above = 0;  // pairs of any two samples whose difference exceeds the shift; ties half
    std::size_t below_end = 0;
    std::size_t tie_end = 0;
    for (const double y : sides.candidate) {
      while (below_end < sides.live.size() && sides.live[below_end] < y - shift) {
        ++below_end;
      }
      tie_end = std::max(tie_end, below_end);
      while (tie_end < sides.live.size() && sides.live[tie_end] <= y - shift) {
        ++tie_end;
      }
      above += static_cast<double>(below_end + tie_end) / 2;
    }
    const double distance = above - n * n / 2;
    const double continuity = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0;
    return (distance - continuity) / deviation;
  };
  double low = sides.candidate.front() - sides.live.back();
  double high = sides.candidate.back() - sides.live.front();
  while (high - low > 1e-4) {  // milliseconds, Kayenta's own precision
    const double middle = (low + high) / 2;
    (score(middle) > z ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double mann_whitney_p(std::span<const Pair> pairs) {
  const Score score = u_score(sides_of(pairs));
  return score.deviation == 0 ? 1 : normal_upper_tail((score.distance - 0.5) / score.deviation);
}

bool mann_whitney_slower(std::span<const Pair> pairs) { return mann_whitney_p(pairs) < 0.01; }

bool kayenta_slower(std::span<const Pair> pairs) {
  Sides sides = sides_of(pairs);
  if (sides.live == sides.candidate) {
    return false;
  }
  const double ratio = mean(sides.candidate) / mean(sides.live);
  std::sort(sides.live.begin(), sides.live.end());
  std::sort(sides.candidate.begin(), sides.candidate.end());
  const double lower = shift_at(sides, kNormal99);
  return lower > 0.25 * std::abs(shift_at(sides, 0)) && ratio >= 1;
}

bool p95_slower(std::span<const Pair> pairs) {
  const Sides sides = sides_of(pairs);
  return interpolated_quantile(sides.candidate, 0.95) >
         1.2 * interpolated_quantile(sides.live, 0.95);
}

bool benchstat_slower(std::span<const Pair> pairs) {
  const Sides sides = sides_of(pairs);
  return mann_whitney_p(pairs) < 0.025 && median(sides.candidate) > median(sides.live);
}

}  // namespace switchgate::latency::bench
