// A text as those who read it understand it: with one kind of escapes resolved, and where
// each byte came from.

#ifndef SWITCHGATE_CHECKS_MODEL_MASKER_VIEWS_H_
#define SWITCHGATE_CHECKS_MODEL_MASKER_VIEWS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate {

struct ResolvedView {
  std::string text;
  std::vector<std::size_t> from;  // of each byte, its offset in the original; one more for the end
};

// Percent escapes (with and without '+' as a blank), backslash escapes as JSON has them,
// HTML references: each only when the text holds any, and each once more behind backslash
// escapes, because findings show values as JSON.
std::vector<ResolvedView> resolved_views(std::string_view text);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_MASKER_VIEWS_H_
