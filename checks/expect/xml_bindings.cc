// Reads the prefixes that XPaths use.

#include "checks/expect/xml_bindings.h"

#include "checks/base/text.h"
#include "checks/xml/characters.h"

namespace switchgate::expect {

xml::Bindings read_xml_bindings(const tree::Node& node, Reading& reading) {
  xml::Bindings bindings;
  if (node.is_scalar() && is_unresolved(node, reading)) {
    return bindings;
  }
  if (node.kind != tree::Kind::kMap || node.entries.empty()) {
    reading.problems.add(node.pos,
                         "'namespaces' expects a mapping of prefixes to URIs such as {s: "
                         "'http://…'}, got " +
                             found_there(node));
    return bindings;
  }
  for (const tree::Entry& entry : node.entries) {
    const bool is_prefix = !entry.key.empty() && entry.key != "xml" && entry.key != "xmlns" &&
                           xml::name_length(to_valid_utf8(entry.key)) == entry.key.size();
    if (!is_prefix) {
      reading.problems.add(entry.key_pos,
                           '\'' + excerpt(entry.key, 60) + "' cannot be a prefix of XML");
    }
    if (entry.value.kind != tree::Kind::kString || entry.value.text.empty()) {
      reading.problems.add(entry.value.pos, '\'' + excerpt(entry.key, 60) +
                                                "' expects the URI of a namespace, got " +
                                                found_there(entry.value));
    }
    bindings.emplace_back(entry.key, entry.value.text);
  }
  return bindings;
}

}  // namespace switchgate::expect
