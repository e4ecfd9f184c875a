// ${…} in texts and in trees.

#ifndef SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_
#define SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/model/suite.h"
#include "checks/tree/node.h"

namespace switchgate {

// What names mean while one check runs on one side: captures over the check's
// vars over the suite's vars; the environment apart. Copy it for a second side.
struct Scope {
  std::map<std::string, json::Value, std::less<>> values;
  std::map<std::string, std::string, std::less<>> environment;  // for ${env.X}; secrets included
                                                                // under their names in `values`
};

enum class Encoding {
  kNone,
  kPathSegment
};  // ${x} in a path is percent-encoded as one segment; ${x|raw} is not

// Does the text hold a ${ that is to be filled in (not $${)?
bool has_reference(std::string_view text);
bool has_reference(const tree::Node& node);

// The names it refers to ("cart", "env.HOME"), each once; the error is for
// malformed ${…}.
Result<std::vector<std::string>> references(const Text& text);

// The text filled in. The error names what is undefined, where, and the nearest
// name.
Result<std::string> expand(const Text& text, const Scope& scope,
                           Encoding encoding = Encoding::kNone);

// The tree filled in, keys too; a string that is exactly ${name} takes the
// value's type.
Result<tree::Node> expand(const tree::Node& node, const Scope& scope);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_
