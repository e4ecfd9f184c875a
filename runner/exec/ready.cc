#include "runner/exec/ready.h"

#include "checks/base/text.h"
#include "runner/exec/known_bad.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

Finding ready_finding(std::string rule, std::string message, const Ready& ready) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.message = std::move(message);
  finding.pos = ready.pos;
  return finding;
}

std::string last_words(const Asked& last) {
  if (!last.findings.empty()) {
    return last.findings.front().message;
  }
  return last.response ? "the last answers were good, but not enough of them in a row."
                       : "there was no answer.";
}

}  // namespace

std::optional<Finding> wait_until_ready(const RunContext& context, SuiteRun& suite,
                                        probe::Probe& probe, std::stop_token stop) {
  const Ready& ready = *suite.suite->ready;
  Check check;  // lends its name to the findings
  check.id = "ready";
  check.pos = ready.pos;
  Session session(context, *suite.suite, *suite.scope, check, *suite.candidate, probe);
  const Result<KnownBad> known_bad = KnownBad::of(ready.fail_if.get(), session.scope());
  if (!known_bad) {
    Finding finding = ready_finding("target/not-ready", known_bad.error().message, ready);
    session.complete(finding, ready.step, nullptr);
    return finding;
  }
  const auto deadline = steady_clock::now() + ready.within;
  int in_a_row = 0;
  Asked last;
  while (!stop.stop_requested()) {
    const auto began = steady_clock::now();
    last = session.ask_once(ready.step, stop);
    if (known_bad->shown_by(last, context)) {
      Finding finding =
          ready_finding("target/known-bad",
                        suite.candidate->name +
                            " answers with the state that `fail_if` names: " + last_words(last),
                        ready);
      session.complete(finding, ready.step, &*last.request);
      return finding;
    }
    in_a_row = last.good() ? in_a_row + 1 : 0;
    if (in_a_row >= ready.consecutive) {
      return std::nullopt;
    }
    const auto next = began + ready.every;
    if (next >= deadline) {
      break;
    }
    if (!sleep_until(next, stop)) {
      return std::nullopt;
    }
  }
  if (stop.stop_requested()) {
    return std::nullopt;
  }
  Finding finding = ready_finding("target/not-ready",
                                  suite.candidate->name + " did not become ready within " +
                                      format_duration(ready.within) + ": " + last_words(last),
                                  ready);
  session.complete(finding, ready.step, last.request ? &*last.request : nullptr);
  return finding;
}

}  // namespace switchgate::exec
