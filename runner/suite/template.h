// A text with ${…} taken apart: literal stretches and references.

#ifndef SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_
#define SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checks/base/result.h"

namespace switchgate {

struct Reference {
  std::string name;  // "cart"; of ${env.HOME}: "HOME"
  bool from_environment = false;
  std::optional<std::string> fallback;  // ${env.X:-fallback}
  bool raw = false;                     // ${x|raw}: not percent-encoded in a path
};

using Piece = std::variant<std::string, Reference>;

// "$${" is already "${" in the literal pieces. The error says what is wrong
// with which ${…}; its place is `pos`.
Result<std::vector<Piece>> parse_template(std::string_view text, SourcePos pos);

// "the variable 'prodct' is not defined; did you mean 'product'?"
std::string undefined_message(const Reference& reference, std::span<const std::string_view> known);

// Letters, digits, '_' and '-', no digit first: what a variable may be called.
bool is_variable_name(std::string_view name);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_
