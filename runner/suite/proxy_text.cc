// Splits a proxy's URL at its credentials before it is filled in.

#include "runner/suite/proxy_text.h"

namespace switchgate {

Result<std::string> expand_proxy(const Text& text, const Scope& scope) {
  const std::size_t at = text.text.rfind('@');
  if (at == std::string::npos) {
    return expand(text, scope);
  }
  const Result<std::string> user =
      expand(Text{text.text.substr(0, at), text.pos}, scope, Encoding::kPathSegment);
  if (!user) {
    return user.error();
  }
  const Result<std::string> party = expand(Text{text.text.substr(at), text.pos}, scope);
  if (!party) {
    return party.error();
  }
  return *user + *party;
}

}  // namespace switchgate
