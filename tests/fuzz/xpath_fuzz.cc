// Fuzzes XPath: the input's first line is an expression, the rest a document.
// What an expression says of itself must hold for what it gives.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/base/text.h"
#include "checks/xml/xpath.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto path = xml::XPath::parse(text.substr(0, line), {{"s", "urn:s"}, {"o", "urn:o"}});
  if (!path) {
    if (path.error().pos.column < 1 || find_invalid_utf8(path.error().message)) {
      std::abort();
    }
    return 0;
  }
  if (line == std::string_view::npos) {
    return 0;
  }
  auto document = xml::read(text.substr(line + 1));
  if (!document) {
    return 0;
  }
  const auto found = path->select(xml::Tree(*std::move(document)));
  if (!found) {
    return 0;
  }
  const auto* nodes = std::get_if<std::vector<json::Value>>(&*found);
  if ((nodes != nullptr) != (path->type() == xml::XPath::Type::kNodes) ||
      (nodes != nullptr && path->singular() && nodes->size() > 1)) {
    std::abort();
  }
  return 0;
}
