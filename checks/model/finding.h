// One thing that was found, told so that a person can act on it.

#ifndef SWITCHGATE_CHECKS_MODEL_FINDING_H_
#define SWITCHGATE_CHECKS_MODEL_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/source_pos.h"

namespace switchgate {

enum class Level : std::uint8_t { kNote, kWarning, kError };
enum class Outcome : std::uint8_t { kPassed, kFailed, kUndecided, kSkipped };

std::string_view name_of(Level level);      // "note", "warning", "error"
std::string_view name_of(Outcome outcome);  // "passed", "failed", "undecided", "skipped"

// A labelled fact: {"expected", "200"}, {"live", "present in 6 of 6 samples"}.
struct Evidence {
  std::string label;
  std::string value;  // one line, at most 200 bytes, control characters escaped
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// Why a finding does not count: a person accepted it beforehand, with a reason.
struct Acceptance {
  bool planned = false;         // by `expected:`, a change of this release; else by a waiver
  Level level = Level::kError;  // of the finding, had nobody accepted it
  std::string reason;
  std::string owner;    // may be empty
  std::string expires;  // "2026-12-31", the last day; empty: it does not
  friend bool operator==(const Acceptance&, const Acceptance&) = default;
};

struct Finding {
  std::string rule;  // "http/status", "shape/property-removed": an id of checks/rules
  Level level = Level::kError;
  bool undecided = false;  // "we could not tell", not "it is wrong": makes its check undecided
  std::string message;     // the first sentence stands alone: expected, found, where
  SourcePos pos;           // of the very expectation
  std::string check;  // full id of the check: "suite/check", "check"; empty: the run as a whole
  std::string
      step;  // which request of a flow, e.g. "put /carts/${cart}/items"; empty for a single one
  std::string
      path;  // where in the answer: a JSONPath, a header's name, a phase. Part of the fingerprint
  std::vector<Evidence> evidence;
  std::string curl;         // how to see it again, ready to paste; secrets as "$NAME"
  std::string fingerprint;  // stable over runs; see fingerprint_of
  std::optional<Acceptance> accepted = {};  // then its level is a note's and it closes nothing
};

// 32 hexadecimal digits of rule, check, step and path: no measured number, so that
// the same defect has the same fingerprint in the next run.
std::string fingerprint_of(const Finding& finding);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_FINDING_H_
