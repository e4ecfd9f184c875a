// Fuzzes the reader of stored runs: what it takes can be shown in every format, and is stored
// again as the same run.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reporters/json_reader.h"
#include "reporters/reporter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const auto read =
      reporters::read_report(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!read) {
    return 0;
  }
  for (const reporters::Format& format : reporters::formats()) {
    format.render(*read, {.width = 60});
  }
  const reporters::Format* json = reporters::find_format("json");
  const std::string once = json->render(*read, {});
  const auto again = reporters::read_report(once);
  if (!again || json->render(*again, {}) != once) {
    std::abort();
  }
  return 0;
}
