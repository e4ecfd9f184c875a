// What both stored files have in common: how they begin, and how they are
// refused.

#ifndef SWITCHGATE_CHECKS_BASELINE_DOCUMENT_H_
#define SWITCHGATE_CHECKS_BASELINE_DOCUMENT_H_

#include <string>
#include <string_view>

#include "checks/base/result.h"
#include "checks/baseline/members.h"
#include "checks/json/value.h"

namespace switchgate::baseline {

// {"format": …, "version": …}
json::Object document_head(std::string_view format);

// The document, once it is known to be of that format and of this version.
Result<json::Value> read_document(std::string_view text, std::string_view format);

// Marks the members of the head as known.
void skip_document_head(Members& members);

// "This baseline cannot be used: <why>; record it again with 'switchgate
// record'".
Error unusable(std::string_view what, std::string_view why);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_DOCUMENT_H_
