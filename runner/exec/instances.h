// Several instances of the candidate behind one name: which checks ask each of them, and
// how what was found on them is told as one result.

#ifndef SWITCHGATE_RUNNER_EXEC_INSTANCES_H_
#define SWITCHGATE_RUNNER_EXEC_INSTANCES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checks/model/finding.h"
#include "checks/model/run_report.h"
#include "checks/model/suite.h"
#include "runner/exec/check_run.h"

namespace switchgate::exec {

// Is one of its requests, or its question, for the candidate?
bool asks_candidate(const Check& check);
bool asks_candidate(const Ready& ready);
// Does one of the `selected` (indices into the plan's checks), a flow that it uses or the
// `ready` of its suite?
bool asks_candidate(const Plan& plan, const std::vector<std::size_t>& selected);

// How often the check is run: once for each instance of the candidate that it asks; once
// when it asks none of them.
std::size_t instances_of(const SuiteRun& suite, const Check& check);

// "10.0.3.7:8443" of each instance; empty when there is only one.
std::vector<std::string> names_of(const SuiteRun& suite);

// What each instance showed, as one list: the same finding is told once and says on which
// instances it was seen. With one list, that list.
std::vector<Finding> told_once(std::vector<std::vector<Finding>> of_each,
                               const std::vector<std::string>& instances);

// One result a check, in the order of the suites. It is as bad as the worst of its
// instances: failed, else undecided, else skipped, else passed. Takes the slots' results.
std::vector<CheckResult> fold(std::vector<CheckRun>& slots, const std::vector<SuiteRun>& suites);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_INSTANCES_H_
