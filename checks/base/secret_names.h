// The words by which a name or a value shows that it is a secret. One list for the masker, for
// the drafts of `init` and for the advice of `lint`.

#ifndef SWITCHGATE_CHECKS_BASE_SECRET_NAMES_H_
#define SWITCHGATE_CHECKS_BASE_SECRET_NAMES_H_

#include <cstddef>
#include <string_view>

namespace switchgate {

// Is this the name of a header, cookie, field, member or variable whose value is a secret?
// "X-Api-Key", "clientSecret", "passwd"; not "token_type", "max_tokens", "nextPageToken".
bool names_secret(std::string_view name);

// May it be one, where it is sent ("sid", "JSESSIONID", "pass")? There its value is a
// credential, and often stale by tomorrow; in an answer `pass` and `session` mean anything.
bool may_name_secret(std::string_view name);

// Where a secret stands in a value, whatever its name.
struct SecretPlace {
  std::size_t at = 0;
  std::size_t size = 0;  // 0: there is none
};
// A JSON Web Token, or the password of "scheme://user:password@host": the first of them.
SecretPlace find_secret(std::string_view value);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_SECRET_NAMES_H_
