// One check from its first request to its comparisons: what a worker does, and what
// it leaves in its slot.

#ifndef SWITCHGATE_RUNNER_EXEC_CHECK_RUN_H_
#define SWITCHGATE_RUNNER_EXEC_CHECK_RUN_H_

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "checks/model/run_report.h"
#include "checks/model/suite.h"
#include "runner/exec/measure.h"
#include "runner/exec/once_flow.h"
#include "runner/exec/options.h"
#include "runner/exec/reference.h"
#include "runner/exec/session.h"
#include "runner/exec/side.h"

namespace switchgate::exec {

// A suite with its sides filled in.
struct SuiteRun {
  const Suite* suite = nullptr;
  const Scope* scope = nullptr;
  // Of the target that is judged: one, or one for each address of `connect_to`.
  std::vector<std::unique_ptr<Side>> candidates;
  std::unique_ptr<Side> live;                 // to compare with; null when there is none
  std::vector<std::unique_ptr<Side>> others;  // further targets, for requests that name them
  std::unique_ptr<OnceFlows> flows;
  bool ready = true;  // false: it never became ready, its checks do not run

  Side& candidate() const { return *candidates.front(); }
  std::vector<Side*> all_sides() const;  // candidates first, then live
};

// What a job may use; shared by all jobs and never written by them.
struct JobContext {
  RunContext run;
  Asks asks;
  const Reference* reference = nullptr;  // a baseline; live, where there is one, decides
  bool recording = false;                // `record`: collect entries, compare nothing
};

// The slot of one check; or of the comparison that the rows of one check share, which
// asks nothing by itself and has no sessions.
struct CheckRun {
  const Check* check = nullptr;
  std::size_t instance = 0;  // of the candidate, that it asks: index into SuiteRun::candidates
  std::size_t rows = 0;      // of a shared comparison: how many there are
  CheckResult result;
  std::unique_ptr<Session> candidate;
  std::unique_ptr<Session> live;
  std::vector<std::unique_ptr<Endpoint>> endpoints;  // to be measured later
  std::vector<std::size_t> comparison_of;            // endpoint -> index into result.comparisons
  std::vector<Recorded> recorded;                    // `record`: what was seen
  std::vector<Recorded> unknown;                     // requests that the baseline does not know
  std::vector<const Waiver*> waivers;                // about this check and in force
  bool left_out = false;     // a miss kept a step, a comparison or expectations from being judged
  bool completed = false;    // every step was asked and was good
  bool unreachable = false;  // the candidate was given up: told once, for the whole run
  bool stopped = false;      // this program was told to stop while it ran
  bool cleanup_due = false;  // `finally` has not run yet
  bool not_run = false;      // outcome and reason say why: nothing to add up

  bool is_group() const { return rows > 0; }
  void add(Finding finding) { result.findings.push_back(std::move(finding)); }
};

// Has it a step to compare?
bool compares(const Check& check);

// Asks, judges and compares; everything but `finally` and what must be measured. `rows` is
// one check, which is its own `group`; or the rows of a check that compares. Those go
// through its steps together, so that a request is compared while all of them are where it
// was sent; what that gives goes to `group`, and a row that fails leaves the others alone.
void run_check(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
               std::stop_token stop, std::span<CheckRun> rows, CheckRun& group);

// `finally`: each step on its own, also after failures. A step that needs a capture
// which was never made is skipped with a note.
void run_cleanup(std::stop_token stop, CheckRun& slot);

// Marks the findings that a person has accepted, and tells the outcome that the others add
// up to. Call when nothing more can be found.
void settle(CheckRun& slot);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_CHECK_RUN_H_
