// JSONPath expressions to their syntax, by the grammar and the type rules of
// RFC 9535.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_PARSER_H_
#define SWITCHGATE_CHECKS_JSON_PATH_PARSER_H_

#include <string_view>

#include "checks/base/result.h"
#include "checks/json/path_syntax.h"

namespace switchgate::json {

Result<syntax::Query> parse_path(std::string_view expression);

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_PARSER_H_
