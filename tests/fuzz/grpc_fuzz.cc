// Fuzzes the answer of grpc.health.v1: any bytes are a status or an error with words.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runner/probe/kinds/grpc_protocol.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace probe = switchgate::probe;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto status = probe::read_health_response(bytes);
  if (status ? probe::health_name(*status).empty() : status.error().message.empty()) {
    std::abort();
  }
  // What we write ourselves is prefixed as what we read.
  if (probe::health_request(bytes).size() < bytes.size() + 5) {
    std::abort();
  }
  return 0;
}
