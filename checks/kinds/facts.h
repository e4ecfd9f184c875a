// What is expected of the facts that answer a question, compiled by the same matchers as
// for HTTP answers, and how facts are judged by it.

#ifndef SWITCHGATE_CHECKS_KINDS_FACTS_H_
#define SWITCHGATE_CHECKS_KINDS_FACTS_H_

#include <string_view>
#include <vector>

#include "checks/expect/expectations.h"
#include "checks/expect/matcher.h"
#include "checks/kinds/kinds.h"
#include "checks/model/question.h"

namespace switchgate::kinds {

struct Expectation {
  const FactRow* fact = nullptr;
  expect::MatcherPtr matcher;
  Level level = Level::kError;
  SourcePos pos;
  bool by_default = false;  // nobody wrote it: asked only of a fact that is there
};

struct Expectations {
  std::vector<Expectation> list;
};

// Reads the mapping `node` (fact -> matcher). Misses become findings of `level`. Every
// mistake is told.
void compile(const KindRow& kind, const tree::Node& node, Level level, tree::Problems& problems,
             Expectations& into, expect::Stage stage = expect::Stage::kWritten);

// Adds the kind's defaults in front, except where `into` has said otherwise: to be called
// behind `expect` and before `warn`.
void add_defaults(const KindRow& kind, SourcePos pos, Level level, Expectations& into);

// All that a check expects: `expect`, the defaults, `warn`; either mapping may be null.
Expectations compile_all(const KindRow& kind, const tree::Node* expect, const tree::Node* warn,
                         SourcePos pos, Level level, expect::Stage stage, tree::Problems& problems);

// Pure. `about` names what was asked: "db.internal:5432". Facts that are missing behind an
// error are a consequence of it, and not told again. Check and curl are left empty.
expect::Judged judge(const KindRow& kind, const Expectations& expectations, const Facts& facts,
                     std::string_view about, Instant now, const Masker& masker);

// The facts that go with every finding, as evidence; masked.
std::vector<Evidence> telling(const KindRow& kind, const Facts& facts, const Masker& masker);

}  // namespace switchgate::kinds

#endif  // SWITCHGATE_CHECKS_KINDS_FACTS_H_
