#include "checks/verdict.h"

#include <algorithm>
#include <array>
#include <csignal>

#include "checks/base/text.h"

namespace switchgate {
namespace {

// Undecided for want of samples or history, not for want of an answer.
constexpr std::array<std::string_view, 5> kOpenable = {"latency/too-few-samples", "latency/noisy",
                                                       "latency/not-calibrated",
                                                       "shape/no-evidence", "baseline/missing"};

struct Tally {
  std::size_t closing = 0;   // findings or outcomes that close the gate
  std::size_t unknown = 0;   // what could not be told, and no policy may pass over
  std::size_t openable = 0;  // what could not be told, and --on-undecided=open may pass over
  std::size_t judged = 0;
  std::string first_unknown;  // which check, or which finding of the run

  void add_unknown(std::string_view what) {
    if (unknown++ == 0) {
      first_unknown = what;
    }
  }
};

// What a ballot's marks say about it.
struct Told {
  bool closing = false;
  bool undecided = false;
};

// `check` is whose marks they are; empty: the run's.
Told count_marks(const std::vector<Mark>& marks, std::string_view check, const Policy& policy,
                 Tally& tally) {
  Told told;
  for (const Mark& mark : marks) {
    if (mark.undecided) {
      told.undecided = true;
      if (openable(mark.rule)) {
        ++tally.openable;
      } else {
        tally.add_unknown(check.empty() ? mark.rule : check);
      }
    } else if (mark.level >= policy.fail_on) {
      told.closing = true;
      ++tally.closing;
    }
  }
  return told;
}

// An outcome counts by itself only where no mark has told it already.
void count_ballot(const Ballot& ballot, const Policy& policy, Tally& tally) {
  const Told told = count_marks(ballot.marks, ballot.check, policy, tally);
  tally.judged += ballot.judged;
  switch (ballot.outcome) {
    case Outcome::kFailed:
      tally.closing += told.closing ? 0 : 1;
      break;
    case Outcome::kPassed:
      // A pass that judged nothing is no evidence.
      if (ballot.judged == 0) {
        tally.add_unknown(ballot.check);
      }
      break;
    case Outcome::kSkipped:
      tally.add_unknown(ballot.check);
      break;
    case Outcome::kUndecided:
      // Undecided only for openable reasons still needs something judged.
      if (!told.undecided || ballot.judged == 0) {
        tally.add_unknown(ballot.check);
      }
      break;
  }
}

std::string count_of(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

// "1 answer is missing: that of 'shop/cart'", "3 answers are missing, first that of 'shop/cart'".
std::string missing_answers(const Tally& tally) {
  const std::string first = excerpt(tally.first_unknown, 80);
  const bool one = tally.unknown == 1;
  return count_of(tally.unknown, "answer is", "answers are") + " missing" +
         (first.empty() ? "" : (one ? ": that of '" : ", first that of '") + first + '\'');
}

}  // namespace

std::string_view name_of(Gate gate) {
  switch (gate) {
    case Gate::kClosed:
      return "closed";
    case Gate::kUndecided:
      return "undecided";
    case Gate::kOpen:
      return "open";
  }
  return "undecided";
}

bool openable(std::string_view rule) {
  return std::find(kOpenable.begin(), kOpenable.end(), rule) != kOpenable.end();
}

Verdict decide(std::span<const Ballot> ballots, const RunFacts& facts, const Policy& policy) {
  Tally tally;
  count_marks(facts.marks, {}, policy, tally);
  for (const Ballot& ballot : ballots) {
    count_ballot(ballot, policy, tally);
  }

  if (facts.signal != 0) {
    return {Gate::kUndecided, 128 + facts.signal,
            facts.signal == SIGINT ? "interrupted before every check had ended"
                                   : "terminated before every check had ended",
            false};
  }
  if (tally.closing > 0) {
    return {Gate::kClosed, 1,
            count_of(tally.closing, "reason", "reasons") + " to keep the gate closed", false};
  }

  std::string why;
  if (facts.internal_error) {
    why = "an internal error";
  } else if (facts.deadline_reached) {
    why = "the run's deadline was reached";
  } else if (facts.empty_shard && facts.selected == 0 && ballots.empty() && tally.unknown == 0 &&
             tally.openable == 0) {
    return {Gate::kOpen, 0, "every check fell to another shard", false};
  } else if (tally.judged == 0) {
    why = "nothing was judged";
  } else if (ballots.size() < facts.selected) {
    why = count_of(facts.selected - ballots.size(), "check is", "checks are") + " missing";
  } else if (tally.unknown > 0) {
    why = missing_answers(tally);
  }
  const bool hard = !why.empty();
  if (!hard && tally.openable == 0) {
    return {Gate::kOpen, 0, "every selected check passed", false};
  }
  if (why.empty()) {
    why = count_of(tally.openable, "comparison", "comparisons") + " could not be decided";
  }
  switch (policy.on_undecided) {
    case OnUndecided::kClosed:
      return {Gate::kClosed, 1, why + " (--on-undecided=closed)", false};
    case OnUndecided::kOpen:
      if (!hard) {
        return {Gate::kOpen, 0, why + " (--on-undecided=open)", true};
      }
      break;
    case OnUndecided::kUndecided:
      break;
  }
  return {Gate::kUndecided, 3, why, false};
}

}  // namespace switchgate
