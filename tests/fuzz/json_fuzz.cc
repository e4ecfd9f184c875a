// Fuzzes the JSON reader: no input may crash it, and what it accepts must
// survive being written and read again.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/json/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = json::read(text);
  if (!document) {
    return 0;
  }
  for (const int indent : {0, 2}) {
    const auto again = json::read(json::to_text(document->root, indent));
    if (!again || !(again->root == document->root) || !again->duplicate_keys.empty()) {
      std::abort();
    }
  }
  return 0;
}
