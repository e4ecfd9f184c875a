#include "runner/exec/summary.h"

#include <algorithm>
#include <span>

#include "checks/base/text.h"
#include "checks/foreign_live.h"
#include "checks/shape/phase.h"
#include "checks/values/note.h"
#include "runner/exec/about_baseline.h"
#include "runner/exec/instances.h"
#include "runner/exec/secrets.h"
#include "runner/exec/waivers.h"

namespace switchgate::exec {
namespace {

Finding run_finding(std::string rule, std::string message, SourcePos pos) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.message = std::move(message);
  finding.pos = pos;
  return finding;
}

// The one finding that stands for everything that was not tried any more. `checks` is how
// many were for this side.
void add_given_up(const RunOptions& options, const Side& side, std::size_t checks,
                  std::vector<Finding>& findings) {
  if (!side.breaker.dead()) {
    return;
  }
  const bool judged = side.name == options.judged;
  Finding finding = run_finding(
      "target/unreachable",
      side.name + " at " + side.url + (side.instance.empty() ? "" : ", " + side.instance) +
          " could not be reached " + std::to_string(Breaker::kLimit) +
          " times in a row, and once more after a pause: " +
          (judged ? "the rest of its " + std::to_string(checks) + " checks was not tried."
                  : std::string("it was not tried any more.")),
      side.target->pos);
  // An unreachable live side says nothing about the candidate. What asks another target has
  // failed, like anything that the environment does not answer.
  finding.undecided = !judged && side.name == "live";
  finding.path = side.name;
  findings.push_back(std::move(finding));
}

bool is_of(const Finding& finding, const Side& side) {
  const Evidence by{"side", side.name};
  const auto& identify = side.target->identify;
  const bool here =
      std::any_of(identify.begin(), identify.end(),
                  [&finding](const NamedText& header) { return header.value.pos == finding.pos; });
  return finding.rule == "target/wrong-build" && here &&
         std::find(finding.evidence.begin(), finding.evidence.end(), by) != finding.evidence.end();
}

// Right and wrong builds behind one name: a rollout is under way, nothing is proven. `sides`
// are all instances of one target.
void settle_mixed_builds(const SuiteRun& suite, const std::vector<Side*>& sides,
                         std::vector<CheckRun>& slots, std::vector<Finding>& findings) {
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (const Side* side : sides) {
    right += side->right_build.load();
    wrong += side->wrong_build.load();
  }
  if (right == 0 || wrong == 0) {
    return;
  }
  const Side& side = *sides.front();
  for (CheckRun& slot : slots) {
    // Two builds behind one target excuse no answer of another, nor of another suite's.
    if (slot.result.suite != suite.suite->name) {
      continue;
    }
    bool any = false;
    for (Finding& finding : slot.result.findings) {
      if (is_of(finding, side)) {
        finding.undecided = true;
        any = true;
      }
    }
    if (any) {
      settle(slot);
    }
  }
  for (Finding& finding : findings) {  // of a flow that ran once for many checks
    finding.undecided = finding.undecided || is_of(finding, side);
  }
  Finding finding =
      run_finding("target/mixed-builds",
                  side.name + " answers with two builds: " + std::to_string(right) +
                      (right == 1 ? " answer" : " answers") + " came from the identified one and " +
                      std::to_string(wrong) +
                      " from another. Wait until the rollout has ended, then run again.",
                  side.target->pos);
  finding.undecided = true;
  findings.push_back(std::move(finding));
}

void add_unverified(const Side& side, std::vector<Finding>& findings) {
  if (side.target->tls.verify) {
    return;
  }
  Finding finding = run_finding("target/unverified-tls",
                                "the certificate of " + side.name +
                                    " is not verified (verify: false): "
                                    "anybody in between could have answered.",
                                side.target->pos);
  finding.level = Level::kWarning;
  finding.path = side.name;
  findings.push_back(std::move(finding));
}

// `sides` are all instances of one target.
TargetInfo info_of(const Suite& suite, const std::vector<Side*>& sides) {
  const Side& first = *sides.front();
  std::vector<std::string> addresses;
  for (const Side* side : sides) {
    std::string address = side->address();
    if (!address.empty() && (addresses.empty() || addresses.back() != address)) {
      addresses.push_back(std::move(address));
    }
  }
  return {suite.name, first.name, first.url, join(addresses, ", "), first.target->url_from};
}

// Every target with all of its instances.
std::vector<std::vector<Side*>> targets_of(const SuiteRun& suite) {
  std::vector<std::vector<Side*>> targets;
  for (Side* side : suite.all_sides()) {
    if (targets.empty() || targets.back().front()->target != side->target) {
      targets.emplace_back();
    }
    targets.back().push_back(side);
  }
  return targets;
}

// What is to be told of the suite's targets.
void add_targets(const RunOptions& options, const SuiteRun& suite, std::vector<CheckRun>& slots,
                 std::vector<Finding>& findings, RunReport& report) {
  for (const std::vector<Side*>& sides : targets_of(suite)) {
    for (const Side* side : sides) {
      const auto given_up = std::count_if(slots.begin(), slots.end(), [&](const CheckRun& slot) {
        return slot.unreachable && slot.result.suite == suite.suite->name &&
               slot.instance == side->number;
      });
      add_given_up(options, *side, static_cast<std::size_t>(given_up), findings);
      report.requests += side->requests.load();
    }
    settle_mixed_builds(suite, sides, slots, findings);
    add_unverified(*sides.front(), findings);
    report.targets.push_back(info_of(*suite.suite, sides));
  }
}

void add_notes(const RunOptions& options, RunReport& report) {
  if (report.shard && report.selected == 0) {
    report.notes.push_back("no check fell to shard " + std::to_string(report.shard->index) +
                           " of " + std::to_string(report.shard->count) + ": the others have all " +
                           std::to_string(report.shard->total));
  }
  const std::vector<std::pair<bool, std::string>> asks = {{options.asks.shape, "shape"},
                                                          {options.asks.values, "values"},
                                                          {options.asks.headers, "headers"},
                                                          {options.asks.latency, "latency"}};
  std::vector<std::string> not_asked;
  for (const auto& [asked, name] : asks) {
    if (!asked) {
      not_asked.push_back(name);
    }
  }
  if (!not_asked.empty()) {
    report.notes.push_back("not compared, as --compare says: " + join(not_asked, ", "));
  }
}

// "2 checks are new: <reference> does not …, so only expectations were judged (a, b)".
void add_new(RunReport& report, bool (*is_one)(const CheckResult&), const std::string& lacks,
             const std::string& cure) {
  std::vector<std::string> names;
  for (const CheckResult& check : report.checks) {
    if (is_one(check)) {
      names.push_back(excerpt(check.id, 80));
    }
  }
  if (!names.empty()) {
    const std::string them = names.size() == 1 ? "it" : "them";
    report.notes.push_back(std::to_string(names.size()) +
                           (names.size() == 1 ? " check is" : " checks are") + " new: " + lacks +
                           ' ' + them + ", so only expectations were judged (" +
                           first_names(names) + ')' + replace_all(cure, "%", them));
  }
}

// What passed by expectations alone says so where everybody reads it.
void add_new_checks(RunReport& report) {
  add_new(report, is_new, "the baseline does not know", "; `switchgate record` takes % in");
  add_new(report, is_added, "live has no endpoint for", "");
}

void add_rowless(const Plan& plan, RunReport& report) {
  for (const Suite& suite : plan.suites) {
    for (const std::string& check : suite.rowless) {
      report.notes.push_back(
          '`' + excerpt(plan.suites.size() > 1 ? suite.name + '/' + check : check, 80) +
          "` asked nothing: its `for_each` has no rows, which `allow_empty` allows");
    }
  }
}

// A gate before the candidate that opens without a word from it has no evidence at all. Of
// shards, the first tells it for all.
void add_not_asked(const Prepared& prepared, const RunOptions& options,
                   std::vector<Finding>& findings) {
  if (prepared.candidate_asked || options.judged != "candidate" ||
      (prepared.shard && prepared.shard->index > 1)) {
    return;
  }
  findings.push_back(run_finding(
      "run/candidate-not-asked",
      "no selected check asks the candidate, so nothing is known about what is to get the "
      "traffic: expected at least one request, certificate or port of it, or `ready`.",
      {}));
  findings.back().undecided = true;
}

// The same seed gives the same ${uuid} in the next run.
void add_seed(const Plan& plan, const RunOptions& options, RunReport& report) {
  const bool used = std::any_of(plan.suites.begin(), plan.suites.end(),
                                [](const Suite& suite) { return suite.uses_uuid; });
  if (used) {
    const std::string seed = std::to_string(options.seed);
    report.notes.push_back("seed " + seed + ": --seed " + seed + " repeats the values of ${uuid}");
  }
}

}  // namespace

std::string first_names(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  const std::size_t shown = std::min(names.size(), kMost);
  const std::string some = join(std::span(names).first(shown), ", ");
  return names.size() > shown ? some + " and " + std::to_string(names.size() - shown) + " more"
                              : some;
}

void name_result(const Plan& plan, const Check& check, CheckResult& result) {
  result.id = check.id;
  result.name = check.name;
  result.suite = plan.suites[check.suite].name;
  result.tags = check.tags;
  result.pos = check.pos;
  result.group = check.row.empty() ? "" : check.group_id();
}

RunReport summarise(const Loaded& loaded, const Prepared& prepared, const RunOptions& options,
                    std::vector<CheckRun>& slots, std::vector<Finding> findings,
                    const Reference* reference, const RunFacts& facts, Instant started,
                    const Masker& masker) {
  RunReport report;
  report.started = started;
  for (const SuiteRun& suite : prepared.suites) {
    report.suites.push_back(suite.suite->name);
    add_targets(options, suite, slots, findings, report);
  }
  judge_baseline(prepared, options, reference, slots, started, findings);
  add_not_asked(prepared, options, findings);
  if (facts.deadline_reached) {
    findings.push_back(run_finding("run/deadline",
                                   "the run did not end within --deadline " +
                                       format_duration(options.deadline) +
                                       "; what was done is reported.",
                                   {}));
    findings.back().undecided = true;
  }
  for (Finding& finding : findings) {
    finding.fingerprint = fingerprint_of(finding);
  }
  report.findings = std::move(findings);
  report.baseline = options.baseline_path;
  report.baseline_about = reference == nullptr ? "" : about_baseline(*reference, started);
  if (reference != nullptr) {
    report.baseline_recorded = reference->baseline.recorded;
  }
  report.policy = options.policy;
  report.files = loaded.plan.files;
  const std::vector<baseline::Rename> renames =
      name_renamed(loaded.plan, prepared, options, reference, slots);
  report.checks = fold(slots, prepared.suites);
  report.selected = report.checks.size();
  report.shard = prepared.shard;
  for (Finding& finding : foreign_lives(report)) {
    report.findings.push_back(std::move(finding));
  }
  add_notes(options, report);
  add_new_checks(report);
  note_orphans(loaded.plan, options, reference, renames, report);
  add_rowless(loaded.plan, report);
  add_seed(loaded.plan, options, report);
  values::note_compared(report);
  shape::note_effects(report);
  add_waivers(loaded, options, slots, report);
  mask_report(masker, report);
  report.verdict = verdict_of(report, facts);
  return report;
}

}  // namespace switchgate::exec
