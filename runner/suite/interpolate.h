// ${…} in texts and in trees.

#ifndef SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_
#define SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/model/suite.h"
#include "checks/tree/node.h"
#include "runner/suite/fresh.h"

namespace switchgate {

struct Reference;  // template.h

// What filling in asks of those who ask for it: one for each place of a run.
struct Filling {
  Fresh fresh;
  // Told whatever a filter makes of a value, because that of a secret is a secret
  // too. May be empty.
  std::function<void(std::string_view value, std::string_view result)> filtered;
};

// What names mean in one place. While a check runs on one side: its captures and
// its vars, over the suite's vars and secrets; the environment apart.
struct Scope {
  const Scope* outer = nullptr;  // asked for what is not here; outlives this
  std::map<std::string, json::Value, std::less<>> values;
  std::map<std::string, std::string, std::less<>> environment;  // for ${env.X}
  std::set<std::string, std::less<>> data = {};  // of `values`: what captures and rows hold
  Filling* filling = nullptr;  // outlives this; without it ${uuid} and ${now} are errors

  const json::Value* find(std::string_view name) const;
  // Is the value that find() gives data, so that it never means anything but itself?
  bool is_data(std::string_view name) const;
  void set(const std::string& name, json::Value value, bool is_data);
  const std::string* find_environment(std::string_view name) const;
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

// What `reference` stands for, filters applied. The error says what is undefined, or
// what a filter expects; it never quotes the value.
Result<json::Value> value_of(const Reference& reference, const Scope& scope, SourcePos pos);

// The text filled in. The error names what is undefined, where, and the nearest
// name.
Result<std::string> expand(const Text& text, const Scope& scope,
                           Encoding encoding = Encoding::kNone);

// The tree filled in, keys too; a string that is exactly ${name} takes the
// value's type. What is data in the scope is marked as such in the tree, unless it
// passed the filter `raw`.
Result<tree::Node> expand(const tree::Node& node, const Scope& scope);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_INTERPOLATE_H_
