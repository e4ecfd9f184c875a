// Fuzzes decompression: the first byte chooses the coding. The limit holds, and
// nothing is given of a stream that is not whole.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runner/probe/http/inflate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace probe = switchgate::probe;
  if (size == 0) {
    return 0;
  }
  constexpr std::size_t kLimit = 100'000;
  constexpr std::array kCodings = {probe::Coding::kGzip, probe::Coding::kDeflate,
                                   probe::Coding::kBrotli};
  const probe::Coding coding = kCodings.at(data[0] % kCodings.size());
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const probe::Inflated inflated = probe::inflate(coding, bytes, kLimit);
  if (inflated.bytes.size() > kLimit ||
      (inflated.end != probe::InflateEnd::kWhole && !inflated.bytes.empty())) {
    std::abort();
  }
  return 0;
}
