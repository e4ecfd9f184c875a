#include "runner/exec/about_baseline.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/summary.h"

namespace switchgate::exec {
namespace {

Finding undecided(std::string rule, std::string message) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.message = std::move(message);
  finding.undecided = true;
  return finding;
}

// Is it this slot that is compared with the baseline? Where a suite has a live side, that decides.
// What rows are compared by has a slot of its own, and each instance has one too.
bool uses_baseline(const Prepared& prepared, const CheckRun& slot) {
  return slot.instance == 0 && prepared.suites[slot.check->suite].live == nullptr &&
         compares(*slot.check) && slot.check->row.empty();
}

std::string record_again(const Reference& reference) {
  return "`switchgate record --baseline " + excerpt(reference.path, 120) + '`';
}

// A baseline that knows none of the checks that were to be compared with it is
// probably another suite's: calling all of them new would be a pass without evidence.
void add_foreign(const Prepared& prepared, const Reference& reference,
                 const std::vector<CheckRun>& slots, std::vector<Finding>& findings) {
  std::size_t compared = 0;
  for (const CheckRun& slot : slots) {
    if (!uses_baseline(prepared, slot)) {
      continue;
    }
    if (baseline::knows_check(reference.baseline, slot.check->id)) {
      return;
    }
    ++compared;
  }
  if (compared == 0) {
    return;
  }
  findings.push_back(undecided(
      "baseline/missing",
      "the baseline " + excerpt(reference.path, 120) + " knows none of the " +
          (compared == 1 ? std::string("checks") : std::to_string(compared) + " checks") +
          " to compare: it was recorded from another suite, or their ids have changed. Record it "
          "again with `switchgate record --baseline FILE`."));
}

// A comparison with what was good long ago says little about what is good now. Told once for each
// suite that sets a bound and compares with the baseline.
void add_too_old(const Prepared& prepared, const Reference& reference,
                 const std::vector<CheckRun>& slots, Instant started,
                 std::vector<Finding>& findings) {
  std::vector<bool> used(prepared.suites.size(), false);
  for (const CheckRun& slot : slots) {
    used[slot.check->suite] = used[slot.check->suite] || uses_baseline(prepared, slot);
  }
  const Instant recorded = reference.baseline.recorded;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Suite& suite = *prepared.suites[i].suite;
    const bool future = baseline::is_from_the_future(recorded, started);
    if (!used[i] || !suite.baseline_max_age ||
        (!future && started - recorded <= suite.baseline_max_age->age)) {
      continue;
    }
    findings.push_back(undecided(
        "baseline/too-old",
        "the baseline " + excerpt(reference.path, 120) + " was recorded " +
            baseline::age_in_words(recorded, started) + " (" + format_date(recorded) +
            "), and the suite compares with none older than " + suite.baseline_max_age->text +
            (future ? ": one of the two clocks is wrong, so how old it is nobody knows. Set it, "
                      "and record again with "
                    : ". Record it again with ") +
            record_again(reference) + '.'));
    findings.back().pos = suite.baseline_max_age->pos;
    findings.back().path = suite.name;
  }
}

// Every id that the suites have, rows aside; also of checks without a row today.
std::set<std::string, std::less<>> ids_of(const Plan& plan) {
  std::set<std::string, std::less<>> ids;
  for (const Check& check : plan.checks) {
    ids.insert(check.group_id());
  }
  for (const Suite& suite : plan.suites) {
    for (const std::string& check : suite.rowless) {
      ids.insert(plan.suites.size() > 1 ? suite.name + '/' + check : check);
    }
  }
  return ids;
}

// Is it an id of one of these suites? With several, ids begin with the suite's name: those of
// suites that are not run now are no orphans.
bool is_of_plan(const Plan& plan, std::string_view id) {
  return plan.suites.size() == 1 ||
         std::any_of(plan.suites.begin(), plan.suites.end(),
                     [id](const Suite& suite) { return id.starts_with(suite.name + '/'); });
}

std::vector<std::string> orphans_of(const Plan& plan, const Reference& reference) {
  const auto ids = ids_of(plan);
  std::vector<std::string> orphans;
  for (const auto& [id, steps] : reference.baseline.checks) {
    if (ids.count(id) == 0 && is_of_plan(plan, id)) {
      orphans.push_back(id);
    }
  }
  return orphans;
}

// The checks that would be compared with the baseline if it knew them, with what was seen of them.
std::vector<baseline::KnownCheck> new_checks(const Plan& plan, const Prepared& prepared,
                                             const Reference& reference,
                                             const std::vector<CheckRun>& slots) {
  std::map<std::string, baseline::KnownCheck> found;
  for (const Check& check : plan.checks) {
    const std::string id = check.group_id();
    if (prepared.suites[check.suite].live != nullptr || !compares(check) ||
        baseline::knows_check(reference.baseline, id)) {
      continue;
    }
    baseline::KnownCheck& known = found.try_emplace(id, baseline::KnownCheck{id, {}}).first->second;
    for (const Step& step : check.steps) {
      if (step.compare) {
        known.requests.emplace(step_label(check, step), nullptr);
      }
    }
  }
  for (const CheckRun& slot : slots) {
    for (const Recorded& seen : slot.unknown) {
      if (const auto known = found.find(seen.check); known != found.end()) {
        known->second.requests[seen.step] = &seen.entry;
      }
    }
  }
  std::vector<baseline::KnownCheck> all;
  all.reserve(found.size());
  for (auto& [id, known] : found) {
    all.push_back(std::move(known));
  }
  return all;
}

}  // namespace

std::vector<baseline::Rename> name_renamed(const Plan& plan, const Prepared& prepared,
                                           const RunOptions& options, const Reference* reference,
                                           std::vector<CheckRun>& slots) {
  if (reference == nullptr || !options.asks.any()) {
    return {};
  }
  std::vector<baseline::KnownCheck> gone;
  for (const std::string& id : orphans_of(plan, *reference)) {
    gone.push_back(baseline::known_check(id, reference->baseline.checks.find(id)->second));
  }
  std::vector<baseline::Rename> renames =
      baseline::probable_renames(gone, new_checks(plan, prepared, *reference, slots));
  for (CheckRun& slot : slots) {
    const auto rename = std::find_if(renames.begin(), renames.end(), [&slot](const auto& each) {
      return each.to == slot.check->id;
    });
    for (Finding& finding : slot.result.findings) {
      if (rename != renames.end() && finding.rule == "baseline/unknown-check") {
        finding.message += " Probably renamed from '" + excerpt(rename->from, 80) + "' (" +
                           rename->why + "): `switchgate baseline rename " +
                           shell_quote_shown(reference->path) + ' ' +
                           shell_quote_shown(rename->from) + ' ' + shell_quote_shown(rename->to) +
                           "` lets it be compared with what was recorded.";
      }
    }
  }
  return renames;
}

void note_orphans(const Plan& plan, const RunOptions& options, const Reference* reference,
                  const std::vector<baseline::Rename>& renames, RunReport& report) {
  const Selection& selection = options.selection;
  if (reference == nullptr || !options.asks.any() || options.shard || !selection.only.empty() ||
      !selection.tags.empty() || !selection.skip_tags.empty()) {
    return;
  }
  std::vector<std::string> orphans = orphans_of(plan, *reference);
  if (orphans.size() == reference->baseline.checks.size()) {
    return;  // another suite's, which is a finding
  }
  std::vector<std::string> renamed;
  for (const baseline::Rename& rename : renames) {
    std::erase(orphans, rename.from);
    renamed.push_back(excerpt(rename.from, 80) + " is now " + excerpt(rename.to, 80));
  }
  const auto checks = [](std::size_t n) {
    return std::to_string(n) + (n == 1 ? " check" : " checks");
  };
  if (!orphans.empty()) {
    for (std::string& orphan : orphans) {
      orphan = excerpt(orphan, 80);
    }
    report.notes.push_back("the baseline knows " + checks(orphans.size()) +
                           " that no suite here has (" + first_names(orphans) +
                           "): `switchgate baseline prune` drops what is gone, `switchgate "
                           "baseline rename` keeps what has another name now");
  }
  if (!renamed.empty()) {
    report.notes.push_back(
        checks(renamed.size()) +
        " of the baseline probably renamed, and so not compared: " + first_names(renamed));
  }
}

std::string about_baseline(const Reference& reference, Instant started) {
  const baseline::Baseline& known = reference.baseline;
  return "recorded " + baseline::age_in_words(known.recorded, started) + " (" +
         format_date(known.recorded) + ", from " + excerpt(known.target, 40) +
         (known.label.empty() ? "" : ", label " + excerpt(known.label, 60)) +
         "): " + in_words(baseline::coverage_of(known, reference.history));
}

void judge_baseline(const Prepared& prepared, const RunOptions& options, const Reference* reference,
                    const std::vector<CheckRun>& slots, Instant started,
                    std::vector<Finding>& findings) {
  if (reference == nullptr || !options.asks.any()) {
    return;
  }
  add_foreign(prepared, *reference, slots, findings);
  add_too_old(prepared, *reference, slots, started, findings);
}

}  // namespace switchgate::exec
