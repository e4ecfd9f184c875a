#include "runner/exec/waivers.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/waivers.h"
#include "runner/exec/summary.h"

namespace switchgate::exec {
namespace {

// Told once each, however many checks came from the same lines of the suite.
class Expired {
 public:
  explicit Expired(RunReport& report) : report_(report) {}

  void add(const std::vector<Waiver>& waivers) {
    for (const Waiver& waiver : waivers) {
      const bool told = std::find(told_.begin(), told_.end(), waiver.pos) != told_.end();
      if (!told && is_expired(waiver, report_.started)) {
        told_.push_back(waiver.pos);
        report_.findings.push_back(expired_finding(waiver));
      }
    }
  }

 private:
  RunReport& report_;
  std::vector<SourcePos> told_;
};

// Does the glob name a check of the suites, selected or not?
bool names_a_check(const Plan& plan, const Waiver& waiver) {
  const auto rowless = [&](const Suite& suite) {
    return std::any_of(suite.rowless.begin(), suite.rowless.end(), [&](const std::string& name) {
      return glob_match(waiver.check, name) || glob_match(waiver.check, suite.name + '/' + name);
    });
  };
  return std::any_of(plan.checks.begin(), plan.checks.end(),
                     [&](const Check& check) {
                       CheckResult named;
                       name_result(plan, check, named);
                       return is_about(waiver, named);
                     }) ||
         std::any_of(plan.suites.begin(), plan.suites.end(), rowless);
}

// Of planned changes: that one covers nothing is silence, that it cannot is a mistake.
void add_nameless(const Plan& plan, RunReport& report) {
  for (const Suite& suite : plan.suites) {
    for (const Waiver& waiver : suite.expected) {
      if (!waiver.check.empty() && !is_expired(waiver, report.started) &&
          !names_a_check(plan, waiver)) {
        report.findings.push_back(nameless_finding(waiver));
      }
    }
  }
}

}  // namespace

std::vector<const Waiver*> waivers_of(const Plan& plan, const CheckRun& slot, Instant started) {
  std::vector<const Waiver*> all;
  for (const std::vector<Waiver>* list :
       {&slot.check->expected, &plan.suites[slot.check->suite].expected, &plan.waivers}) {
    const std::vector<const Waiver*> some = in_force(*list, slot.result, started);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::vector<const Waiver*> waivers_of_all(const Plan& plan, Instant started) {
  std::vector<const Waiver*> all;
  if (plan.suites.size() == 1) {
    all = in_force_for_all(plan.suites.front().expected, started);
  }
  const std::vector<const Waiver*> some = in_force_for_all(plan.waivers, started);
  all.insert(all.end(), some.begin(), some.end());
  return all;
}

void add_waivers(const Loaded& loaded, const RunOptions& options,
                 const std::vector<CheckRun>& slots, RunReport& report) {
  const Selection& selection = options.selection;
  const Asks& asks = options.asks;
  report.whole = selection.only.empty() && selection.tags.empty() && selection.skip_tags.empty() &&
                 asks.shape && asks.values && asks.headers && asks.latency;
  report.waivers = uses_of(loaded.plan.waivers, report.checks, report.findings, report.started);
  Expired expired(report);
  expired.add(loaded.plan.waivers);
  for (const Suite& suite : loaded.plan.suites) {
    expired.add(suite.expected);
  }
  for (const CheckRun& slot : slots) {
    expired.add(slot.check->expected);
  }
  add_nameless(loaded.plan, report);
  for (Finding& finding : unused_waivers(report)) {
    report.findings.push_back(std::move(finding));
  }
}

}  // namespace switchgate::exec
