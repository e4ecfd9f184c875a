// `expect:` and `warn:`: mistakes are found while loading, also where a capture
// has to be filled in later.

#include <memory>
#include <utility>

#include "checks/expect/expectations.h"
#include "runner/suite/expectations.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;
using Shared = std::shared_ptr<const Node>;

}  // namespace

Shared take_expectations(Fields& fields, std::string_view key, const Surroundings& around,
                         Context& context, bool& sound) {
  const Node* node = fields.map(key);
  if (node == nullptr) {
    sound = sound && !fields.has(key);
    return nullptr;
  }
  if (node->entries.empty()) {
    context.problems.add(fields.pos(key), '\'' + std::string(key) +
                                              "' is empty: it expects nothing; "
                                              "say what, or remove it");
    sound = false;
    return nullptr;
  }
  sound = check_references(*node, around.names, context) && sound;
  return std::make_shared<const Node>(*node);
}

std::optional<Shared> fill_in_expectations(const Shared& node, const Surroundings& around) {
  if (node == nullptr || is_literal(*node)) {
    return node;
  }
  if (!known_at_load(*node, around.names)) {
    return std::nullopt;
  }
  auto filled = expand(*node, around.scope);
  return filled ? std::optional<Shared>(std::make_shared<const Node>(std::move(*filled)))
                : std::nullopt;
}

expect::Expectations compile_expectations(const Node* expect, const Node* warn,
                                          const Request& request, Level level, expect::Stage stage,
                                          tree::Problems& problems) {
  expect::Expectations compiled;
  if (expect != nullptr) {
    expect::compile(*expect, level, problems, compiled, stage);
  }
  expect::add_default_status(request.pos, level, compiled);
  if (std::holds_alternative<GraphqlBody>(request.body)) {
    expect::add_sound_graphql_answer(request.pos, level, compiled);
  }
  if (warn != nullptr) {
    expect::compile(*warn, Level::kWarning, problems, compiled, stage);
  }
  return compiled;
}

void read_expectations(Fields& fields, Level level, const Surroundings& around, Context& context,
                       Step& step) {
  bool sound = true;
  step.expect = take_expectations(fields, "expect", around, context, sound);
  step.warn = take_expectations(fields, "warn", around, context, sound);
  const auto expect = fill_in_expectations(step.expect, around);
  const auto warn = fill_in_expectations(step.warn, around);
  const bool complete = sound && expect && warn;
  const auto stage = complete ? expect::Stage::kFilledIn : expect::Stage::kWritten;
  const Node* expect_node = complete ? expect->get() : step.expect.get();
  const Node* warn_node = complete ? warn->get() : step.warn.get();
  auto compiled =
      compile_expectations(expect_node, warn_node, step.request, level, stage, context.problems);
  if (complete) {
    step.compiled = std::make_shared<const expect::Expectations>(std::move(compiled));
    // Nobody reads them again, and of 10,000 checks they are tens of megabytes.
    step.expect.reset();
    step.warn.reset();
  }
}

bool compile_for_row(Step& step, Level level, const Surroundings& around,
                     tree::Problems& problems) {
  const auto expect = fill_in_expectations(step.expect, around);
  const auto warn = fill_in_expectations(step.warn, around);
  if (!expect || !warn) {
    return false;
  }
  auto compiled = compile_expectations(expect->get(), warn->get(), step.request, level,
                                       expect::Stage::kFilledIn, problems);
  if (!problems.empty()) {
    return false;
  }
  step.compiled = std::make_shared<const expect::Expectations>(std::move(compiled));
  step.expect.reset();
  step.warn.reset();
  return true;
}

Shared read_expectation_map(Fields& fields, std::string_view key, Level level,
                            const Surroundings& around, Context& context) {
  bool sound = true;
  Shared map = take_expectations(fields, key, around, context, sound);
  if (map != nullptr) {
    const auto filled = sound ? fill_in_expectations(map, around) : std::nullopt;
    expect::Expectations compiled;
    expect::compile(filled ? **filled : *map, level, context.problems, compiled,
                    filled ? expect::Stage::kFilledIn : expect::Stage::kWritten);
  }
  return map;
}

}  // namespace switchgate
