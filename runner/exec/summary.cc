#include "runner/exec/summary.h"

#include <algorithm>

#include "checks/base/text.h"
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

// The one finding that stands for every check that was not tried any more.
void add_given_up(const RunOptions& options, const Side& side, std::size_t checks,
                  std::vector<Finding>& findings) {
  if (!side.breaker.dead()) {
    return;
  }
  const bool judged = side.name == options.judged;
  Finding finding = run_finding(
      "target/unreachable",
      side.name + " at " + side.url + " could not be reached " + std::to_string(Breaker::kLimit) +
          " times in a row, and once more after a pause: " +
          (judged ? "the rest of its " + std::to_string(checks) + " checks was not tried."
                  : std::string("it was not tried any more.")),
      side.target->pos);
  // An unreachable live side says nothing about the candidate.
  finding.undecided = !judged;
  finding.path = side.name;
  findings.push_back(std::move(finding));
}

// Right and wrong builds behind one address: a rollout is under way, nothing is proven.
void settle_mixed_builds(const Side& side, std::vector<CheckRun>& slots,
                         std::vector<Finding>& findings) {
  const std::size_t right = side.right_build.load();
  const std::size_t wrong = side.wrong_build.load();
  if (right == 0 || wrong == 0) {
    return;
  }
  for (CheckRun& slot : slots) {
    // Two builds behind live excuse no answer of the candidate, nor of another suite's.
    if (!slot.candidate || &slot.candidate->side() != &side) {
      continue;
    }
    bool any = false;
    for (Finding& finding : slot.result.findings) {
      if (finding.rule == "target/wrong-build") {
        finding.undecided = true;
        any = true;
      }
    }
    if (any) {
      settle(slot);
    }
  }
  for (Finding& finding : findings) {  // of a flow that ran once for many checks
    const auto& identify = side.target->identify;
    const bool here = finding.rule == "target/wrong-build" &&
                      std::any_of(identify.begin(), identify.end(), [&](const NamedText& header) {
                        return header.value.pos == finding.pos;
                      });
    finding.undecided = finding.undecided || here;
  }
  Finding finding =
      run_finding("target/mixed-builds",
                  side.name + " answers with two builds: " + std::to_string(right) +
                      " answers came from the identified one and " + std::to_string(wrong) +
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

// A baseline that knows none of the checks that were to be compared with it is
// probably another suite's: calling all of them new would be a pass without evidence.
void add_foreign_baseline(const Prepared& prepared, const RunOptions& options,
                          const Reference* reference, const std::vector<CheckRun>& slots,
                          std::vector<Finding>& findings) {
  if (reference == nullptr || !options.asks.any()) {
    return;
  }
  std::size_t compared = 0;
  for (const CheckRun& slot : slots) {
    // What rows are compared by has a slot of its own.
    if (prepared.suites[slot.check->suite].live != nullptr || !compares(*slot.check) ||
        !slot.check->row.empty()) {
      continue;
    }
    if (baseline::knows_check(reference->baseline, slot.check->id)) {
      return;
    }
    ++compared;
  }
  if (compared == 0) {
    return;
  }
  findings.push_back(run_finding(
      "baseline/missing",
      "the baseline " + excerpt(reference->path, 120) + " knows none of the " +
          std::to_string(compared) + (compared == 1 ? " check" : " checks") +
          " to compare: it was recorded from another suite, or their ids have changed. Record it "
          "again with `switchgate record --baseline FILE`.",
      {}));
  findings.back().undecided = true;
}

TargetInfo info_of(const Suite& suite, const Side& side) {
  return {suite.name, side.name, side.url, side.address(), side.target->url_from};
}

void add_notes(const RunOptions& options, RunReport& report) {
  if (report.shard && report.selected == 0) {
    report.notes.push_back("no check fell to shard " + std::to_string(report.shard->index) +
                           " of " + std::to_string(report.shard->count) + ": the others have all " +
                           std::to_string(report.shard->total));
  }
  const std::vector<std::pair<bool, std::string>> asks = {{options.asks.shape, "shape"},
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
    std::size_t given_up = 0;
    for (const CheckRun& slot : slots) {
      given_up += slot.unreachable && &loaded.plan.suites[slot.check->suite] == suite.suite ? 1 : 0;
    }
    for (const Side* side : {suite.candidate.get(), suite.live.get()}) {
      if (side == nullptr) {
        continue;
      }
      add_given_up(options, *side, given_up, findings);
      settle_mixed_builds(*side, slots, findings);
      add_unverified(*side, findings);
      report.targets.push_back(info_of(*suite.suite, *side));
      report.requests += side->requests.load();
    }
  }
  add_foreign_baseline(prepared, options, reference, slots, findings);
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
  report.policy = options.policy;
  report.files = loaded.plan.files;
  report.selected = slots.size();
  report.shard = prepared.shard;
  for (CheckRun& slot : slots) {
    report.checks.push_back(std::move(slot.result));
  }
  add_notes(options, report);
  add_seed(loaded.plan, options, report);
  add_waivers(loaded, options, slots, report);
  mask_report(masker, report);
  report.verdict = verdict_of(report, facts);
  return report;
}

}  // namespace switchgate::exec
