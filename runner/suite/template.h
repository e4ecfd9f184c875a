// A text with ${…} taken apart: literal stretches and references.

#ifndef SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_
#define SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checks/base/result.h"
#include "checks/base/units.h"
#include "runner/suite/filters.h"

namespace switchgate {

struct Reference {
  enum class From : std::uint8_t { kVariable, kEnvironment, kUuid, kNow };
  From from = From::kVariable;
  std::string name;                     // "cart"; of ${env.HOME}: "HOME"; else empty
  std::optional<std::string> fallback;  // ${env.X:-fallback}
  Micros from_now{0};                   // ${now+2d}
  std::vector<const Filter*> filters;   // left to right; rows of filters()
  std::string written;                  // what stands between "${" and "}"

  // New at each use, so that only the run knows it.
  bool is_fresh() const { return from == From::kUuid || from == From::kNow; }
  // Is the value percent-encoded where it stands in a path?
  bool path_encodes() const;
  // `raw`: the value stands for what it says, as if the suite's author had written it here.
  bool means_as_written() const;
};

using Piece = std::variant<std::string, Reference>;

// "$${" is already "${" in the literal pieces. The error says what is wrong
// with which ${…}; its place is `pos`.
Result<std::vector<Piece>> parse_template(std::string_view text, SourcePos pos);

// The reference that is all of the text; null when it is anything else.
const Reference* whole_reference(std::span<const Piece> pieces);

// "the variable 'prodct' is not defined; did you mean 'product'?"
std::string undefined_message(const Reference& reference, std::span<const std::string_view> known);

// What `${name}` can refer to: letters, digits, '_' and '-', no digit first.
bool is_variable_name(std::string_view name);

// Why a variable cannot be called so; nothing when it can. Stricter than
// is_variable_name, because `env`, `uuid` and `now` mean something else in ${…}.
std::optional<std::string> variable_name_mistake(std::string_view name);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_TEMPLATE_H_
