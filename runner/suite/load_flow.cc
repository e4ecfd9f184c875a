// `flows:` and `uses:`: steps that checks share.

#include <algorithm>
#include <iterator>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Fields;
using tree::Kind;
using tree::Node;

std::string name_of(const FlowSource& flow) { return "the flow '" + excerpt(flow.name, 60) + '\''; }

// Of a list that may not be there.
const std::vector<Node>& items_of(const Node* list) {
  static const std::vector<Node> none;
  return list == nullptr ? none : list->items;
}

void add_captures(FlowSource& flow) {
  for (const Node& step : items_of(flow.steps)) {
    if (const Node* captures = step.find("capture")) {
      for (const Entry& entry : captures->entries) {
        flow.captures.insert(entry.key);
      }
    }
  }
}

FlowSource read_source(const Entry& entry, Context& context) {
  FlowSource flow;
  flow.name = entry.key;
  flow.pos = entry.key_pos;
  Fields fields(entry.value, name_of(flow), context.problems);
  flow.once = fields.boolean("once").value_or(false);
  flow.steps = fields.list("steps");
  flow.cleanup = fields.list("finally");
  fields.finish();
  add_captures(flow);
  const bool empty = flow.steps != nullptr && flow.steps->items.empty();
  if (entry.value.kind == Kind::kMap && (!fields.has("steps") || empty)) {
    context.problems.add(fields.pos("steps"), name_of(flow) +
                                                  " needs at least one step, such as "
                                                  "`steps: [{get: /session}]`");
  }
  return flow;
}

Step read_flow_step(const Node& node, const FlowSource& flow, Level level,
                    const Surroundings& around, Context& context) {
  Step step = read_step(node, "a step of " + name_of(flow), level, around, context);
  step.flow = flow.name;
  if (step.compare) {
    context.problems.add(step.compare->pos,
                         "a flow prepares what checks need: put 'compare' on a check");
    step.compare.reset();
  }
  return step;
}

// The steps, where `names` and `scope` are what stands around them. Adds their captures.
Flow read_flow(const FlowSource& source, Names& names, const Scope& scope, Context& context) {
  context.flows.reading = source.name;
  Flow flow;
  flow.name = source.name;
  flow.pos = source.pos;
  for (const Node& node : items_of(source.steps)) {
    flow.steps.push_back(read_flow_step(node, source, Level::kError, {names, scope}, context));
    remember_captures(flow.steps.back(), names);
  }
  Names with_cleanup = names;
  for (const Node& node : items_of(source.cleanup)) {
    flow.cleanup.push_back(
        read_flow_step(node, source, Level::kWarning, {with_cleanup, scope}, context));
    remember_captures(flow.cleanup.back(), with_cleanup);
  }
  context.flows.reading.clear();
  return flow;
}

// A flow that runs once is the same for all checks: nothing of theirs is known to it.
std::size_t index_of_once(FlowSource& source, Context& context) {
  if (!source.index) {
    Names names;
    names.outer = &context.names;
    source.index = context.suite.flows.size();
    context.suite.flows.push_back(read_flow(source, names, context.scope, context));
  }
  return *source.index;
}

// The last flow of `before`, for a check that runs all of them. Checks without variables
// of their own share what was read.
Flow read_for(const std::vector<std::size_t>& before, Names& names, const Scope& scope,
              Context& context) {
  const FlowSource& source = context.flows.sources[before.back()];
  if (&scope != &context.scope) {
    return read_flow(source, names, scope, context);
  }
  const auto known = context.flows.read.find(before);
  if (known != context.flows.read.end()) {
    names.captured.insert(source.captures.begin(), source.captures.end());
    return known->second;
  }
  return context.flows.read.emplace(before, read_flow(source, names, scope, context)).first->second;
}

std::optional<std::size_t> find_source(const Node& name, Context& context) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < context.flows.sources.size(); ++i) {
    if (context.flows.sources[i].name == name.text) {
      return i;
    }
    known.push_back(context.flows.sources[i].name);
  }
  const auto near = nearest_name(name.text, known);
  context.problems.add(
      name.pos,
      "there is no flow '" + excerpt(name.text, 60) + '\'' +
          (near            ? "; did you mean '" + *near + "'?"
           : known.empty() ? "; give it under 'flows'"
                           : "; the flows are: " +
                                 join(std::vector<std::string>(known.begin(), known.end()), ", ")));
  return std::nullopt;
}

}  // namespace

void read_flows(const Node& map, Context& context) {
  for (const Entry& entry : map.entries) {
    context.flows.sources.push_back(read_source(entry, context));
  }
}

std::optional<std::vector<std::size_t>> read_uses(Fields& fields, Context& context) {
  const std::vector<std::string> names = fields.strings("uses");  // tells what is no text
  if (!fields.has("uses")) {
    return std::nullopt;
  }
  std::vector<std::size_t> uses;
  const Node* node = fields.take("uses");
  for (const Node& name : node == nullptr             ? std::vector<Node>{}
                          : node->kind == Kind::kList ? node->items
                                                      : std::vector<Node>{*node}) {
    if (!name.is_scalar() || name.kind == Kind::kNull) {
      continue;
    }
    const auto source = find_source(name, context);
    if (source && std::find(uses.begin(), uses.end(), *source) != uses.end()) {
      context.problems.add(name.pos, "the flow '" + excerpt(name.text, 60) + "' stands here twice");
    } else if (source) {
      uses.push_back(*source);
    }
  }
  return uses;
}

std::vector<Step> put_before(const std::vector<std::size_t>& uses, Check& check, Names& names,
                             const Scope& scope, Context& context) {
  for (const std::size_t use : uses) {
    FlowSource& source = context.flows.sources[use];
    source.used = true;
    if (source.once) {
      check.flows.push_back(index_of_once(source, context));
      names.captured.insert(source.captures.begin(), source.captures.end());
    }
  }
  std::vector<Step> cleanup;
  for (auto use = uses.begin(); use != uses.end(); ++use) {
    if (context.flows.sources[*use].once) {
      continue;
    }
    Flow flow = read_for({uses.begin(), use + 1}, names, scope, context);
    std::move(flow.steps.begin(), flow.steps.end(), std::back_inserter(check.steps));
    // What was made last is taken away first.
    cleanup.insert(cleanup.begin(), std::make_move_iterator(flow.cleanup.begin()),
                   std::make_move_iterator(flow.cleanup.end()));
  }
  return cleanup;
}

void check_unused_flows(Context& context) {
  Names names;  // where it will be used is not known, and so not what runs before it
  names.outer = &context.names;
  for (const FlowSource& source : context.flows.sources) {
    names.captured.insert(source.captures.begin(), source.captures.end());
  }
  for (const FlowSource& source : context.flows.sources) {
    if (!source.used) {
      Names around = names;
      read_flow(source, around, context.scope, context);
    }
  }
}

}  // namespace switchgate
