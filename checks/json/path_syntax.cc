#include "checks/json/path_syntax.h"

#include <algorithm>

namespace switchgate::json::syntax {

std::optional<std::size_t> array_index(std::int64_t index, std::size_t size) {
  const std::int64_t position = index < 0 ? index + static_cast<std::int64_t>(size) : index;
  if (position < 0 || position >= static_cast<std::int64_t>(size)) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(position);
}

bool is_singular(const Query& query) {
  return std::all_of(query.segments.begin(), query.segments.end(), [](const Segment& segment) {
    return !segment.descendants && segment.selectors.size() == 1 &&
           (std::holds_alternative<Name>(segment.selectors[0]) ||
            std::holds_alternative<Index>(segment.selectors[0]));
  });
}

}  // namespace switchgate::json::syntax
