// The one spelling of a JSON value in files that people review: sorted members,
// shortest numbers, short values on one line, so that a change is a small diff.

#ifndef SWITCHGATE_CHECKS_BASELINE_CANONICAL_H_
#define SWITCHGATE_CHECKS_BASELINE_CANONICAL_H_

#include <string>

#include "checks/json/value.h"

namespace switchgate::baseline {

// Indented by two; what fits into 100 columns stands on one line, lists of
// scalars fill their lines. Ends with a newline. The same value gives the same
// bytes, whatever the order of its members.
std::string to_canonical_text(const json::Value& value);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_CANONICAL_H_
