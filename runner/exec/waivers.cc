#include "runner/exec/waivers.h"

#include <algorithm>

#include "checks/waivers.h"

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

void add_waivers(const Loaded& loaded, const RunOptions& options,
                 const std::vector<CheckRun>& slots, RunReport& report) {
  const Selection& selection = options.selection;
  const Asks& asks = options.asks;
  report.whole = selection.only.empty() && selection.tags.empty() && selection.skip_tags.empty() &&
                 asks.shape && asks.headers && asks.latency;
  report.waivers = uses_of(loaded.plan.waivers, report.checks, report.started);
  Expired expired(report);
  expired.add(loaded.plan.waivers);
  for (const Suite& suite : loaded.plan.suites) {
    expired.add(suite.expected);
  }
  for (const CheckRun& slot : slots) {
    expired.add(slot.check->expected);
  }
  for (Finding& finding : unused_waivers(report)) {
    report.findings.push_back(std::move(finding));
  }
}

}  // namespace switchgate::exec
