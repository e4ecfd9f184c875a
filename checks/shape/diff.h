// Which changes between two shapes break the readers of an answer.
//
// Adding is safe, removing breaks; in a response, widening breaks and narrowing
// is safe. Every rule is in the table of checks/shape/README.md.

#ifndef SWITCHGATE_CHECKS_SHAPE_DIFF_H_
#define SWITCHGATE_CHECKS_SHAPE_DIFF_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "checks/model/finding.h"
#include "checks/shape/phase.h"
#include "checks/shape/rules.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

struct Change {
  std::string rule;             // "shape/property-removed", "shape/became-nullable" …
  Level level = Level::kError;  // kError: breaks readers; kWarning; kNote: safe
                                // or information
  std::string path;             // JSONPath with wildcards for elements: $.items[*].price
  std::string message;          // one sentence: what changed and where; no value of an answer
  std::string before;           // shape or presence on the old side: "integer in 6 of 6 samples"
  std::string after;
  // Gone from (or new in) every sample: needs no confirmation. Otherwise a
  // breaking change is to be confirmed by further samples before it counts.
  bool everywhere = false;
  // What Fisher's exact test needs when there is only a baseline: occurrences
  // of the old behaviour, of all, on each side.
  std::size_t old_hits = 0, old_n = 0, new_hits = 0, new_n = 0;
  PhaseHint hint = {};  // which step of expand and contract, and what order of deployments is safe

  // A change of the rule's usual level, with its hint.
  static Change of(const ChangeRule& rule);
  friend bool operator==(const Change&, const Change&) = default;
};

struct DiffOptions {
  std::string before = "live";  // what messages call the sides
  std::string after = "candidate";
  std::vector<std::string> maps;  // places (as in Change::path) of objects that are maps
};

// Changes from `before` (live or baseline) to `after` (candidate), in path
// order, breaking ones of a path first; one for each cause. diff(S, S) is
// empty.
std::vector<Change> diff(const Shape& before, const Shape& after);
std::vector<Change> diff(const Shape& before, const Shape& after, const DiffOptions& options);

// The two sides of one request.
struct Sides {
  Shape before;
  Shape after;
};

// The same for several requests whose answers pool into one shape (the rows of
// a check): an optional member that some request always gave before and never
// gives now is breaking, although the pooled shape allowed it to be absent.
std::vector<Change> diff_pooled(std::span<const Sides> requests, const DiffOptions& options);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_DIFF_H_
