// Fuzzes the YAML reader: no input may crash it, it is never silent about one
// that it refuses, and what it says can be shown.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "checks/base/text.h"
#include "checks/tree/node.h"
#include "checks/yaml/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const SourceFiles files = {
      {"fuzz.yaml", "", std::string(reinterpret_cast<const char*>(data), size)}};
  tree::Problems problems;
  const auto root = yaml::parse(files, 0, problems);
  if (root.has_value() != problems.empty()) {
    std::abort();
  }
  const std::string told = problems.to_text(files);
  if (find_invalid_utf8(told) || told.find('\x1b') != std::string::npos) {
    std::abort();
  }
  if (root) {
    json::to_text(tree::to_json(*root));
  }
  return 0;
}
