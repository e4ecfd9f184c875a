// XPaths into a body that is XML. `namespaces` beside them says what their
// prefixes stand for.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"
#include "checks/expect/xml_bindings.h"
#include "checks/xml/xpath.h"

namespace switchgate::expect {
namespace {

using json::Value;
using xml::XPath;

constexpr Rules kXmlRules = {"xml/value", "xml/value", "xml/missing"};

// What an expression yields is decided by the expression alone.
Kind kind_of(const XPath& path) {
  switch (path.type()) {
    case XPath::Type::kNumber:
      return Kind::kNumber;
    case XPath::Type::kString:
      return Kind::kText;
    case XPath::Type::kBoolean:
      return Kind::kBoolean;
    case XPath::Type::kNodes:
      break;
  }
  return path.singular() ? Kind::kOptionalText : Kind::kTexts;
}

// An author who leaves a default namespace out finds nothing, and wonders.
std::string advice_on_namespaces(const XPath& path, const xml::Document& document,
                                 const Judging& judging) {
  if (document.root_namespace.empty() || path.uses_prefixes()) {
    return {};
  }
  return "The root element is in the namespace '" + shown(document.root_namespace, judging) +
         "': bind a prefix to it under 'namespaces', and write the prefix before the names.";
}

std::optional<Miss> judge_xml(const XPath& path, const Matcher& matcher, const Answer& answer,
                              const Judging& judging) {
  const xml::Tree& tree = *answer.xml();
  const Place place = Place::of_nodes(path.text());
  const auto selected = path.select(tree);
  if (!selected) {
    return miss(Miss::Why::kUndecided, place, matcher.expected(),
                shown(selected.error().message, judging), judging);
  }
  if (const auto* value = std::get_if<Value>(&*selected)) {
    return matcher.judge({value, nullptr, place}, judging);
  }
  const auto& texts = std::get<std::vector<Value>>(*selected);
  std::vector<json::Node> nodes;
  nodes.reserve(texts.size());
  for (const Value& text : texts) {
    nodes.push_back({&text, {}});
  }
  const Value* first = nodes.empty() ? nullptr : nodes.front().value;
  auto out = path.singular() ? matcher.judge({first, nullptr, place}, judging)
                             : matcher.judge({nullptr, &nodes, place}, judging);
  if (out && nodes.empty() && judging.explain) {
    const std::string advice = advice_on_namespaces(path, tree.document(), judging);
    out->advice += (out->advice.empty() || advice.empty() ? "" : " ") + advice;
  }
  return out;
}

MatcherPtr read_xml_matcher(const tree::Entry& entry, const XPath& path, const std::string& what,
                            Reading& reading) {
  const Kind kind = kind_of(path);
  const bool plain = entry.value.kind != tree::Kind::kMap && entry.value.written &&
                     !is_unresolved(entry.value, reading);
  if (kind == Kind::kTexts && plain) {
    reading.problems.add(entry.value.pos,
                         what + " may select several nodes, so it takes a mapping such as {any: " +
                             (entry.value.is_scalar() ? entry.value.text : "…") +
                             "}; for the first of them write (" + path.text() + ")[1]");
    return nullptr;
  }
  return read_matcher(entry.value, kind, what, reading);
}

void compile_entry(const tree::Entry& entry, const xml::Bindings& bindings,
                   const Compiling& compiling) {
  Reading& reading = compiling.reading;
  const std::string what = '\'' + excerpt(entry.key, 100) + '\'';
  Expectation expectation;
  expectation.level = compiling.level;
  expectation.pos = entry.value.pos;
  expectation.path = entry.key;
  expectation.rules = kXmlRules;
  expectation.reads_xml = true;
  if (has_unresolved_key(entry, reading)) {
    expectation.judge = [test = undecided_test(), text = entry.key](const Answer&,
                                                                    const Judging& judging) {
      return test.judge({nullptr, nullptr, Place(text)}, judging);
    };
    compiling.add(std::move(expectation));
    return;
  }
  const auto path = XPath::parse(entry.key, bindings);
  if (!path) {
    reading.problems.add(entry.key_pos, what + " is " + path.error().message);
    return;
  }
  if (const MatcherPtr matcher = read_xml_matcher(entry, *path, what, reading)) {
    expectation.judge = [path = *path, matcher](const Answer& answer, const Judging& judging) {
      return judge_xml(path, *matcher, answer, judging);
    };
    compiling.add(std::move(expectation));
  }
}

}  // namespace

void compile_xml(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map = names_to_matchers(node, "xml", "{/order/@id: 7}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  const tree::Node* namespaces = map->find("namespaces");
  const xml::Bindings bindings =
      namespaces == nullptr ? xml::Bindings() : read_xml_bindings(*namespaces, compiling.reading);
  if (namespaces != nullptr && map->entries.size() == 1) {
    compiling.reading.problems.add(node.pos,
                                   "'xml' asks for nothing: write XPaths beside 'namespaces'");
  }
  for (const tree::Entry& entry : map->entries) {
    if (entry.key != "namespaces") {
      compile_entry(entry, bindings, compiling);
    }
  }
}

}  // namespace switchgate::expect
