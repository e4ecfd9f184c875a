// What changed from one baseline to the next, as a reviewer of the new one asks: which checks came
// and went, what their answers are now, whether they got slower.

#ifndef SWITCHGATE_CHECKS_BASELINE_DIFF_H_
#define SWITCHGATE_CHECKS_BASELINE_DIFF_H_

#include <optional>
#include <string>
#include <vector>

#include "checks/baseline/baseline.h"
#include "checks/baseline/renames.h"
#include "checks/shape/diff.h"

namespace switchgate::baseline {

// What is judged in no run: a header that is watched or sent now, a request that is not recorded
// any more. Such a change has no rule, and is a note.
inline constexpr std::string_view kNoRule;

struct LatencyChange {
  double old_ms = 0;  // the median of the newest run of each side that measured the request
  double new_ms = 0;
  std::size_t old_samples = 0, new_samples = 0;
  double ratio() const { return new_ms / old_ms; }
  // By more than the tolerance and the floor that a comparison has unless the suite says others.
  bool differs() const;
};

// One request that both know.
struct RequestDiff {
  std::string check, step;             // as the new baseline calls them
  std::vector<shape::Change> changes;  // of status, content type, headers, shape
  // Where the shape changed: what it was and is. They live as long as the baselines.
  const shape::Shape* before = nullptr;
  const shape::Shape* after = nullptr;
  std::optional<LatencyChange> latency;
};

struct BaselineDiff {
  std::vector<std::string> head;  // "the label was 'eu' and is 'us'"
  std::vector<std::string> gone;  // checks that are not among `renames`
  std::vector<std::string> added;
  std::vector<Rename> renames;
  std::vector<std::string> gone_requests;  // of checks that both know: "order flow / post /carts"
  std::vector<std::string> added_requests;
  std::vector<RequestDiff> requests;  // with a change, or a latency on both sides; by name
  std::string latencies_apart;        // why latencies are not compared; empty: they are

  bool same() const;
};

// Times of recording, versions of the tool and counts of samples are no differences.
BaselineDiff diff(const Baseline& before, const History& history_before, const Baseline& after,
                  const History& history_after);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_DIFF_H_
