// Fuzzes JSONPath: the input's first line is an expression, the rest a
// document. Each normalized path must select its own node.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/json/path.h"
#include "checks/json/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto path = json::Path::parse(text.substr(0, line));
  if (!path || line == std::string_view::npos) {
    return 0;
  }
  const auto document = json::read(text.substr(line + 1));
  if (!document) {
    return 0;
  }
  const auto nodes = path->select(document->root);
  if (!nodes) {
    return 0;
  }
  for (const json::Node& node : *nodes) {
    const auto again = json::Path::parse(node.path);
    if (!again || !again->singular()) {
      std::abort();
    }
    const auto found = again->select(document->root);
    if (!found || found->size() != 1 || found->front().value != node.value) {
      std::abort();
    }
  }
  return 0;
}
