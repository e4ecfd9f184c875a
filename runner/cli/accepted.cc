#include "runner/cli/accepted.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "checks/base/text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/references.h"
#include "runner/cli/stored.h"
#include "runner/cli/stored_baseline.h"

namespace switchgate::cli {
namespace {

// By which a baseline knows the check: rows by what they share.
const std::string& known_as(const CheckResult& check) {
  return check.group.empty() ? check.id : check.group;
}

bool teaches(const ComparisonResult& comparison, bool equal) {
  return comparison.against == "live" && comparison.latency && comparison.latency->kept > 0 &&
         (equal || comparison.latency->verdict != latency::Verdict::kFail);
}

baseline::Baseline first_baseline(const RunReport& report, const std::string& label) {
  baseline::Baseline out;
  out.tool_version = version();
  out.recorded = std::chrono::floor<std::chrono::seconds>(report.started);
  out.target = "candidate";
  out.label = label;
  for (const CheckResult& check : report.checks) {
    out.checks.try_emplace(known_as(check));
  }
  return out;
}

// Why the run teaches nothing; nothing when it does.
std::optional<std::string> refusal(const RunReport& report) {
  if (report.shard) {
    return "it is one shard of a run: `switchgate merge` the shards first";
  }
  if (report.verdict.exit_code != kOpen) {
    return "its gate did not open (" + report.verdict.reason +
           "); only an accepted run says how much good builds differ";
  }
  return std::nullopt;
}

// As the history will read it.
bool is_usable(baseline::HistoryRun run) {
  for (const auto& [check, steps] : run.shifts) {
    for (const auto& [step, shift] : steps) {
      const std::vector<double>& samples = run.samples_ms[check][step];
      const bool finite =
          std::isfinite(shift.theta) && std::isfinite(shift.se) &&
          std::all_of(samples.begin(), samples.end(), [](double ms) { return std::isfinite(ms); });
      if (!finite) {
        return false;
      }
    }
  }
  baseline::History history;
  history.runs.push_back(std::move(run));
  return baseline::decode_history(baseline::encode(history)).ok();
}

std::string counted(std::size_t n, std::string_view one) {
  return std::to_string(n) + ' ' + std::string(one) + (n == 1 ? "" : "s");
}

}  // namespace

baseline::HistoryRun taught_by(const RunReport& report, bool equal) {
  baseline::HistoryRun run;
  run.recorded = std::chrono::floor<std::chrono::seconds>(report.started);
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (!teaches(comparison, equal)) {
        continue;
      }
      const std::string& id = known_as(check);
      const latency::Judgement& judged = *comparison.latency;
      const latency::Shift shift{judged.theta + judged.common, judged.theta_se};
      if (run.shifts[id].try_emplace(comparison.step, shift).second) {
        run.samples_ms[id].try_emplace(comparison.step, comparison.candidate_ms);
      }
    }
  }
  return run;
}

Result<std::size_t> add_to_history(const std::string& path, const RunReport& report,
                                   const std::string& label, baseline::HistoryRun run) {
  if (const Status status = may_record(path, {}); !status) {
    return status.error();
  }
  std::size_t kept = 0;
  const Status status = edit_baseline(path, [&](BaselineBefore before) -> Result<StoredBaseline> {
    StoredBaseline stored;
    if (!before) {
      stored.baseline = first_baseline(report, label);
    } else if (const Status usable = require_usable(*before); !usable) {
      return usable.error();
    } else {
      stored = **std::move(before);
    }
    run.label = label.empty() ? stored.baseline.label : label;
    for (const baseline::HistoryRun& known : stored.history.runs) {
      if (known.label == run.label && known.recorded == run.recorded && !known.shifts.empty()) {
        return Error{path + " holds this run already, of " + format_date_time(run.recorded), {}};
      }
    }
    baseline::append_run(stored.history, run);
    kept = stored.history.runs.size();
    return stored;
  });
  return status ? Result<std::size_t>(kept) : Result<std::size_t>(status.error());
}

int record_accepted(const RecordCommand& command, std::ostream& out, std::ostream& err) {
  const auto refuse = [&](const std::string& why, int status) {
    err << "switchgate: " << why << "; nothing was recorded\n";
    return status;
  };
  if (!command.append) {
    return refuse("--accepted adds a run to a history, so it goes with --append", kUsage);
  }
  const exec::Selection& selection = command.run.selection;
  const bool asks = !command.load.paths.empty() || !command.load.candidate.empty() ||
                    !command.load.live.empty() || !command.load.connect_to.empty() ||
                    !selection.only.empty() || !selection.tags.empty() ||
                    !selection.skip_tags.empty();
  if (asks) {
    return refuse(
        "--accepted records a run that was made: it asks nobody and takes no suite, target or "
        "selection beside it",
        kUsage);
  }
  const Result<RunReport> report = read_stored(command.accepted);
  if (!report) {
    return refuse(report.error().message, kUsage);
  }
  if (const auto why = refusal(*report)) {
    return refuse('\'' + excerpt(command.accepted) + "' teaches nothing: " + *why,
                  report->verdict.exit_code == kOpen ? int{kUsage} : report->verdict.exit_code);
  }
  if (const Status spared = may_record(command.baseline, {command.accepted}); !spared) {
    return refuse(spared.error().message, kUsage);
  }
  baseline::HistoryRun run = taught_by(*report, false);
  if (run.shifts.empty()) {
    return refuse('\'' + excerpt(command.accepted) +
                      "' teaches nothing: it compared no latency with live; run with --live, and "
                      "`compare: {latency: {}}` on a check",
                  kUsage);
  }
  if (!is_usable(run)) {
    return refuse('\'' + excerpt(command.accepted) +
                      "' holds latencies that no run can have measured: expected `candidate_ms` "
                      "above zero and finite `theta`, `common` and `theta_se`",
                  kUsage);
  }
  const std::size_t compared = run.shifts.size();
  const Result<std::size_t> kept =
      add_to_history(command.baseline, *report, command.label, std::move(run));
  if (!kept) {
    return refuse(kept.error().message, kUsage);
  }
  out << "recorded how " << counted(compared, "check") << " compared with live in "
      << command.baseline << " (" << counted(*kept, "run") << " of its history)\n";
  return kOpen;
}

}  // namespace switchgate::cli
