// `capture:`: what later steps take from an answer.

#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/expect/capture.h"
#include "checks/expect/xml_bindings.h"
#include "checks/regex/regex.h"
#include "runner/suite/parts.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Fields;
using tree::Kind;
using tree::Node;

struct Source {
  std::string_view key;
  CaptureFrom from;
};
constexpr std::array<Source, 6> kSources = {{{"json", CaptureFrom::kJson},
                                             {"xpath", CaptureFrom::kXPath},
                                             {"header", CaptureFrom::kHeader},
                                             {"cookie", CaptureFrom::kCookie},
                                             {"regex", CaptureFrom::kRegex},
                                             {"url", CaptureFrom::kUrl}}};

bool takes_group(const Capture& capture) {
  return capture.from == CaptureFrom::kRegex || capture.from == CaptureFrom::kUrl;
}

void check_expression(Capture& capture, const Node& node, Context& context, bool group_given) {
  if (takes_group(capture) && !group_given) {
    const auto regex = Regex::compile(capture.expression);
    capture.group = regex.ok() && regex->groups() > 0 ? 1 : 0;
  }
  if (capture.expression.empty()) {
    tell_expected(node, capture.name, "an expression", context);
  } else if (const Status status = expect::check(capture); !status) {
    context.problems.add(node.pos, status.error().message);
  }
}

void read_settings(const Node& node, Capture& capture, Context& context) {
  Fields fields(node, "the capture '" + capture.name + '\'', context.problems);
  const Node* expression = nullptr;
  int sources = 0;
  for (const Source& source : kSources) {
    if (const auto text = fields.string(source.key)) {
      ++sources;
      capture.from = source.from;
      capture.expression = *text;
      expression = fields.take(source.key);
    } else {
      sources += fields.has(source.key) ? 1 : 0;
    }
  }
  const bool group_given = fields.has("group");
  capture.group = static_cast<int>(fields.integer("group", 0, 100).value_or(1));
  if (const Node* namespaces = fields.take("namespaces")) {
    expect::Reading reading{context.problems, expect::Stage::kFilledIn};
    capture.namespaces = expect::read_xml_bindings(*namespaces, reading);
  }
  capture.secret = fields.boolean("secret").value_or(false);
  fields.finish();
  if (sources != 1) {
    context.problems.add(capture.pos,
                         "the capture '" + capture.name +
                             "' expects one of json, xpath, header, cookie, regex, url");
  } else if (expression != nullptr) {
    check_expression(capture, *expression, context, group_given);
  }
  if (group_given && sources == 1 && !takes_group(capture)) {
    context.problems.add(fields.pos("group"), "'group' belongs to a regex or url");
  }
  if (fields.has("namespaces") && sources == 1 && capture.from != CaptureFrom::kXPath) {
    context.problems.add(fields.pos("namespaces"), "'namespaces' belong to an xpath");
  }
}

}  // namespace

std::vector<Capture> read_captures(Fields& fields, Context& context) {
  std::vector<Capture> captures;
  const Node* map = fields.map("capture");
  if (map == nullptr) {
    return captures;
  }
  for (const Entry& entry : map->entries) {
    Capture capture;
    capture.name = entry.key;
    capture.pos = entry.key_pos;
    if (const auto mistake = variable_name_mistake(entry.key)) {
      context.problems.add(entry.key_pos, *mistake);
    }
    const Node& value = entry.value;
    if (value.kind == Kind::kMap) {
      read_settings(value, capture, context);
    } else if (value.kind == Kind::kString && value.text.starts_with('$')) {
      capture.expression = value.text;
      check_expression(capture, value, context, false);
    } else {
      tell_expected(value, entry.key,
                    "a JSONPath such as $.id, or a mapping such as {header: Location}", context);
    }
    captures.push_back(std::move(capture));
  }
  return captures;
}

}  // namespace switchgate
