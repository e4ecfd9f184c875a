// Keeps the secrets of recorded requests out of a draft: each becomes "${NAME}", and its name an
// entry of the draft's secrets.

#ifndef SWITCHGATE_RUNNER_INIT_HIDE_H_
#define SWITCHGATE_RUNNER_INIT_HIDE_H_

#include <string>
#include <string_view>

#include "runner/init/draft.h"

namespace switchgate::init {

// The value itself; "${NAME}" when the name or the value shows that it is a secret.
std::string hide_value(const std::string& name, const std::string& value, Draft& draft);

// The strings and numbers of secret members; what stands within one is secret too.
void hide_members(json::Value& value, Draft& draft);

// In "a=1&b=x" that stays as it is written.
std::string hide_in_query(std::string_view query, Draft& draft);

// In the path of a URL, with a query that was not taken apart.
std::string hide_in_path(std::string_view path, Draft& draft);

// In a text of any kind: `name: value`, `name=value` with and without quotes, <name>value</name>,
// the parts of a form, and what looks like a secret by itself.
std::string hide_in_text(std::string_view text, Draft& draft);

}  // namespace switchgate::init

#endif  // SWITCHGATE_RUNNER_INIT_HIDE_H_
