#include "runner/exec/ready.h"

#include <exception>
#include <optional>
#include <thread>
#include <utility>

#include "checks/base/text.h"
#include "runner/exec/instances.h"
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

std::optional<Finding> wait_for_one(const RunContext& context, const SuiteRun& suite,
                                    Side& candidate, probe::Probe& probe, std::stop_token stop) {
  const Ready& ready = *suite.suite->ready;
  Check check;  // lends its name to the findings
  check.id = "ready";
  check.pos = ready.pos;
  Session session(context, *suite.suite, *suite.scope, check, candidate, probe);
  const std::string& name = session.side_of(ready.step).name;
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
      Finding finding = ready_finding(
          "target/known-bad",
          name + " answers with the state that `fail_if` names: " + last_words(last), ready);
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
                                  name + " did not become ready within " +
                                      format_duration(ready.within) + ": " + last_words(last),
                                  ready);
  session.complete(finding, ready.step, last.request ? &*last.request : nullptr);
  return finding;
}

}  // namespace

std::vector<Finding> wait_until_ready(
    const RunContext& context, const SuiteRun& suite,
    const std::function<std::unique_ptr<probe::Probe>()>& make_probe, const std::stop_token& stop) {
  const std::size_t instances = asks_candidate(*suite.suite->ready) ? suite.candidates.size() : 1;
  std::vector<std::vector<Finding>> found(instances);
  std::vector<std::exception_ptr> thrown(instances);
  const auto wait_for = [&](std::size_t i) {
    try {
      const auto probe = make_probe();
      if (auto finding = wait_for_one(context, suite, *suite.candidates[i], *probe, stop)) {
        found[i].push_back(*std::move(finding));
      }
    } catch (...) {
      thrown[i] = std::current_exception();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < instances; ++i) {
    threads.emplace_back(wait_for, i);
  }
  wait_for(0);
  threads.clear();
  for (const std::exception_ptr& exception : thrown) {
    if (exception) {
      std::rethrow_exception(exception);
    }
  }
  return instances == 1 ? std::move(found.front()) : told_once(std::move(found), names_of(suite));
}

}  // namespace switchgate::exec
