// Collects changes: fills in what every change has and words the two sides.

#ifndef SWITCHGATE_CHECKS_SHAPE_CHANGE_LIST_H_
#define SWITCHGATE_CHECKS_SHAPE_CHANGE_LIST_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/shape/diff.h"
#include "checks/shape/rules.h"

namespace switchgate::shape {

// How often the old behaviour was seen on each side.
struct Hits {
  Count old_hits = 0, old_n = 0, new_hits = 0, new_n = 0;
};

class ChangeList {
 public:
  // `options` must outlive this.
  explicit ChangeList(const DiffOptions& options) : options_(options) {}

  // Adds a change of the rule's usual level, whose message is "<path> <text>".
  // The reference holds until the next change is added.
  Change& report(const ChangeRule& rule, const std::string& path, const std::string& text,
                 const Hits& hits, bool everywhere);
  void add(Change change) { changes_.push_back(std::move(change)); }

  // "3 of 12 live samples"
  std::string old_side(Count hits, Count of, std::string_view unit) const;
  std::string new_side(Count hits, Count of, std::string_view unit) const;

  const DiffOptions& options() const { return options_; }
  std::vector<Change>& changes() { return changes_; }

 private:
  const DiffOptions& options_;
  std::vector<Change> changes_;
};

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_CHANGE_LIST_H_
