#include "checks/baseline/edit.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"

namespace switchgate::baseline {
namespace {

bool keeps(const KeptChecks& kept, const std::string& check) { return kept.count(check) != 0; }

bool keeps(const KeptChecks& kept, const std::string& check, const std::string& step) {
  const auto found = kept.find(check);
  return found != kept.end() && (!found->second || found->second->count(step) != 0);
}

void prune(StepEntries& steps, const std::string& check, const KeptChecks& kept, Pruned& pruned) {
  for (auto step = steps.begin(); step != steps.end();) {
    if (keeps(kept, check, step->first)) {
      ++step;
      continue;
    }
    pruned.requests.push_back(request_name(check, step->first));
    step = steps.erase(step);
  }
}

template <typename T, typename Gone>
void prune(ByRequest<T>& values, const KeptChecks& kept, const Gone& gone) {
  for (auto check = values.begin(); check != values.end();) {
    auto& steps = check->second;
    for (auto step = steps.begin(); step != steps.end();) {
      const bool stays = keeps(kept, check->first, step->first);
      if (!stays) gone(step->second);
      step = stays ? std::next(step) : steps.erase(step);
    }
    check = steps.empty() ? values.erase(check) : std::next(check);
  }
}

void prune(HistoryRun& run, const KeptChecks& kept, Pruned& pruned) {
  prune(run.samples_ms, kept,
        [&pruned](const std::vector<double>& samples) { pruned.samples += samples.size(); });
  prune(run.shifts, kept, [](const latency::Shift&) {});
}

template <typename T>
void rename_check(ByRequest<T>& values, std::string_view from, std::string_view to) {
  auto node = values.extract(std::string(from));
  if (node.empty()) return;
  node.key() = to;
  values.insert(std::move(node));
}

bool holds_nothing(const HistoryRun& run) { return run.samples_ms.empty() && run.shifts.empty(); }

std::string quoted(std::string_view id) { return '\'' + excerpt(id, 80) + '\''; }

bool measures(const History& history, std::string_view check) {
  return std::any_of(history.runs.begin(), history.runs.end(), [check](const HistoryRun& run) {
    return run.samples_ms.find(check) != run.samples_ms.end() ||
           run.shifts.find(check) != run.shifts.end();
  });
}

}  // namespace

Result<Pruned> prune(Baseline& baseline, History& history, const KeptChecks& kept) {
  const bool ours = std::any_of(baseline.checks.begin(), baseline.checks.end(),
                                [&kept](const auto& check) { return keeps(kept, check.first); });
  if (!ours) {
    return Error{"the baseline knows none of the " + std::to_string(kept.size()) +
                     " checks of these suites, so that all of it would go: expected the suites "
                     "that it was recorded from, all of them",
                 {}};
  }
  Pruned pruned;
  for (auto check = baseline.checks.begin(); check != baseline.checks.end();) {
    if (!keeps(kept, check->first)) {
      pruned.checks.push_back(check->first);
      check = baseline.checks.erase(check);
      continue;
    }
    prune(check->second, check->first, kept, pruned);
    ++check;
  }
  for (HistoryRun& run : history.runs) prune(run, kept, pruned);
  std::erase_if(history.runs, holds_nothing);
  return pruned;
}

Status rename_check(Baseline& baseline, History& history, std::string_view from,
                    std::string_view to) {
  if (!knows_check(baseline, from)) {
    std::vector<std::string_view> ids;
    for (const auto& [id, steps] : baseline.checks) ids.push_back(id);
    const auto near = nearest_name(from, ids);
    return Error{"the baseline knows no check " + quoted(from) +
                     (near ? "; did you mean " + quoted(*near) + '?' : std::string()),
                 {}};
  }
  if (to.empty()) return Error{"expected the new id of the check, found nothing", {}};
  if (knows_check(baseline, to) || measures(history, to)) {
    return Error{"the baseline knows a check " + quoted(to) +
                     " already, and what was recorded of it would be lost: if that is right, "
                     "record it again and prune " +
                     quoted(from),
                 {}};
  }
  auto node = baseline.checks.extract(baseline.checks.find(from));
  node.key() = to;
  baseline.checks.insert(std::move(node));
  for (HistoryRun& run : history.runs) {
    rename_check(run.samples_ms, from, to);
    rename_check(run.shifts, from, to);
  }
  return Ok{};
}

}  // namespace switchgate::baseline
