#include "runner/cli/references.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"
#include "checks/shape/diff.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/inputs.h"
#include "runner/cli/stored_baseline.h"
#include "runner/store/place.h"

namespace switchgate::cli {
namespace {

baseline::Baseline baseline_of(const RecordCommand& command, const Plan& plan,
                               const baseline::Baseline* before, exec::Finished& finished) {
  baseline::Baseline out;
  out.tool_version = version();
  out.recorded = std::chrono::floor<std::chrono::seconds>(finished.report.started);
  out.target = command.from;
  // Added to another place's name, all later runs would take this one's latencies for theirs.
  const bool keeps_label = command.append && command.label.empty() && before != nullptr;
  out.label = keeps_label ? before->label : command.label;
  // --append never drops anything, be it of another suite.
  if (before != nullptr && command.append) {
    out.checks = before->checks;
  }
  // Known is what was judged in this run; what it did not select stays as it was.
  // The rows of a check are known by it, not one by one.
  for (const CheckResult& check : finished.report.checks) {
    out.checks.try_emplace(check.group.empty() ? check.id : check.group);
  }
  for (const Check& check : plan.checks) {
    const std::string id = check.group_id();
    if (before != nullptr && out.checks.count(id) == 0 && baseline::knows_check(*before, id)) {
      out.checks[id] = before->checks.find(id)->second;
    }
  }
  for (exec::Recorded& recorded : finished.recorded) {
    out.checks[recorded.check][recorded.step] = std::move(recorded.entry);
  }
  return out;
}

std::string history_name(const std::string& path) {
  const Result<std::unique_ptr<store::Place>> place = store::place_at(path);
  return place ? (*place)->history_name() : path;
}

baseline::HistoryRun run_of(const baseline::Baseline& baseline, exec::Finished& finished) {
  baseline::HistoryRun run;
  run.label = baseline.label;
  run.recorded = baseline.recorded;
  for (exec::Recorded& recorded : finished.recorded) {
    if (!recorded.samples_ms.empty()) {
      run.samples_ms[recorded.check][recorded.step] = std::move(recorded.samples_ms);
    }
  }
  return run;
}

std::string gone_request(const std::string& id, const std::string& step) {
  return step.empty() ? "the answer of " + id : baseline::request_name(id, step);
}

// The checks, and the requests of checks, that only the former file holds.
std::vector<std::string> gone_from(const baseline::Baseline& before,
                                   const baseline::Baseline& after) {
  std::vector<std::string> gone;
  for (const auto& [id, steps] : before.checks) {
    if (!baseline::knows_check(after, id)) {
      gone.push_back(id);
      continue;
    }
    for (const auto& [step, entry] : steps) {
      if (baseline::find_entry(after, id, step) == nullptr) {
        gone.push_back(gone_request(id, step));
      }
    }
  }
  return gone;
}

// Loud, because the next run opens without a comparison of what is gone.
void warn_of_loss(const std::vector<std::string>& gone, const std::string& path,
                  std::ostream& err) {
  if (gone.empty()) {
    return;
  }
  constexpr std::size_t kMost = 10;
  const std::size_t shown = std::min(gone.size(), kMost);
  err << "switchgate: warning: " << path
      << " was replaced and holds no more: " << join(std::span(gone).first(shown), ", ")
      << (gone.size() > shown ? " and " + std::to_string(gone.size() - shown) + " more" : "")
      << ". Runs have nothing to compare these with; `record --append` only adds and updates\n";
}

// What a reviewer of the new file wants to know first.
void tell_changes(const baseline::Baseline& before, const baseline::Baseline& after,
                  const std::vector<std::string>& gone, std::ostream& out) {
  std::size_t changes = 0;
  for (const auto& [id, steps] : after.checks) {
    if (!baseline::knows_check(before, id)) {
      out << "  new check: " << id << '\n';
      ++changes;
    }
    for (const auto& [step, entry] : steps) {
      const baseline::BaselineEntry* old = baseline::find_entry(before, id, step);
      if (old == nullptr || !old->shape || !entry.shape) {
        continue;
      }
      for (const shape::Change& change :
           shape::diff(*old->shape, *entry.shape, {"old", "new", {}})) {
        out << "  " << id << (step.empty() ? "" : " / " + step) << ": " << change.message << '\n';
        ++changes;
      }
    }
  }
  for (const std::string& id : gone) {
    out << "  gone: " << id << '\n';
    ++changes;
  }
  out << (changes == 0 ? "  nothing changed in what it holds\n" : "");
}

}  // namespace

Result<exec::Reference> read_reference(const std::string& path) {
  Result<StoredBaseline> stored = read_baseline(path);
  if (!stored) {
    return Error{"--baseline: " + stored.error().message, {}};
  }
  if (!stored->history_problem.empty()) {
    return Error{"--baseline: " + stored->history_problem, {}};
  }
  exec::Reference reference;
  reference.path = path;
  reference.baseline = std::move(stored->baseline);
  reference.history = std::move(stored->history);
  return reference;
}

std::vector<std::string> baseline_files(const std::string& path) {
  const Result<std::unique_ptr<store::Place>> place = store::place_at(path);
  return place ? (*place)->files() : std::vector<std::string>();
}

Status may_record(const std::string& path, const std::vector<std::string>& inputs) {
  for (const std::string& file : baseline_files(path)) {
    if (Status spared = spare_inputs("--baseline " + path, file, inputs); !spared) {
      return spared;
    }
  }
  const Result<std::unique_ptr<store::Place>> place = store::place_at(path);
  const Status possible = place ? (*place)->may_write() : Status(place.error());
  if (!possible) {
    return Error{"--baseline: " + possible.error().message, {}};
  }
  const Result<std::optional<store::Texts>> stored = (*place)->read();
  if (!stored) {
    return Error{"--baseline: " + stored.error().message, {}};
  }
  if (*stored && !(*stored)->baseline.empty() && !baseline::names_itself((*stored)->baseline)) {
    return Error{
        "--baseline: " + path + " is there and is no baseline: remove it, or name another file",
        {}};
  }
  const std::string beside = (*place)->history_name();
  std::error_code ignored;
  if (!*stored && std::filesystem::is_regular_file(beside, ignored)) {
    return Error{"--baseline: " + beside + " is there without a " + path +
                     ", and its place is that of a history: remove it, or name another file",
                 {}};
  }
  return Ok{};
}

int store_recorded(const RecordCommand& command, const Plan& plan, exec::Finished finished,
                   std::ostream& out, std::ostream& err) {
  std::optional<baseline::Baseline> before;
  StoredBaseline now;
  std::size_t measured = 0;
  std::size_t dropped = 0;  // runs of the history before, without --append
  const auto add_run = [&](BaselineBefore stored) -> Result<StoredBaseline> {
    if (stored && command.append) {
      if (const Status usable = require_usable(*stored); !usable) {
        return usable.error();
      }
      now.history = std::move((*stored)->history);
    }
    if (stored && *stored) {
      before = std::move((*stored)->baseline);
      dropped = command.append ? 0 : (*stored)->history.runs.size();
    }
    now.baseline = baseline_of(command, plan, before ? &*before : nullptr, finished);
    baseline::HistoryRun run = run_of(now.baseline, finished);
    measured = run.samples_ms.size();
    if (measured > 0) {
      baseline::append_run(now.history, std::move(run));
    }
    return now;
  };
  if (const Status status = edit_baseline(command.baseline, add_run); !status) {
    err << "switchgate: " << status.error().message << "; nothing was recorded\n";
    return kUsage;
  }
  out << "recorded " << finished.recorded.size() << " of " << plan.checks.size() << " checks from "
      << command.from << " in " << command.baseline;
  if (measured > 0) {
    const std::size_t runs = now.history.runs.size();
    out << ", latencies of " << measured << " in " << history_name(command.baseline) << " (" << runs
        << (runs == 1 ? " run)" : " runs)");
  }
  out << '\n';
  if (before) {
    std::vector<std::string> gone = gone_from(*before, now.baseline);
    if (dropped > 0) {
      gone.push_back("the " + std::to_string(dropped) +
                     (dropped == 1 ? " run of its history" : " runs of its history"));
    }
    tell_changes(*before, now.baseline, gone, out);
    warn_of_loss(gone, command.baseline, err);
  }
  return kOpen;
}

}  // namespace switchgate::cli
