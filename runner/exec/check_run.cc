#include "runner/exec/check_run.h"

#include "checks/base/text.h"
#include "runner/exec/cleanup.h"
#include "runner/exec/compare.h"
#include "runner/exec/select.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

void take_over(Asked& asked, CheckRun& slot) {
  slot.result.requests += asked.requests;
  slot.result.judged += asked.judged;
  slot.stopped = slot.stopped || asked.cancelled;
  for (Finding& finding : asked.findings) {
    slot.add(std::move(finding));
  }
  asked.findings.clear();
}

// Runs what runs once before the check, or waits for it. False when the check cannot be
// run; the slot then says why.
bool begin_with_flows(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
                      std::stop_token stop, CheckRun& slot) {
  for (const std::size_t index : slot.check->flows) {
    OnceFlow& flow = *suite.flows[index];
    const FlowState state =
        flow.need(context.run, *suite.suite, *suite.scope, *suite.candidate, probe, stop);
    if (state == FlowState::kGood) {
      slot.candidate->begin_with(flow.seed());
      continue;
    }
    slot.stopped = state == FlowState::kStopped;
    slot.unreachable = state == FlowState::kGivenUp;
    if (state == FlowState::kFailed) {
      slot.not_run = true;
      slot.result.outcome = Outcome::kUndecided;
      slot.result.reason =
          "it was not run: the flow `" + excerpt(flow.flow().name, 60) + "` before it failed";
    }
    return false;
  }
  return true;
}

// Brings the live side as far as the step before `index`: captures and cookies of
// safe requests. Why it cannot be done, when it cannot.
class LivePreparation {
 public:
  LivePreparation(const JobContext& context, SuiteRun& suite, probe::Probe& probe, CheckRun& slot)
      : context_(context), suite_(suite), probe_(probe), slot_(slot) {}

  bool up_to(std::size_t index, std::stop_token stop) {
    begin(stop);
    const std::vector<Step>& steps = slot_.check->steps;
    for (; prepared_ < index && ok_; ++prepared_) {
      const Step& step = steps[prepared_];
      if (!step.request.safe()) {
        ok_ = false;
        reason_ = "the step `" + step.request.title() + "` before it" + kUnsafe;
        break;
      }
      Asked asked = slot_.live->ask(step, stop);
      slot_.result.requests += asked.requests;
      slot_.stopped = slot_.stopped || asked.cancelled;
      if (!asked.good()) {
        ok_ = false;
        reason_ = "live does not pass the step `" + step.request.title() + "` before it";
      }
    }
    return ok_;
  }
  const std::string& reason() const { return reason_; }
  void count_asked() { ++prepared_; }  // the compared step itself was asked

 private:
  static constexpr const char* kUnsafe =
      " is not safe, and only safe requests go to live; say `safe: true` there if it changes "
      "nothing";

  // The flows that run once.
  void begin(const std::stop_token& stop) {
    for (; begun_ < slot_.check->flows.size() && ok_; ++begun_) {
      OnceFlow& flow = *suite_.live_flows[slot_.check->flows[begun_]];
      const std::string name = "the flow `" + excerpt(flow.flow().name, 60) + "` before it";
      if (!all_safe(flow.flow().steps)) {
        ok_ = false;
        reason_ = name + kUnsafe;
        break;
      }
      const FlowState state =
          flow.need(context_.run, *suite_.suite, *suite_.scope, *suite_.live, probe_, stop);
      slot_.stopped = slot_.stopped || state == FlowState::kStopped;
      if (state == FlowState::kGood) {
        slot_.live->begin_with(flow.seed());
      } else {
        ok_ = false;
        reason_ = "live does not pass " + name;
      }
    }
  }

  const JobContext& context_;
  SuiteRun& suite_;
  probe::Probe& probe_;
  CheckRun& slot_;
  std::size_t begun_ = 0;     // flows
  std::size_t prepared_ = 0;  // steps
  bool ok_ = true;
  std::string reason_;
};

void add_no_reference(const Step& step, const std::string& rule, const std::string& message,
                      CheckRun& slot) {
  Finding finding;
  finding.rule = rule;
  finding.undecided = true;
  finding.message = message;
  finding.pos = step.compare->pos;
  slot.candidate->complete(finding, step, nullptr);
  slot.add(std::move(finding));
}

void compare_step(const JobContext& context, const Step& step, std::size_t index,
                  const Asked& asked, LivePreparation& preparation, std::stop_token stop,
                  CheckRun& slot) {
  if (context.recording) {
    record_step(context, step, asked, stop, slot);
    return;
  }
  if (!context.asks.any()) {
    return;
  }
  if (slot.live) {
    if (!preparation.up_to(index, stop)) {
      if (!slot.stopped) {
        add_no_reference(step, "compare/no-reference",
                         "this step cannot be compared with live: " + preparation.reason() + ".",
                         slot);
      }
      return;
    }
    compare_with_live(context, step, asked, stop, slot);
    preparation.count_asked();
  } else if (context.reference != nullptr) {
    compare_with_baseline(context, step, asked, stop, slot);
  } else {
    add_no_reference(step, "baseline/missing",
                     "there is nothing to compare with: give --live URL, or record a baseline with "
                     "`switchgate record --baseline FILE` and pass it with --baseline FILE.",
                     slot);
  }
}

}  // namespace

bool compares(const Check& check) {
  for (const Step& step : check.steps) {
    if (step.compare) {
      return true;
    }
  }
  return false;
}

void run_check(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
               std::stop_token stop, CheckRun& slot) {
  const Check& check = *slot.check;
  const auto began = steady_clock::now();
  slot.candidate = std::make_unique<Session>(context.run, *suite.suite, *suite.scope, check,
                                             *suite.candidate, probe);
  if (suite.live && compares(check)) {
    slot.live = std::make_unique<Session>(context.run, *suite.suite, *suite.scope, check,
                                          *suite.live, probe);
  }
  if (!begin_with_flows(context, suite, probe, stop, slot)) {
    return;
  }
  slot.cleanup_due = !check.cleanup.empty();
  LivePreparation preparation(context, suite, probe, slot);
  bool good = true;
  for (std::size_t i = 0; i < check.steps.size() && good && !stop.stop_requested(); ++i) {
    const Step& step = check.steps[i];
    Asked asked = slot.candidate->ask(step, stop);
    good = asked.ended_well(check.level);
    slot.unreachable = slot.unreachable || asked.given_up;
    take_over(asked, slot);
    if (good && step.compare) {
      compare_step(context, step, i, asked, preparation, stop, slot);
    }
  }
  // What an earlier step told may hold what a later one captured as a secret.
  for (Finding& finding : slot.result.findings) {
    slot.candidate->mask_again(finding);
  }
  slot.stopped = slot.stopped || stop.stop_requested();
  slot.completed = good && !slot.stopped;
  slot.result.duration = std::chrono::duration_cast<Micros>(steady_clock::now() - began);
}

void run_cleanup(std::stop_token stop, CheckRun& slot) {
  if (!slot.cleanup_due || !slot.candidate) {
    return;
  }
  slot.cleanup_due = false;
  Cleaned cleaned = clean_up(*slot.candidate, slot.check->cleanup, "this check", std::move(stop));
  slot.result.requests += cleaned.requests;
  for (Finding& finding : cleaned.findings) {
    slot.add(std::move(finding));
  }
}

void settle(CheckRun& slot) {
  CheckResult& result = slot.result;
  const Finding* unknown = nullptr;
  bool failed = slot.unreachable;
  bool missed = false;
  for (const Finding& finding : result.findings) {
    if (finding.undecided) {
      unknown = unknown == nullptr ? &finding : unknown;
    } else {
      failed = failed || finding.level == Level::kError;
      missed = missed || finding.level == Level::kWarning;
    }
  }
  result.reason.clear();
  if (failed) {
    result.outcome = Outcome::kFailed;
    result.reason = slot.unreachable ? "its target could not be reached and was given up" : "";
  } else if (slot.stopped) {
    result.outcome = Outcome::kUndecided;
    result.reason = "it was stopped before it had ended";
  } else if (unknown != nullptr) {
    result.outcome = Outcome::kUndecided;
    result.reason = unknown->message;
  } else if (!slot.completed && !missed) {
    result.outcome = Outcome::kUndecided;
    result.reason = "it did not end";
  } else {
    result.outcome = Outcome::kPassed;
  }
}

}  // namespace switchgate::exec
