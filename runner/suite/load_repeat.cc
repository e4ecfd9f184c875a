// What is asked more than once: `retry:` until an answer is as expected, `paginate:` until
// a list has ended.

#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/json/path.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

constexpr double kSteepestBackoff = 10;

void read_next(const Node& node, Paginate& paginate, Context& context) {
  if (node.kind == tree::Kind::kMap) {
    Fields fields(node, "next", context.problems);
    const auto header = fields.string("header");
    fields.finish();
    paginate.by_link = true;
    if (!header || !equals_ignore_case(*header, "Link")) {
      tell_expected(node, "next", "a JSONPath such as $.next, or {header: Link}", context);
    }
    return;
  }
  const auto path = json::Path::parse(node.text);
  if (node.kind != tree::Kind::kString || !node.text.starts_with('$')) {
    tell_expected(node, "next", "a JSONPath such as $.next, or {header: Link}", context);
  } else if (!path) {
    context.problems.add(node.pos, "'next' is " + path.error().message);
  } else if (!path->singular()) {
    context.problems.add(node.pos,
                         "'next' selects several nodes, and there is one next page: "
                         "write a JSONPath such as $.next");
  }
  paginate.next = node.text;
}

}  // namespace

Retry read_rhythm(Fields& fields, SourcePos pos, Context& context) {
  Retry retry;
  retry.pos = pos;
  retry.within = take_positive_duration(fields, "within", context).value_or(retry.within);
  retry.every = take_positive_duration(fields, "every", context).value_or(retry.every);
  retry.backoff = fields.number("backoff", 1, kSteepestBackoff).value_or(retry.backoff);
  if (!fields.has("within")) {
    context.problems.add(retry.pos, "'retry' needs 'within', how long to go on");
  }
  if (fields.has("within") && retry.every > retry.within) {
    context.problems.add(fields.pos("every"), "'every' is longer than 'within'");
  }
  return retry;
}

std::optional<Retry> read_retry(Fields& fields, const Request& request, const Surroundings& around,
                                Context& context) {
  const Node* node = fields.map("retry");
  if (node == nullptr) {
    return std::nullopt;
  }
  Fields inner(*node, "retry", context.problems);
  Retry retry = read_rhythm(inner, fields.pos("retry"), context);
  retry.fail_if = read_expectation_map(inner, "fail_if", Level::kError, around, context);
  inner.finish();
  if (!request.repeatable()) {
    context.problems.add(retry.pos, request.method +
                                        " is not repeated: say `idempotent: true` if sending it "
                                        "twice does what sending it once does");
  }
  return retry;
}

std::optional<Paginate> read_paginate(Fields& fields, const Request& request, Context& context) {
  const Node* node = fields.map("paginate");
  if (node == nullptr) {
    return std::nullopt;
  }
  Paginate paginate;
  paginate.pos = fields.pos("paginate");
  Fields inner(*node, "paginate", context.problems);
  if (const Node* next = inner.take("next")) {
    read_next(*next, paginate, context);
  } else if (!inner.has("next")) {
    context.problems.add(paginate.pos, "'paginate' needs 'next', where a page names the next one");
  }
  paginate.parameter = inner.string("parameter").value_or("");
  paginate.max =
      static_cast<int>(inner
                           .integer("max", 1, static_cast<std::int64_t>(limits_in_force().pages),
                                    limit_option(&Limits::pages))
                           .value_or(paginate.max));
  inner.finish();
  if (paginate.by_link && inner.has("parameter")) {
    context.problems.add(inner.pos("parameter"),
                         "'parameter' takes a cursor, and a Link header holds a whole URL");
  }
  if (request.method != "GET") {
    context.problems.add(paginate.pos, "'paginate' reads pages by GET, not by " + request.method);
  }
  return paginate;
}

}  // namespace switchgate
