// The verdict: one pure function from what was found to open, closed or undecided.
//
// One law holds for every input: taking evidence away, or making it worse, never
// turns a gate open that was not. Unknown is never a pass.

#ifndef SWITCHGATE_CHECKS_VERDICT_H_
#define SWITCHGATE_CHECKS_VERDICT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/finding.h"

namespace switchgate {

enum class Gate : std::uint8_t { kClosed, kUndecided, kOpen };

std::string_view name_of(Gate gate);  // "closed", "undecided", "open"

enum class OnUndecided : std::uint8_t { kUndecided, kClosed, kOpen };

struct Policy {
  Level fail_on = Level::kError;
  OnUndecided on_undecided = OnUndecided::kUndecided;
};

// What a finding means to the verdict.
struct Mark {
  std::string_view rule;
  Level level = Level::kError;
  bool undecided = false;
};

// What one selected check brings. The default is a check that never ran.
struct Ballot {
  Outcome outcome = Outcome::kUndecided;
  std::size_t judged = 0;        // expectations and comparisons that were really judged
  std::vector<Mark> marks = {};  // its findings
  std::string_view check = {};   // its id, to say what is meant; must outlive decide()
};

// What happened to the run as a whole.
struct RunFacts {
  std::size_t selected = 0;  // checks that were asked for: a missing ballot is missing evidence
  int signal = 0;            // SIGINT, SIGTERM, or 0
  bool deadline_reached = false;  // --deadline
  bool internal_error = false;
  bool empty_shard = false;      // all checks fell to other shards, which have the evidence
  std::vector<Mark> marks = {};  // findings of the run that belong to no check
};

struct Verdict {
  Gate gate = Gate::kUndecided;
  int exit_code = 3;              // 0, 1, 3, 130 or 143; 2 never comes from a run
  std::string reason;             // one sentence that says why
  bool opened_by_policy = false;  // --on-undecided=open let it pass: reporters warn
};

// May --on-undecided=open pass over an undecided finding of this rule?
bool openable(std::string_view rule);

// Precedence: a signal (130, 143), then closed, then undecided, then open.
Verdict decide(std::span<const Ballot> ballots, const RunFacts& facts, const Policy& policy);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_VERDICT_H_
