// The values of a comparison with live: the answers of its rows as evidence, and the findings
// that they amount to.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARE_VALUES_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARE_VALUES_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checks/json/path.h"
#include "checks/model/run_report.h"
#include "checks/values/changes.h"
#include "checks/values/evidence.h"
#include "runner/exec/comparison.h"
#include "runner/exec/samples.h"

namespace switchgate::exec {

class ValueComparison {
 public:
  // One finding, and the row that shows it first.
  struct Told {
    Finding finding;
    std::size_t row = 0;
  };

  // `settings` outlive it. `rows` are the comparison's.
  ValueComparison(const Compare& settings, Instant now, std::size_t rows);

  // One answer of each side to the request of `member`, the `row`th; an answer that could not be
  // read says nothing of values.
  void take(std::size_t row, const Member& member, Samples& live, Samples& candidate);

  std::optional<std::size_t> next_to_confirm(const std::function<bool(std::size_t)>& may_be_asked) {
    return evidence_.next_to_confirm(may_be_asked);
  }

  // What was found, not completed yet; `result` says how many values were judged. `told` are the
  // findings so far, the shape's among them. Where live is quiet nowhere, it is undecided.
  std::vector<Told> judge(std::span<const Member> members, std::span<const Finding> told,
                          ComparisonResult& result);

 private:
  ComparePaths shape_paths_;
  ComparePaths paths_;
  const ValueSettings& settings_;
  std::size_t rows_;
  values::Evidence evidence_;
};

// Tells at most ten of them by themselves, and one finding for the rest; those that a waiver or
// `expected:` covers do not count. `tell` completes a finding of that row and adds it.
void tell_bounded(std::vector<ValueComparison::Told> all, CheckRun& group,
                  const std::function<void(Finding, std::size_t row)>& tell);

// Why live's answer holds no values to compare with: undecided, not completed yet.
Finding no_values(std::string why, const ValueSettings& settings);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARE_VALUES_H_
