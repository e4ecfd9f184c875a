// Fuzzes the strict reader of XML. What it takes must read again as the very
// same document, and a query that selects everything must succeed.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/base/text.h"
#include "checks/xml/reader.h"
#include "checks/xml/xpath.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  auto document = xml::read({reinterpret_cast<const char*>(data), size});
  if (!document) {
    if (find_invalid_utf8(document.error().message)) {
      std::abort();
    }
    return 0;
  }
  const auto again = xml::read(document->canonical);
  if (!again || again->namespaces.size() != document->namespaces.size()) {
    std::abort();
  }
  const xml::Tree tree(*std::move(document));
  const xml::Tree same(*again);
  for (const char* expression : {"count(//node())", "string(/)", "count(//@*)", "//*"}) {
    const auto path = xml::XPath::parse(expression);
    const auto found = path->select(tree);
    const auto found_again = path->select(same);
    if (!found || !found_again || *found != *found_again) {
      std::abort();
    }
  }
  return 0;
}
