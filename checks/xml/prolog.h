// What stands before the root element of a document and says nothing about its
// content: the XML declaration and the document type.

#ifndef SWITCHGATE_CHECKS_XML_PROLOG_H_
#define SWITCHGATE_CHECKS_XML_PROLOG_H_

#include "checks/xml/scanner.h"

namespace switchgate::xml {

// Passes over <?xml version="1.0" encoding="UTF-8" standalone="yes"?> when it is
// next. False when something is wrong, which the scanner then tells.
bool read_declaration(Scanner& in);

// Passes over <!DOCTYPE …>, which is next. Declarations inside it are refused.
bool read_document_type(Scanner& in);

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_PROLOG_H_
