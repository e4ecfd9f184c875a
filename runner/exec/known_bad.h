// The state that `fail_if:` names: it ends waiting at once.

#ifndef SWITCHGATE_RUNNER_EXEC_KNOWN_BAD_H_
#define SWITCHGATE_RUNNER_EXEC_KNOWN_BAD_H_

#include "checks/base/result.h"
#include "checks/expect/expectations.h"
#include "runner/exec/session.h"

namespace switchgate::exec {

class KnownBad {
 public:
  // `fail_if` may be null: then nothing is known to be bad. The error says that it does
  // not hold together once it is filled in.
  static Result<KnownBad> of(const tree::Node* fail_if, const Scope& scope);
  // Only if all of `fail_if` holds.
  bool shown_by(const Asked& asked, const RunContext& context) const;

 private:
  expect::Expectations state_;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_KNOWN_BAD_H_
