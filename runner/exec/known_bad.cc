#include "runner/exec/known_bad.h"

namespace switchgate::exec {

KnownBad::KnownBad(const tree::Node* fail_if, const Scope& scope) {
  if (fail_if == nullptr) {
    return;
  }
  tree::Problems problems;
  if (const Result<tree::Node> filled = expand(*fail_if, scope)) {
    expect::compile(*filled, Level::kError, problems, state_, expect::Stage::kFilledIn);
  }
}

bool KnownBad::shown_by(const Asked& asked, const RunContext& context) const {
  return !state_.list.empty() && asked.response &&
         expect::judge(state_, *asked.response, context.started, *context.masker).findings.empty();
}

}  // namespace switchgate::exec
