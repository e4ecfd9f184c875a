#include "runner/exec/ready.h"

#include "checks/base/text.h"

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

// Does the answer show the state that `fail_if` names? Only if all of it holds.
bool known_bad(const expect::Expectations& fail_if, const Asked& asked, const RunContext& context) {
  if (fail_if.list.empty() || !asked.response) {
    return false;
  }
  return expect::judge(fail_if, *asked.response, context.started, *context.masker).findings.empty();
}

Result<expect::Expectations> compile_fail_if(const Ready& ready, const Scope& scope) {
  expect::Expectations compiled;
  if (ready.fail_if == nullptr) {
    return compiled;
  }
  const Result<tree::Node> filled = expand(*ready.fail_if, scope);
  if (!filled) {
    return filled.error();
  }
  tree::Problems problems;
  expect::compile(*filled, Level::kError, problems, compiled, expect::Stage::kFilledIn);
  return problems.empty() ? Result<expect::Expectations>(std::move(compiled))
                          : Result<expect::Expectations>(problems.errors().front());
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
  const Result<expect::Expectations> fail_if = compile_fail_if(ready, session.scope());
  if (!fail_if) {
    Finding finding = ready_finding(
        "target/not-ready",
        "`fail_if` does not hold together once it is filled in: " + fail_if.error().message, ready);
    session.complete(finding, ready.step, nullptr);
    return finding;
  }
  const auto deadline = steady_clock::now() + ready.within;
  int in_a_row = 0;
  Asked last;
  while (!stop.stop_requested()) {
    const auto began = steady_clock::now();
    last = session.ask_once(ready.step, stop);
    if (known_bad(*fail_if, last, context)) {
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
