// A request's body: at most one of `json:`, `text:` and `form:`.

#include <array>
#include <string>
#include <utility>

#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

// "key:" with nothing behind it would send a null that nobody wrote.
void tell_empty_values(const Node& node, std::string_view name, Context& context) {
  if (!node.written) {
    tell_expected(node, name, "a value", context);
  }
  for (const Node& item : node.items) {
    tell_empty_values(item, name, context);
  }
  for (const tree::Entry& entry : node.entries) {
    tell_empty_values(entry.value, entry.key, context);
  }
}

}  // namespace

Body read_body(Fields& fields, const Names& names, Context& context) {
  constexpr std::array<std::string_view, 3> kKinds = {"json", "text", "form"};
  std::string_view first;
  for (const std::string_view kind : kKinds) {
    if (fields.has(kind) && !first.empty()) {
      context.problems.add(fields.pos(kind), "a request has one body: '" + std::string(first) +
                                                 "' or '" + std::string(kind) + "', not both");
    } else if (fields.has(kind)) {
      first = kind;
    }
  }
  Body body;
  if (const Node* json = fields.take("json")) {
    tell_empty_values(*json, "json", context);
    check_references(*json, names, context);
    body = JsonBody{*json};
  }
  if (auto text = take_text(fields, "text", names, context)) {
    body = TextBody{std::move(*text)};
  }
  auto form = take_named_texts(fields, "form", true, names, context);
  if (fields.has("form")) {
    body = FormBody{std::move(form)};
  }
  return body;
}

}  // namespace switchgate
