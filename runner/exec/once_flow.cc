#include "runner/exec/once_flow.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "checks/base/text.h"
#include "runner/exec/cleanup.h"

namespace switchgate::exec {

OnceFlow::OnceFlow(const Flow& flow, std::string suite, Level level) : flow_(flow) {
  as_check_.id = std::move(suite);
  as_check_.level = level;
  as_check_.is_flow = true;
  as_check_.pos = flow.pos;
}

FlowState OnceFlow::need(const RunContext& context, const Suite& suite, const Scope& scope,
                         Side& side, probe::Probe& probe, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (state_ != FlowState::kNew) {
    const bool ended = ended_.wait(lock, stop, [this] { return state_ != FlowState::kRunning; });
    return ended ? state_ : FlowState::kStopped;
  }
  state_ = FlowState::kRunning;
  lock.unlock();
  try {
    session_ = std::make_unique<Session>(context, suite, scope, as_check_, side, probe);
    return end(run(std::move(stop)));
  } catch (...) {  // whoever waits must not wait for ever
    end(FlowState::kFailed);
    throw;
  }
}

FlowState OnceFlow::run(std::stop_token stop) {
  FlowState state = FlowState::kGood;
  for (const Step& step : flow_.steps) {
    Asked asked = session_->ask(step, stop);
    std::move(asked.findings.begin(), asked.findings.end(), std::back_inserter(findings_));
    if (!asked.leads_on()) {
      state = asked.cancelled  ? FlowState::kStopped
              : asked.given_up ? FlowState::kGivenUp
                               : FlowState::kFailed;
      break;
    }
  }
  for (Finding& finding : findings_) {
    session_->mask_again(finding);
  }
  if (state == FlowState::kGood) {
    seed_ = session_->leave(flow_.steps);
  }
  return state;
}

FlowState OnceFlow::end(FlowState state) {
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
  }
  ended_.notify_all();
  return state;
}

FlowState OnceFlow::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void OnceFlow::clean_up(std::stop_token stop) {
  if (!session_) {
    return;
  }
  Cleaned cleaned =
      switchgate::exec::clean_up(*session_, flow_.cleanup, "this flow", std::move(stop));
  std::move(cleaned.findings.begin(), cleaned.findings.end(), std::back_inserter(findings_));
  session_.reset();
}

OnceFlow& OnceFlows::of(std::size_t index, const Side& side) {
  const std::lock_guard lock(mutex_);
  return flows_.try_emplace({&side, index}, suite_.flows[index], name_, levels_[index])
      .first->second;
}

std::vector<OnceFlow*> OnceFlows::on(const Side& side) {
  const std::lock_guard lock(mutex_);
  std::vector<OnceFlow*> found;
  for (auto& [key, flow] : flows_) {
    if (key.first == &side) {
      found.push_back(&flow);
    }
  }
  return found;
}

std::vector<Finding> OnceFlow::findings() const {
  std::vector<Finding> out = findings_;
  const std::string name = excerpt(flow_.name, 60);
  for (Finding& finding : out) {
    finding.message = "in the flow `" + name + "`: " + finding.message;
    // They belong to no check, but two suites may each have such a flow.
    const std::string suite = finding.check.empty() ? "" : finding.check + '/';
    finding.step = suite + flow_.name + ": " + finding.step;
    finding.check.clear();
    finding.fingerprint = fingerprint_of(finding);
  }
  return out;
}

std::optional<Finding> OnceFlow::live_failure() const {
  if (state() != FlowState::kFailed || findings_.empty()) {
    return std::nullopt;
  }
  const auto fails = [](const Finding& finding) {
    return finding.undecided || finding.level == Level::kError;
  };
  const auto found = std::find_if(findings_.begin(), findings_.end(), fails);
  const auto at = found == findings_.end() ? findings_.size() - 1
                                           : static_cast<std::size_t>(found - findings_.begin());
  Finding finding = findings()[at];
  finding.rule = "compare/live-failed";
  finding.undecided = true;
  finding.message = "live does not pass the flow `" + excerpt(flow_.name, 60) +
                    "`, so what uses it cannot be compared: " + findings_[at].message;
  finding.fingerprint = fingerprint_of(finding);
  return finding;
}

}  // namespace switchgate::exec
