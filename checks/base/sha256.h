// SHA-256: fingerprints, digests of files, values that derive from a seed.

#ifndef SWITCHGATE_CHECKS_BASE_SHA256_H_
#define SWITCHGATE_CHECKS_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace switchgate {

// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_SHA256_H_
