#include "runner/exec/instances.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "checks/base/text.h"
#include "checks/kinds/kinds.h"
#include "checks/model/question.h"

namespace switchgate::exec {
namespace {

bool for_candidate(const Request& request) {
  return request.target == "candidate" && !request.is_absolute();
}

bool for_candidate(const Question& question) {
  switch (question.kind->whom) {
    case kinds::Whom::kTarget:
      return question.target == "candidate";
    case kinds::Whom::kNamed:  // what is filled in later may name it
      return question.subject.text == "candidate" ||
             question.subject.text.find("${") != std::string::npos;
    case kinds::Whom::kItself:
      return false;
  }
  return false;
}

bool any_for_candidate(const std::vector<Step>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step& step) { return for_candidate(step.request); });
}

// "on all 3 instances", "on 10.0.3.7:8443 and 10.0.3.9:8443".
std::string where(const std::vector<std::size_t>& on, const std::vector<std::string>& instances) {
  if (on.size() == instances.size()) {
    return "on " + (on.size() == 2 ? std::string("both") : "all " + std::to_string(on.size())) +
           " instances: ";
  }
  std::string text = "on ";
  for (std::size_t i = 0; i < on.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == on.size() ? " and " : ", ") + instances[on[i]];
  }
  return text + ": ";
}

bool same(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.level == b.level && a.undecided == b.undecided &&
         a.message == b.message && a.pos == b.pos && a.check == b.check && a.step == b.step &&
         a.path == b.path && a.accepted == b.accepted;
}

struct Told {
  Finding finding;
  std::vector<std::size_t> on;  // ascending
};

// Worse ones first.
constexpr std::array<Outcome, 4> kWorstFirst = {Outcome::kFailed, Outcome::kUndecided,
                                                Outcome::kSkipped, Outcome::kPassed};

// The results of one check, one an instance.
CheckResult fold_one(std::vector<CheckResult> of_each, const std::vector<std::string>& instances) {
  CheckResult whole = of_each.front();
  if (of_each.size() == 1) {
    return whole;
  }
  for (const Outcome outcome : kWorstFirst) {
    std::vector<std::size_t> on;
    for (std::size_t i = 0; i < of_each.size(); ++i) {
      if (of_each[i].outcome == outcome) {
        on.push_back(i);
      }
    }
    if (!on.empty()) {
      whole.outcome = outcome;
      whole.reason = of_each[on.front()].reason;
      std::erase_if(on, [&](std::size_t i) { return of_each[i].reason != whole.reason; });
      if (!whole.reason.empty()) {
        whole.reason = where(on, instances) + whole.reason;
      }
      break;
    }
  }
  whole.judged = whole.requests = 0;
  whole.duration = Micros(0);
  whole.comparisons.clear();
  whole.worked.clear();
  std::vector<std::vector<Finding>> findings;
  for (std::size_t i = 0; i < of_each.size(); ++i) {
    CheckResult& one = of_each[i];
    whole.judged += one.judged;
    whole.requests += one.requests;
    whole.duration += one.duration;
    whole.worked.insert(whole.worked.end(), one.worked.begin(), one.worked.end());
    for (ComparisonResult& comparison : one.comparisons) {
      comparison.instance = instances[i];
      whole.comparisons.push_back(std::move(comparison));
    }
    findings.push_back(std::move(one.findings));
  }
  whole.findings = told_once(std::move(findings), instances);
  return whole;
}

}  // namespace

bool asks_candidate(const Check& check) {
  return check.question ? for_candidate(*check.question)
                        : any_for_candidate(check.steps) || any_for_candidate(check.cleanup);
}

bool asks_candidate(const Plan& plan, const std::vector<std::size_t>& selected) {
  return std::any_of(selected.begin(), selected.end(), [&](std::size_t at) {
    const Check& check = plan.checks[at];
    const Suite& suite = plan.suites[check.suite];
    return asks_candidate(check) || (suite.ready && asks_candidate(*suite.ready)) ||
           std::any_of(check.flows.begin(), check.flows.end(), [&](std::size_t flow) {
             return any_for_candidate(suite.flows[flow].steps);
           });
  });
}

bool asks_candidate(const Ready& ready) { return for_candidate(ready.step.request); }

std::size_t instances_of(const SuiteRun& suite, const Check& check) {
  return asks_candidate(check) ? suite.candidates.size() : 1;
}

std::vector<std::string> names_of(const SuiteRun& suite) {
  std::vector<std::string> names;
  if (suite.candidates.size() > 1) {
    for (const auto& side : suite.candidates) {
      names.push_back(excerpt(side->instance, 80));
    }
  }
  return names;
}

std::vector<Finding> told_once(std::vector<std::vector<Finding>> of_each,
                               const std::vector<std::string>& instances) {
  if (instances.size() < 2) {
    return of_each.empty() ? std::vector<Finding>{} : std::move(of_each.front());
  }
  std::vector<Told> told;
  for (std::size_t i = 0; i < of_each.size(); ++i) {
    for (Finding& finding : of_each[i]) {
      const auto known = std::find_if(told.begin(), told.end(), [&](const Told& other) {
        return other.on.back() != i && same(other.finding, finding);
      });
      if (known != told.end()) {
        known->on.push_back(i);
      } else {
        told.push_back({std::move(finding), {i}});
      }
    }
  }
  std::vector<Finding> out;
  out.reserve(told.size());
  for (Told& one : told) {
    one.finding.message = where(one.on, instances) + one.finding.message;
    out.push_back(std::move(one.finding));
  }
  return out;
}

std::vector<CheckResult> fold(std::vector<CheckRun>& slots, const std::vector<SuiteRun>& suites) {
  struct Group {
    const SuiteRun* suite = nullptr;
    std::vector<CheckResult> of_each;
  };
  std::vector<Group> groups;
  std::map<std::string, std::size_t> index;  // of a check's id, which is unique in the run
  for (CheckRun& slot : slots) {
    const auto [at, is_new] = index.try_emplace(slot.result.id, groups.size());
    if (is_new) {
      groups.push_back({&suites[slot.check->suite], {}});
    }
    groups[at->second].of_each.push_back(std::move(slot.result));
  }
  std::vector<CheckResult> results;
  results.reserve(groups.size());
  for (Group& group : groups) {
    results.push_back(fold_one(std::move(group.of_each), names_of(*group.suite)));
  }
  return results;
}

}  // namespace switchgate::exec
