// I-Regexp (RFC 9485) in RE2's syntax. The two look alike and differ in what a
// check must not get wrong: '.' leaves out both line ends, classes, categories and
// escapes are few. '^' and '$' stay anchors, as the RFC's own mappings to other
// engines leave them and the JSONPath compliance suite expects.

#ifndef SWITCHGATE_CHECKS_REGEX_IREGEXP_H_
#define SWITCHGATE_CHECKS_REGEX_IREGEXP_H_

#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate {

// The error says what is not I-Regexp and at which character (1-based).
Result<std::string> iregexp_to_re2(std::string_view pattern);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_REGEX_IREGEXP_H_
