#include "checks/base/sha256.h"

#include <array>

#include <openssl/evp.h>

namespace switchgate {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string out;
  out.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

}  // namespace switchgate
