// Reads XML from outside: strictly well-formed XML 1.0 with namespaces, bounded
// in depth and size, and no entity is ever expanded but the five that XML
// itself defines.

#ifndef SWITCHGATE_CHECKS_XML_READER_H_
#define SWITCHGATE_CHECKS_XML_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/limits.h"
#include "checks/base/result.h"

namespace switchgate::xml {

struct ReadLimits {
  std::size_t depth = limits_in_force().xml_depth;  // nested elements
  std::size_t nodes =
      limits_in_force().xml_nodes;  // elements, attributes, texts, comments, instructions
  std::size_t attributes = limits_in_force().xml_attributes;  // of one element
  std::size_t namespaces = limits_in_force().xml_namespaces;  // different ones
  std::size_t bytes = limits_in_force().xml_bytes;            // of the canonical form
};

// A document after reading, written anew in a form in which two names are equal
// if, and only if, they are spelled alike: the prefix of a name stands for the
// number of its namespace (canonical_prefix), a name without a prefix is in
// none. Whoever looks for a name has to spell it in the same way. CDATA
// sections are texts, references are resolved, line ends are LF, the XML and
// the document type declaration are gone.
struct Document {
  std::string canonical;
  std::vector<std::string> namespaces;  // URIs by their number; the first is that of xml:
  std::string root_namespace;           // URI of the root element's; empty: none
};

// "xml" for the first, whose prefix is fixed, else "n1", "n2" ….
std::string canonical_prefix(std::size_t number);

// The error says what is wrong and at which line and column: "not well-formed
// XML at line 3, column 14: …"; its SourcePos is unset. A document type
// declaration is passed over when it declares nothing itself, else refused.
// Never throws, never recurses.
Result<Document> read(std::string_view bytes, const ReadLimits& limits = {});

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_READER_H_
