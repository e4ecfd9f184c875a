#include "runner/suite/fresh.h"

#include <chrono>

#include "checks/base/sha256.h"

namespace switchgate {

Instant system_now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Fresh::Fresh(std::uint64_t seed, std::string_view place, Clock clock)
    : origin_(std::to_string(seed) + '\n' + std::string(place) + '\n'), clock_(clock) {}

std::string Fresh::uuid() {
  std::string digits = sha256_hex(origin_ + std::to_string(made_++)).substr(0, 32);
  constexpr std::string_view kVariants = "89ab";
  digits[12] = '4';
  digits[16] = kVariants[static_cast<unsigned char>(digits[16]) % kVariants.size()];
  for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) {
    digits.insert(hyphen, 1, '-');
  }
  return digits;
}

}  // namespace switchgate
