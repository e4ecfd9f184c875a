#include "runner/serve/token.h"

#include <optional>

#include <openssl/crypto.h>

#include "checks/base/sha256.h"
#include "checks/base/text.h"

namespace switchgate::serve {
namespace {

// What the header brings, or nothing.
std::optional<std::string> brought(std::string_view authorization) {
  const std::size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view scheme = authorization.substr(0, blank);
  const std::string_view rest = trim(authorization.substr(blank));
  if (equals_ignore_case(scheme, "Bearer")) {
    return std::string(rest);
  }
  const auto pair = equals_ignore_case(scheme, "Basic") ? base64_decode(rest) : std::nullopt;
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  return colon == std::string::npos ? std::nullopt : std::optional(pair->substr(colon + 1));
}

}  // namespace

Token::Token(std::string_view secret) : digest_(sha256_hex(secret)) {}

bool Token::admits(std::string_view authorization) const {
  if (!is_set()) {
    return true;
  }
  const std::optional<std::string> secret = brought(authorization);
  // Digests have one length, so that the comparison tells nothing of the token's.
  const std::string digest = sha256_hex(secret.value_or(""));
  return CRYPTO_memcmp(digest.data(), digest_.data(), digest_.size()) == 0 && secret.has_value();
}

}  // namespace switchgate::serve
