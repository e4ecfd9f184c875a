// `namespaces: {s: 'http://…'}` beside XPaths, in expectations and captures.

#ifndef SWITCHGATE_CHECKS_EXPECT_XML_BINDINGS_H_
#define SWITCHGATE_CHECKS_EXPECT_XML_BINDINGS_H_

#include "checks/expect/matcher.h"
#include "checks/xml/xpath.h"

namespace switchgate::expect {

// Tells every mistake. A prefix whose URI is a mistake, or is still to be
// filled in, is bound all the same, so that its uses are none.
xml::Bindings read_xml_bindings(const tree::Node& node, Reading& reading);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_XML_BINDINGS_H_
