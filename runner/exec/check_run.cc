#include "runner/exec/check_run.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/waivers.h"
#include "runner/exec/cleanup.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/live_answer.h"
#include "runner/exec/question.h"
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
    Side& side = slot.candidate->side();
    OnceFlow& flow = suite.flows->of(index, side);
    const FlowState state = flow.need(context.run, *suite.suite, *suite.scope, side, probe, stop);
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
        reason_ = "the step `" + step.request.title() + "` before it" +
                  (step.request.target == "candidate" ? kUnsafe : kUnsafeElsewhere);
        break;
      }
      Asked asked = slot_.live->ask(step, stop);
      slot_.result.requests += asked.requests;
      slot_.stopped = slot_.stopped || asked.cancelled;
      if (!is_reference(asked, slot_) || asked.accepted()) {
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
  static constexpr const char* kUnsafeElsewhere =
      " is not safe, and preparing live would send it to its target once more; say `safe: true` "
      "there if it changes nothing";

  // The flows that run once.
  void begin(const std::stop_token& stop) {
    for (; begun_ < slot_.check->flows.size() && ok_; ++begun_) {
      Side& side = slot_.live->side();
      OnceFlow& flow = suite_.flows->of(slot_.check->flows[begun_], side);
      const std::string name = "the flow `" + excerpt(flow.flow().name, 60) + "` before it";
      if (!all_safe(flow.flow().steps)) {
        ok_ = false;
        reason_ = name + kUnsafe;
        break;
      }
      const FlowState state =
          flow.need(context_.run, *suite_.suite, *suite_.scope, side, probe_, stop);
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

Finding no_reference(const std::string& rule, const std::string& message, const Step& step) {
  Finding finding;
  finding.rule = rule;
  finding.undecided = true;
  finding.message = message;
  finding.pos = step.compare->pos;
  return finding;
}

// Where there is neither a live side nor a baseline.
class NothingToCompareWith final : public Comparison {
 public:
  using Comparison::Comparison;

  void add(CheckRun& row, const Asked&) override {
    Finding finding =
        no_reference("baseline/missing",
                     "there is nothing to compare with: give --live URL, or record a baseline with "
                     "`switchgate record --baseline FILE` and pass it with --baseline FILE.",
                     step());
    complete(finding, step(), nullptr, *row.candidate, group_);
    leave_out(row, std::move(finding));
  }

 protected:
  void judge() override {}
};

// How a step is compared; null when that is not asked.
std::unique_ptr<Comparison> comparison_of(const JobContext& context, const SuiteRun& suite,
                                          std::size_t step, const std::stop_token& stop,
                                          CheckRun& group) {
  if (!group.check->steps[step].compare) {
    return nullptr;
  }
  if (context.recording) {
    // A baseline has one entry a request: the first instance's.
    if (group.instance > 0) {
      return nullptr;
    }
    return record_step(context, step, stop, group);
  }
  if (!context.asks.any()) {
    return nullptr;
  }
  if (suite.live) {
    return compare_with_live(context, step, stop, group);
  }
  if (context.reference != nullptr) {
    return compare_with_baseline(context, step, stop, group);
  }
  return std::make_unique<NothingToCompareWith>(context, step, stop, group);
}

// One check, or one row, on its way through the steps.
class Way {
 public:
  Way(const JobContext& context, SuiteRun& suite, probe::Probe& probe, const std::stop_token& stop,
      CheckRun& slot)
      : slot_(slot), preparation_(context, suite, probe, slot) {
    const Check& check = *slot.check;
    slot.candidate =
        std::make_unique<Session>(context.run, *suite.suite, *suite.scope, check,
                                  *suite.candidates[slot.instance], probe, slot.waivers);
    if (suite.live && compares(check)) {
      slot.live = std::make_unique<Session>(context.run, *suite.suite, *suite.scope, check,
                                            *suite.live, probe, slot.waivers);
    }
    good_ = begin_with_flows(context, suite, probe, stop, slot);
    slot.cleanup_due = good_ && !check.cleanup.empty();
  }

  bool good() const { return good_; }

  // Asks the step, and hands a good answer to its comparison when there is one; so it does
  // an answer whose misses are accepted or mere warnings. Was it compared?
  bool ask(std::size_t index, Comparison* comparison, CheckRun& group,
           const std::stop_token& stop) {
    const auto began = steady_clock::now();
    const Step& step = slot_.check->steps[index];
    Asked asked = slot_.candidate->ask(step, stop);
    good_ = asked.leads_on();
    const bool compared = comparison != nullptr && asked.good();
    slot_.left_out = slot_.left_out || asked.elsewhere || (comparison != nullptr && !compared) ||
                     (!good_ && index + 1 < slot_.check->steps.size());
    slot_.unreachable = slot_.unreachable || asked.given_up;
    take_over(asked, slot_);
    if (compared) {
      compare(step, index, asked, *comparison, group, stop);
    }
    slot_.result.duration += std::chrono::duration_cast<Micros>(steady_clock::now() - began);
    return compared;
  }

  void end(const std::stop_token& stop) {
    // What an earlier step told may hold what a later one captured as a secret.
    for (Finding& finding : slot_.result.findings) {
      slot_.candidate->mask_again(finding);
    }
    slot_.stopped = slot_.stopped || stop.stop_requested();
    slot_.completed = good_ && !slot_.stopped;
  }

  // A finding of all rows may show what this one captured as a secret.
  void mask(CheckRun& group) const {
    for (Finding& finding : group.result.findings) {
      slot_.candidate->mask_again(finding);
    }
  }

 private:
  void compare(const Step& step, std::size_t index, const Asked& asked, Comparison& comparison,
               CheckRun& group, const std::stop_token& stop) {
    if (!slot_.live || preparation_.up_to(index, stop)) {
      comparison.add(slot_, asked);
      preparation_.count_asked();
    } else if (!slot_.stopped) {
      const Health& health = slot_.live->side().health;
      Finding finding =
          health.degraded()
              ? no_reference("live/degraded", health.why(), step)
              : no_reference(
                    "compare/no-reference",
                    "this step cannot be compared with live: " + preparation_.reason() + ".", step);
      complete(finding, step, nullptr, *slot_.candidate, group);
      comparison.leave_out(slot_, std::move(finding));
    }
  }

  CheckRun& slot_;
  LivePreparation preparation_;
  bool good_ = true;
};

void tell_fewer_rows(const Step& step, std::size_t compared, const CheckRun& row, CheckRun& group) {
  if (!group.is_group() || compared == group.rows || group.stopped) {
    return;
  }
  Finding finding;
  finding.rule = "compare/fewer-rows";
  finding.level = Level::kNote;
  finding.message = "only " + std::to_string(compared) + " of " + std::to_string(group.rows) +
                    " rows were compared: the others do not meet their own expectations.";
  finding.pos = step.compare->pos;
  complete(finding, step, nullptr, *row.candidate, group);
  group.add(std::move(finding));
}

void end_group(std::size_t compared, const std::stop_token& stop, CheckRun& group) {
  group.stopped = group.stopped || stop.stop_requested();
  group.completed = !group.stopped;
  CheckResult& result = group.result;
  if (compared == 0 && !group.stopped) {
    result.outcome = Outcome::kSkipped;
    result.reason = "none of its rows met its own expectations, so there was nothing to compare";
    group.not_run = true;
  } else if (result.judged == 0 && group.endpoints.empty()) {
    // That the other side does not know the request yet is an answer too; what could not be
    // told is an undecided finding.
    result.judged = 1;
  }
}

}  // namespace

std::vector<Side*> SuiteRun::all_sides() const {
  std::vector<Side*> sides;
  for (const auto* list : {&candidates, &others}) {
    for (const auto& side : *list) {
      sides.push_back(side.get());
    }
    if (list == &candidates && live) {
      sides.push_back(live.get());
    }
  }
  return sides;
}

bool compares(const Check& check) {
  for (const Step& step : check.steps) {
    if (step.compare) {
      return true;
    }
  }
  return false;
}

void run_check(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
               std::stop_token stop, std::span<CheckRun> rows, CheckRun& group) {
  if (group.check->question) {
    run_question(context, suite, probe, stop, group);
    return;
  }
  std::vector<Way> ways;
  ways.reserve(rows.size());
  for (CheckRun& row : rows) {
    ways.emplace_back(context, suite, probe, stop, row);
  }
  std::size_t most_compared = 0;
  for (std::size_t i = 0; i < group.check->steps.size() && !stop.stop_requested(); ++i) {
    const auto comparison = comparison_of(context, suite, i, stop, group);
    std::size_t compared = 0;
    for (Way& way : ways) {
      if (way.good() && !stop.stop_requested()) {
        compared += way.ask(i, comparison.get(), group, stop) ? 1 : 0;
      }
    }
    if (comparison && compared > 0) {
      const auto began = steady_clock::now();
      comparison->finish();
      group.result.duration += std::chrono::duration_cast<Micros>(steady_clock::now() - began);
      tell_fewer_rows(group.check->steps[i], compared, rows.front(), group);
      most_compared = std::max(most_compared, compared);
    }
  }
  for (Way& way : ways) {
    way.mask(group);
    way.end(stop);
  }
  if (group.is_group()) {
    end_group(most_compared, stop, group);
  }
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
  accept(slot.waivers, result.findings);
  const Finding* unknown = nullptr;
  bool failed = slot.unreachable;
  bool missed = false;
  bool accepted = false;
  for (const Finding& finding : result.findings) {
    if (finding.undecided) {
      unknown = unknown == nullptr ? &finding : unknown;
    } else {
      failed = failed || finding.level == Level::kError;
      missed = missed || finding.level == Level::kWarning;
    }
    accepted = accepted || finding.accepted;
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
  } else if (slot.left_out) {
    // A miss that closes nothing must not open what it kept from being asked.
    result.outcome = Outcome::kUndecided;
    result.reason = accepted ? "what an accepted failure kept from being asked is not known"
                             : "what its warning kept from being asked is not known";
  } else if (!slot.completed && !missed && !accepted) {
    result.outcome = Outcome::kUndecided;
    result.reason = "it did not end";
  } else {
    result.outcome = Outcome::kPassed;
  }
}

}  // namespace switchgate::exec
