// Changes that people make to a baseline without recording anew: what suites no longer hold goes,
// a renamed check keeps what was recorded of it.

#ifndef SWITCHGATE_CHECKS_BASELINE_EDIT_H_
#define SWITCHGATE_CHECKS_BASELINE_EDIT_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/baseline/baseline.h"

namespace switchgate::baseline {

// The steps of each check that stays; nothing for all of them.
using KeptSteps = std::optional<std::set<std::string, std::less<>>>;
using KeptChecks = std::map<std::string, KeptSteps, std::less<>>;

struct Pruned {
  std::vector<std::string> checks;    // ids
  std::vector<std::string> requests;  // of checks that stay: "order flow / post /carts"
  std::size_t samples = 0;            // latencies that went with them
  bool any() const { return !checks.empty() || !requests.empty() || samples > 0; }
};

// Drops what is not among `kept`. Fails, and changes nothing, when the baseline knows none of
// these checks: it is another suite's.
Result<Pruned> prune(Baseline& baseline, History& history, const KeptChecks& kept);

// The check `from` is called `to` from now on, in every run of latencies too. Fails, and changes
// nothing, when the baseline does not know `from`, or knows `to` already.
Status rename_check(Baseline& baseline, History& history, std::string_view from,
                    std::string_view to);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_EDIT_H_
