// Which changes between two shapes break the readers of an answer.

#ifndef SWITCHGATE_CHECKS_SHAPE_DIFF_H_
#define SWITCHGATE_CHECKS_SHAPE_DIFF_H_

#include <string>
#include <vector>

#include "checks/model/finding.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

struct Change {
  std::string rule;        // "shape/property-removed", "shape/became-nullable" …
  Level level = Level::kError;  // kError: breaks readers; kWarning; kNote: safe or information
  std::string path;        // JSONPath with wildcards for elements: $.items[*].price
  std::string message;     // one sentence: what changed and where
  std::string before;      // shape or presence on the old side: "integer in 6 of 6 samples"
  std::string after;
  // Gone from (or new in) every sample: needs no confirmation. Otherwise a breaking
  // change is to be confirmed by further samples before it counts.
  bool everywhere = false;
  // What Fisher's exact test needs when there is only a baseline: occurrences of the
  // old behaviour, of all, on each side.
  std::size_t old_hits = 0, old_n = 0, new_hits = 0, new_n = 0;
};

// Changes from `before` (live or baseline) to `after` (candidate), in path order,
// breaking ones of a path first; one for each cause. diff(S, S) is empty.
std::vector<Change> diff(const Shape& before, const Shape& after);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_DIFF_H_
