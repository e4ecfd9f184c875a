// Fuzzes the readers of baseline.json and baseline.history.json: what they
// accept is what they would write.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/baseline/baseline.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace baseline = switchgate::baseline;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = baseline::decode(text)) {
    const auto again = baseline::decode(baseline::encode(*read));
    if (!again || !(*again == *read)) {
      std::abort();
    }
  }
  if (const auto read = baseline::decode_history(text)) {
    const auto again = baseline::decode_history(baseline::encode(*read));
    if (!again || !(*again == *read)) {
      std::abort();
    }
  }
  return 0;
}
