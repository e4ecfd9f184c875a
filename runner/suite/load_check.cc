// One check: a single request, or steps that share a session.

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/parts.h"
#include "runner/suite/rows.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Fields;
using tree::Node;

// The check's own variables: its scope is the suite's with these over it.
struct OwnVars {
  Names names;
  Scope scope;
  bool any = false;

  void take_scope(const Context& context) {
    if (!any) {
      scope = context.scope;
      names.known = &scope;
      any = true;
    }
  }
  // Columns of `for_each` are names at once; their values come row by row.
  void take_columns(const std::vector<std::string>& columns, const Context& context) {
    take_scope(context);
    for (const std::string& column : columns) {
      names.fixed.insert(column);
      scope.values.erase(column);
    }
  }
};

void read_own_vars(Fields& fields, Context& context, OwnVars& own, Check& check) {
  const Node* map = fields.map("vars");
  if (map == nullptr) {
    return;
  }
  own.take_scope(context);
  for (const Entry& entry : map->entries) {
    if (const auto mistake = variable_name_mistake(entry.key)) {
      context.problems.add(entry.key_pos, *mistake);
      continue;
    }
    if (!entry.value.written) {
      tell_expected(entry.value, entry.key, "a value", context);
      continue;
    }
    const bool sound = check_references(entry.value, own.names, context);
    if (sound && !known_at_load(entry.value, own.names)) {
      own.names.captured.insert(entry.key);
      check.late_vars.emplace_back(entry.key, std::make_shared<const Node>(entry.value));
      continue;
    }
    own.names.fixed.insert(entry.key);
  }
  fill_own_vars(*map, own.scope, check);
}

// What a request comes with, in a check of one request as in a step.
bool read_rest(Fields& fields, Level level, const Surroundings& around, Context& context,
               Step& step) {
  auto request = read_request(fields, around, context);
  const bool made = request.has_value();
  step.request = std::move(request).value_or(Request{});
  read_expectations(fields, level, around, context, step);
  step.captures = read_captures(fields, context);
  step.compare = read_compare(fields, step.request, context);
  step.retry = read_retry(fields, step.request, around, context);
  return made;
}

}  // namespace

Step read_step(const Node& node, const std::string& what, Level level, const Surroundings& around,
               Context& context) {
  Step step;
  step.pos = node.pos;
  Fields fields(node, what, context.problems);
  step.name = fields.string("name").value_or("");
  const bool made = read_rest(fields, level, around, context, step);
  fields.finish();
  if (!made && node.kind == tree::Kind::kMap) {
    context.problems.add(node.pos, what + " needs a request, such as get: /path");
  }
  return step;
}

void remember_captures(const Step& step, Names& names) {
  for (const Capture& capture : step.captures) {
    names.captured.insert(capture.name);
  }
}

namespace {

void read_steps(const Node& list, Check& check, Names& names, const Scope& scope,
                Context& context) {
  if (list.items.empty()) {
    context.problems.add(list.pos, "'steps' is empty: it needs at least one request");
  }
  for (const Node& item : list.items) {
    check.steps.push_back(read_step(item, "a step", check.level, {names, scope}, context));
    remember_captures(check.steps.back(), names);
  }
}

// Keys that a check of several steps leaves to its steps.
void tell_misplaced(Fields& fields, const Node& node, Context& context) {
  for (const Entry& entry : node.entries) {
    for (const std::string_view key :
         {"get",       "head",      "post",    "put",        "patch",    "delete",
          "options",   "request",   "query",   "headers",    "cookies",  "json",
          "text",      "form",      "auth",    "follow",     "timeout",  "target",
          "safe",      "expect",    "warn",    "capture",    "compare",  "xml",
          "multipart", "body_file", "graphql", "idempotent", "paginate", "retry"}) {
      if (entry.key == key) {
        fields.take(key);
        context.problems.add(entry.key_pos,
                             '\'' + entry.key +
                                 "' stands beside 'steps': move it into one of them, or "
                                 "write the check without 'steps'");
      }
    }
  }
}

Level read_level(Fields& fields, Context& context) {
  const auto level = fields.string("level");
  if (level && *level != "error" && *level != "warning") {
    tell_expected(*fields.take("level"), "level", "error or warning", context);
  }
  return level == "warning" ? Level::kWarning : Level::kError;
}

void read_name(Fields& fields, Context& context, Check& check) {
  check.name = fields.string("name").value_or("");
  check.id = fields.string("id").value_or(check.name);
  for (const std::string_view key : {"name", "id"}) {
    const Node* node = fields.has(key) ? fields.take(key) : nullptr;
    if (node != nullptr && node->is_scalar() && node->written && trim(node->text).empty()) {
      tell_expected(*node, key, "a text", context);
    }
  }
}

// What is asked by requests: flows before, one request or steps, `finally`.
void read_requests(Fields& fields, const Node& node, Names& names, const Scope& scope,
                   Context& context, Check& check) {
  const auto uses = read_uses(fields, context).value_or(context.flows.defaults);
  std::vector<Step> flow_cleanup = put_before(uses, check, names, scope, context);
  const std::size_t own_steps = check.steps.size();
  const Node* steps = fields.list("steps");
  check.is_flow = fields.has("steps");
  if (check.is_flow) {
    tell_misplaced(fields, node, context);
    if (steps != nullptr) {
      read_steps(*steps, check, names, scope, context);
    }
  } else {
    Step step;
    step.pos = node.pos;
    const bool made = read_rest(fields, check.level, {names, scope}, context, step);
    if (!made) {
      context.problems.add(node.pos, "a check needs a request, such as get: /path, or 'steps'");
    }
    remember_captures(step, names);
    check.steps.push_back(std::move(step));
  }
  if (const Node* cleanup = fields.list("finally")) {
    for (const Node& item : cleanup->items) {
      check.cleanup.push_back(
          read_step(item, "a step of 'finally'", Level::kWarning, {names, scope}, context));
      remember_captures(check.cleanup.back(), names);
      if (check.cleanup.back().compare) {
        context.problems.add(check.cleanup.back().compare->pos,
                             "'finally' cleans up: nothing is compared there");
      }
    }
  }
  fields.finish();
  check.cleanup.insert(check.cleanup.end(), std::make_move_iterator(flow_cleanup.begin()),
                       std::make_move_iterator(flow_cleanup.end()));
  check.is_flow = check.is_flow || own_steps > 0;
  if (check.name.empty() && check.steps.size() > own_steps &&
      !check.steps[own_steps].request.url.empty()) {
    check.name = check.steps[own_steps].request.title();
  }
}

bool is_late(const Check& check, std::string_view name) {
  return std::any_of(check.late_vars.begin(), check.late_vars.end(),
                     [&](const auto& late) { return late.first == name; });
}

}  // namespace

void fill_own_vars(const Node& vars, Scope& scope, Check& check) {
  for (const Entry& entry : vars.entries) {
    if (variable_name_mistake(entry.key) || !entry.value.written || is_late(check, entry.key)) {
      continue;
    }
    const auto filled = expand(entry.value, scope);
    if (!filled) {
      scope.values.erase(entry.key);  // of a lint, or before the row is known
      continue;
    }
    json::Value value = tree::to_json(*filled);
    const bool is_data = tree::holds_data(*filled);
    scope.set(entry.key, value, is_data);
    check.vars.push_back({entry.key, std::move(value), is_data});
  }
}

std::vector<Check> read_check(const Node& node, Context& context) {
  Check check;
  check.pos = node.pos;
  Fields fields(node, "a check", context.problems);
  if (node.kind != tree::Kind::kMap) {
    return {};
  }
  read_name(fields, context, check);
  check.tags = fields.strings("tags");
  check.level = read_level(fields, context);
  check.expected = read_expected(fields, true, context);
  OwnVars own;
  own.names.outer = &context.names;
  const std::optional<Rows> rows = read_rows(fields, context);
  if (rows) {
    own.take_columns(rows->columns, context);
  }
  own.names.any = fields.has("for_each") && !rows;
  read_own_vars(fields, context, own, check);
  const Scope& scope = own.any ? own.scope : context.scope;
  check.question = read_question(fields, node, check.level, {own.names, scope}, context);
  if (check.question) {
    fields.finish();
    check.name = check.name.empty() ? title_of(*check.question) : check.name;
  } else {
    read_requests(fields, node, own.names, scope, context, check);
  }
  if (check.id.empty()) {
    check.id = check.name;
  }
  context.ids.take(node, check, rows ? &*rows : nullptr, context.files, context.problems);
  if (!rows) {
    return {std::move(check)};
  }
  if (rows->rows.empty()) {
    context.suite.rowless.push_back(check.id);
  }
  return spread(check, *rows, fields.map("vars"), own.names, context);
}

}  // namespace switchgate
