// What the answers of live and the candidate say about their shapes, answer by answer and row by
// row: which breaks are beyond chance, and whose answers would tell more. Rows are the requests of
// one comparison; a check without `for_each` has one.

#ifndef SWITCHGATE_CHECKS_SHAPE_EVIDENCE_H_
#define SWITCHGATE_CHECKS_SHAPE_EVIDENCE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "checks/shape/diff.h"

namespace switchgate::shape {

struct Weighed {
  Change change;
  bool undecided = false;  // it may be chance, and could not be asked often enough to tell
};

class Evidence {
 public:
  explicit Evidence(DiffOptions options) : options_(std::move(options)) {}

  // One answer of each side to the request of `row`; rows are counted from 0, without gaps.
  void take(std::size_t row, const Shape& live, const Shape& candidate);

  // The row to ask once more, both sides, because what it shows may be chance; counts as a
  // confirmation, of which each row has kMaxConfirmations. Nothing when all is settled or no row
  // is left that `may_be_asked`.
  std::optional<std::size_t> next_to_confirm(const std::function<bool(std::size_t)>& may_be_asked);

  // What changed. A break that chance explains is a warning, once it was asked for often enough.
  std::vector<Weighed> changes() const;

 private:
  struct Row {
    Sides sides;
    std::vector<Shape> answers;  // the candidate's
    bool breaks = false;         // something between both sides
    std::size_t confirmations = 0;
  };
  // In how many of its answers the candidate shows a break that live does not.
  struct Shown {
    std::size_t answers = 0;
    std::size_t of = 0;  // which is as often as live was asked
    double chance() const;
  };
  std::vector<Change> pooled() const;
  Shown shown_in(const Row& row, const Change& wanted) const;
  Shown shown_in_any(const Change& change) const;
  bool is_doubtful(const Change& change) const;

  DiffOptions options_;
  std::vector<Row> rows_;
};

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_EVIDENCE_H_
