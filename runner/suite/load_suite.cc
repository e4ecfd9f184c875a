// A whole suite file, part by part.

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

void read_name(Fields& fields, Context& context) {
  const auto name = fields.string("name");
  if (!name) {
    return;
  }
  context.suite.name = *name;
  if (name->empty() || name->find_first_of("/=:?") != std::string::npos) {
    tell_expected(*fields.take("name"), "name", "a text without / = : ?", context);
  }
}

void read_defaults(const Node& node, Context& context) {
  Fields fields(node, "defaults", context.problems);
  if (const auto timeout = take_positive_duration(fields, "timeout", context)) {
    context.suite.timeout = *timeout;
  }
  context.suite.default_headers = take_headers(fields, "headers", context.names, context);
  context.flows.defaults = read_uses(fields, context).value_or(context.flows.defaults);
  fields.finish();
}

void read_baseline_settings(const Node& node, Context& context) {
  Fields fields(node, "baseline", context.problems);
  if (const Node* max_age = fields.take("max_age")) {
    const auto age = max_age->kind == tree::Kind::kString ? parse_age(max_age->text) : std::nullopt;
    if (age && age->count() > 0) {
      context.suite.baseline_max_age = MaxAge{*age, max_age->text, max_age->pos};
    } else {
      tell_expected(*max_age, "max_age", "an age such as 30d or 36h", context);
    }
  }
  fields.finish();
}

void read_checks(const Node& list, Context& context, std::vector<Check>& checks) {
  for (const Node& item : list.items) {
    std::vector<Check> read = read_check(item, context);
    std::move(read.begin(), read.end(), std::back_inserter(checks));
  }
}

}  // namespace

void read_suite(const Node& root, Context& context, std::vector<Check>& checks) {
  Fields fields(root, "a suite", context.problems);
  if (root.kind != tree::Kind::kMap) {
    return;
  }
  for (const std::string_view read_before : {"switchgate", "include", "profiles"}) {
    fields.take(read_before);
  }
  read_name(fields, context);
  read_secrets(fields, context);
  read_vars(fields, context);
  read_mask(fields, context);
  const Node* targets = fields.map("targets");
  if (targets != nullptr) {
    read_targets(*targets, context);
  }
  apply_overrides(context);
  for (const Target& target : context.suite.targets) {
    check_target(target, context);
  }
  if (const Node* flows = fields.map("flows")) {
    read_flows(*flows, context);
  }
  if (const Node* defaults = fields.map("defaults")) {
    read_defaults(*defaults, context);
  }
  if (const Node* ready = fields.map("ready")) {
    context.suite.ready = read_ready(*ready, context);
  }
  if (const Node* baseline = fields.map("baseline")) {
    read_baseline_settings(*baseline, context);
  }
  context.suite.expected = read_expected(fields, false, context);
  const Node* list = fields.list("checks");
  if (list != nullptr) {
    read_checks(*list, context, checks);
  }
  check_unused_flows(context);
  if (targets != nullptr) {
    check_unused_targets(*targets, context);
  }
  if (!fields.has("checks") || (list != nullptr && list->items.empty())) {
    context.problems.add(fields.pos("checks"),
                         "a suite needs at least one check, such as `checks: "
                         "[{get: /healthz}]`");
  }
  fields.finish();
}

}  // namespace switchgate
