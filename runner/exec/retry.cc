// `retry:`: a step that is asked again until its answer is as expected.

#include <algorithm>

#include "checks/base/text.h"
#include "runner/exec/clock.h"
#include "runner/exec/known_bad.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

std::string attempts(std::size_t count, Micros took) {
  return std::to_string(count) + (count == 1 ? " attempt in " : " attempts in ") +
         format_duration(took);
}

}  // namespace

Asked Session::ask_until_good(const Step& step, std::stop_token stop) {
  const Retry& retry = *step.retry;
  const Result<KnownBad> known_bad = KnownBad::of(retry.fail_if.get(), scope());
  if (!known_bad) {
    Asked asked;
    Finding finding;
    finding.rule = "capture/unusable";
    finding.message = known_bad.error().message;
    finding.pos = known_bad.error().pos.known() ? known_bad.error().pos : retry.pos;
    complete(finding, step, nullptr);
    asked.findings.push_back(std::move(finding));
    return asked;
  }
  const auto began = steady_clock::now();
  const auto deadline = began + retry.within;
  std::chrono::duration<double, std::micro> pause = retry.every;
  std::size_t requests = 0;
  for (std::size_t attempt = 1;; ++attempt) {
    Asked asked = build_and_ask(step, Tries::kOnce, stop);
    requests += asked.requests;
    asked.requests = requests;
    const auto took = std::chrono::duration_cast<Micros>(steady_clock::now() - began);
    const auto tell = [&](std::string rule, Level level, std::string message) {
      Finding finding;
      finding.rule = std::move(rule);
      finding.level = level;
      finding.message = std::move(message);
      finding.pos = retry.pos;
      complete(finding, step, asked.request ? &*asked.request : nullptr);
      asked.findings.push_back(std::move(finding));
    };
    if (asked.good()) {
      if (attempt > 1) {
        tell("retry/flaky", Level::kNote,
             "as expected only after " + attempts(attempt, took) + '.');
      }
      return asked;
    }
    if (known_bad->shown_by(asked, context_)) {
      tell("retry/known-bad", Level::kError,
           "expected to become as asked, found the state that `fail_if` names after " +
               attempts(attempt, took) + '.');
      return asked;
    }
    const auto next = steady_clock::now() + std::chrono::duration_cast<Micros>(pause);
    pause = std::min<decltype(pause)>(pause * retry.backoff, retry.within);
    if (asked.cancelled || asked.given_up || next >= deadline || !sleep_until(next, stop)) {
      for (Finding& finding : asked.findings) {
        finding.evidence.push_back({"retried", attempts(attempt, took)});
      }
      return asked;
    }
  }
}

}  // namespace switchgate::exec
