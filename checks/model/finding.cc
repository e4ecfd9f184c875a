#include "checks/model/finding.h"

#include "checks/base/sha256.h"

namespace switchgate {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kNote:
      return "note";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kUndecided:
      return "undecided";
    case Outcome::kSkipped:
      return "skipped";
  }
  return "undecided";
}

std::string fingerprint_of(const Finding& finding) {
  // The lengths keep ("a", "bc") apart from ("ab", "c").
  std::string key;
  for (const std::string* part : {&finding.rule, &finding.check, &finding.step, &finding.path}) {
    key += std::to_string(part->size()) + ':' + *part;
  }
  return sha256_hex(key).substr(0, 32);
}

}  // namespace switchgate
