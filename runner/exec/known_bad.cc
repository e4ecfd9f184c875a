#include "runner/exec/known_bad.h"

namespace switchgate::exec {
namespace {

Error broken(const Error& error) {
  return {"`fail_if` does not hold together once it is filled in: " + error.message, error.pos};
}

}  // namespace

Result<KnownBad> KnownBad::of(const tree::Node* fail_if, const Scope& scope) {
  KnownBad known_bad;
  if (fail_if == nullptr) {
    return known_bad;
  }
  const Result<tree::Node> filled = expand(*fail_if, scope);
  if (!filled) {
    return broken(filled.error());
  }
  tree::Problems problems;
  expect::compile(*filled, Level::kError, problems, known_bad.state_, expect::Stage::kFilledIn);
  return problems.empty() ? Result<KnownBad>(std::move(known_bad))
                          : Result<KnownBad>(broken(problems.errors().front()));
}

bool KnownBad::shown_by(const Asked& asked, const RunContext& context) const {
  return !state_.list.empty() && asked.response &&
         expect::judge(state_, *asked.response, context.started, *context.masker).findings.empty();
}

}  // namespace switchgate::exec
