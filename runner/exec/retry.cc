// `retry:`: a step that is asked again until its answer is as expected.

#include <utility>

#include "runner/exec/known_bad.h"
#include "runner/exec/rhythm.h"

namespace switchgate::exec {

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
  Rhythm rhythm(retry);
  std::size_t requests = 0;
  while (true) {
    Asked asked = build_and_ask(step, Tries::kOnce, stop);
    requests += asked.requests;
    asked.requests = requests;
    const auto tell = [&](std::string rule, Level level, std::string message) {
      Finding finding;
      finding.rule = std::move(rule);
      finding.level = level;
      finding.message = std::move(message);
      finding.pos = retry.pos;
      complete(finding, step, asked.request ? &*asked.request : nullptr);
      asked.findings.push_back(std::move(finding));
    };
    // Also when all else is as expected: a job that has failed answers 200 too.
    if (known_bad->shown_by(asked, context_)) {
      tell("retry/known-bad", Level::kError,
           "expected to become as asked, found the state that `fail_if` names after " +
               rhythm.so_far() + '.');
      return asked;
    }
    if (asked.as_expected(check_.level)) {
      if (rhythm.attempts() > 1) {
        tell("retry/flaky", Level::kNote, "as expected only after " + rhythm.so_far() + '.');
      }
      return asked;
    }
    const std::string so_far = rhythm.so_far();
    if (asked.cancelled || asked.given_up || !rhythm.wait(stop)) {
      for (Finding& finding : asked.findings) {
        finding.evidence.push_back({"retried", so_far});
      }
      return asked;
    }
  }
}

}  // namespace switchgate::exec
