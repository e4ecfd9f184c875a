// `ready:`: how long to wait for the candidate before anything is judged.

#include <utility>

#include "runner/suite/parts.h"

namespace switchgate {

std::optional<Ready> read_ready(const tree::Node& node, Context& context) {
  Ready ready;
  ready.pos = node.pos;
  ready.step.pos = node.pos;
  const Surroundings around{context.names, context.scope};
  tree::Fields fields(node, "ready", context.problems);
  auto request = read_request(fields, around, context);
  const bool made = request.has_value();
  ready.step.request = std::move(request).value_or(Request{});
  read_expectations(fields, Level::kError, around, context, ready.step);
  ready.within = take_positive_duration(fields, "within", context).value_or(ready.within);
  ready.every = take_positive_duration(fields, "every", context).value_or(ready.every);
  ready.consecutive = static_cast<int>(fields.integer("consecutive", 1, 1000).value_or(1));
  ready.fail_if = read_expectation_map(fields, "fail_if", Level::kError, around, context);
  fields.finish();
  if (ready.every > ready.within) {
    context.problems.add(fields.pos("every"), "'every' is longer than 'within'");
  }
  if (!made) {
    context.problems.add(node.pos, "'ready' needs a request, such as get: /healthz");
    return std::nullopt;
  }
  return ready;
}

}  // namespace switchgate
