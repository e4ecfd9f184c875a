#include "runner/cli/references.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "checks/base/text.h"
#include "checks/shape/diff.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/inputs.h"
#include "runner/store/files.h"

namespace switchgate::cli {
namespace {

std::string history_path(const std::string& path) {
  return (path.ends_with(".json") ? path.substr(0, path.size() - 5) : path) + ".history.json";
}

Error at(const std::string& path, const Error& error) { return {path + ": " + error.message, {}}; }

baseline::Baseline baseline_of(const RecordCommand& command, const Plan& plan,
                               const baseline::Baseline* before, exec::Finished& finished) {
  baseline::Baseline out;
  out.tool_version = version();
  out.recorded = std::chrono::floor<std::chrono::seconds>(finished.report.started);
  out.target = command.from;
  out.label = command.label;
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
        gone.emplace_back(step.empty() ? "the answer of " : id) += step.empty() ? id : " / " + step;
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
  const Result<std::string> text = store::read_file(path);
  if (!text) {
    return Error{"--baseline: " + text.error().message +
                     "; record one with `switchgate record --baseline " + path + "`",
                 {}};
  }
  Result<baseline::Baseline> baseline = baseline::decode(*text);
  if (!baseline) {
    return at(path, baseline.error());
  }
  exec::Reference reference;
  reference.path = path;
  reference.baseline = *std::move(baseline);
  if (reference.baseline.history_digest.empty()) {
    return reference;
  }
  const std::string beside = history_path(path);
  const Result<std::string> history_text = store::read_file(beside);
  if (!history_text) {
    return Error{"--baseline: " + history_text.error().message + "; it belongs to " + path, {}};
  }
  if (const Status status = baseline::check_digest(reference.baseline, *history_text); !status) {
    return at(beside, status.error());
  }
  Result<baseline::History> history = baseline::decode_history(*history_text);
  if (!history) {
    return at(beside, history.error());
  }
  reference.history = *std::move(history);
  return reference;
}

std::vector<std::string> baseline_files(const std::string& path) {
  return {path, history_path(path)};
}

Status may_record(const std::string& path, const std::vector<std::string>& inputs) {
  for (const std::string& file : baseline_files(path)) {
    if (Status spared = spare_inputs("--baseline " + path, file, inputs); !spared) {
      return spared;
    }
  }
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Ok{};
  }
  const Result<std::string> text = store::read_file(path);
  if (text && !text->empty() && !baseline::names_itself(*text)) {
    return Error{
        "--baseline: " + path + " is there and is no baseline: remove it, or name another file",
        {}};
  }
  return Ok{};
}

Status write_reference(const std::string& path, baseline::Baseline baseline,
                       const baseline::History& history) {
  baseline.history_digest.clear();
  if (!history.runs.empty()) {
    const std::string text = baseline::encode(history);
    baseline.history_digest = baseline::digest_of(text);
    if (const Status status = store::write_atomically(history_path(path), text); !status) {
      return status;
    }
  }
  return store::write_atomically(path, baseline::encode(baseline));
}

int store_recorded(const RecordCommand& command, const Plan& plan, exec::Finished finished,
                   std::ostream& out, std::ostream& err) {
  const auto complain = [&](const Error& error) {
    err << "switchgate: " << error.message << "; nothing was recorded\n";
    return kUsage;
  };
  std::optional<exec::Reference> before;
  if (std::filesystem::exists(command.baseline)) {
    Result<exec::Reference> read = read_reference(command.baseline);
    if (!read && command.append) {
      return complain(read.error());
    }
    if (read) {
      before = *std::move(read);
    }
  }
  baseline::Baseline now =
      baseline_of(command, plan, before ? &before->baseline : nullptr, finished);
  baseline::History history;
  if (command.append && before) {
    history = before->history;
  }
  baseline::HistoryRun run = run_of(now, finished);
  const std::size_t measured = run.samples_ms.size();
  if (measured > 0) {
    baseline::append_run(history, std::move(run));
  }
  if (const Status status = write_reference(command.baseline, now, history); !status) {
    return complain(status.error());
  }
  out << "recorded " << finished.recorded.size() << " of " << plan.checks.size() << " checks from "
      << command.from << " in " << command.baseline;
  if (measured > 0) {
    out << ", latencies of " << measured << " in " << history_path(command.baseline) << " ("
        << history.runs.size() << (history.runs.size() == 1 ? " run)" : " runs)");
  }
  out << '\n';
  if (before) {
    const std::vector<std::string> gone = gone_from(before->baseline, now);
    tell_changes(before->baseline, now, gone, out);
    warn_of_loss(gone, command.baseline, err);
  }
  return kOpen;
}

}  // namespace switchgate::cli
