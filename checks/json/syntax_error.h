// Says in our words, and at a place, why a text is not JSON.

#ifndef SWITCHGATE_CHECKS_JSON_SYNTAX_ERROR_H_
#define SWITCHGATE_CHECKS_JSON_SYNTAX_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate::json {

// "not valid JSON at line 3, column 14 (byte 57): <what>". `offset` counts from
// 0; columns count characters.
Error error_at(std::string_view text, std::size_t offset, std::string_view what);

// What is wrong before any grammar: ill-formed UTF-8, a byte order mark, a NUL
// byte (which the library would take for the end), nothing at all.
std::optional<Error> check_encoding(std::string_view text);

// The library's complaint in our words. `consumed` is how many bytes it had
// read, `token_size` how long it says that the last token is.
Error syntax_error(std::string_view text, std::string_view complaint, std::size_t consumed,
                   std::size_t token_size);

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_SYNTAX_ERROR_H_
