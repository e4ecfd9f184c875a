#include "checks/baseline/coverage.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace switchgate::baseline {
namespace {

// Machines that keep their time by hand are minutes apart, and a day at worst.
constexpr std::chrono::hours kClockSkew{24};

std::string counted(std::int64_t n, const std::string& one) {
  return std::to_string(n) + ' ' + one + (n == 1 ? "" : "s");
}

std::string counted(std::size_t n, const std::string& one) {
  return counted(static_cast<std::int64_t>(n), one);
}

}  // namespace

Coverage coverage_of(const Baseline& baseline, const History& history) {
  Coverage coverage;
  coverage.checks = baseline.checks.size();
  for (const auto& [check, steps] : baseline.checks) {
    coverage.silent_checks += steps.empty() ? 1 : 0;
    coverage.requests += steps.size();
    for (const auto& [step, entry] : steps) {
      coverage.shapes += entry.shape ? 1 : 0;
      coverage.watching += entry.headers.empty() && entry.absent_headers.empty() ? 0 : 1;
    }
  }
  std::set<std::pair<std::string_view, std::string_view>> measured;
  for (const HistoryRun& run : history.runs) {
    for (const auto& [check, steps] : run.samples_ms) {
      for (const auto& [step, samples] : steps) measured.emplace(check, step);
    }
  }
  coverage.runs = static_cast<std::size_t>(
      std::count_if(history.runs.begin(), history.runs.end(),
                    [](const HistoryRun& run) { return !run.samples_ms.empty(); }));
  coverage.measured = measured.size();
  return coverage;
}

std::string in_words(const Coverage& coverage) {
  std::string out =
      counted(coverage.checks, "check") + ", " + counted(coverage.requests, "request");
  std::string with;
  if (coverage.shapes > 0) {
    with =
        std::to_string(coverage.shapes) + (coverage.shapes == 1 ? " with a shape" : " with shapes");
  }
  if (coverage.watching > 0) {
    with +=
        (with.empty() ? "" : ", ") + std::to_string(coverage.watching) + " with watched headers";
  }
  out += with.empty() ? "" : " (" + with + ')';
  return out + ", " +
         (coverage.runs == 0 ? std::string("no latencies")
                             : counted(coverage.runs, "run") + " of latencies of " +
                                   counted(coverage.measured, "request"));
}

bool is_from_the_future(Instant recorded, Instant now) { return recorded - now > kClockSkew; }

std::string age_in_words(Instant recorded, Instant now) {
  if (is_from_the_future(recorded, now)) return "in the future";
  const auto age = std::chrono::floor<std::chrono::minutes>(now - recorded);
  constexpr std::chrono::hours kDay{24};
  if (age >= 2 * kDay) return counted(std::int64_t{age / kDay}, "day") + " ago";
  if (age >= std::chrono::hours(2)) {
    return counted(std::int64_t{age / std::chrono::hours(1)}, "hour") + " ago";
  }
  return age.count() <= 0 ? "just now" : counted(std::int64_t{age.count()}, "minute") + " ago";
}

std::string request_name(std::string_view check, std::string_view step) {
  return std::string(check) + (step.empty() ? "" : " / " + std::string(step));
}

}  // namespace switchgate::baseline
