// Applies a parsed JSONPath to a value.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_EVALUATE_H_
#define SWITCHGATE_CHECKS_JSON_PATH_EVALUATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "checks/base/limits.h"
#include "checks/json/path_syntax.h"

namespace switchgate::json {

// One evaluation of one query: what it may cost, and where its nodes stand.
class Evaluation {
 public:
  // Where a value stands, as a step from where its parent stands. Paths are
  // written out at the end, for the nodes that were selected alone.
  struct Step {
    std::size_t parent = 0;             // index of a step; the first step is the root
    const std::string* name = nullptr;  // of a member; else:
    std::size_t index = 0;              // of an element
  };
  struct Found {
    const Value* value = nullptr;
    std::size_t step = 0;
  };

  explicit Evaluation(const Value& root) : root_(root) {}

  // Nodes in the order of the RFC; incomplete when exhausted() is true
  // afterwards.
  std::vector<Found> select(const syntax::Query& query);
  bool exhausted() const { return visits_ > most_visits_; }
  // The step of a node that select() returned.
  const Step& step(std::size_t index) const { return steps_[index]; }

  const std::size_t most_visits_ = limits_in_force().jsonpath_visits;

 private:
  // Inside a filter nobody asks where the nodes stand.
  enum class Tracking : bool { kNo, kYes };
  using Nodes = std::vector<Found>;

  Nodes run(const syntax::Query& query, const Value& start, Tracking tracking);
  void apply(const syntax::Segment& segment, const Found& node, Tracking tracking, Nodes& out);
  void descend(const syntax::Segment& segment, const Found& node, Tracking tracking, Nodes& out);
  void slice(const syntax::Slice& slice, const Found& node, Tracking tracking, Nodes& out);
  // Calls `use` with each child of `node`.
  template <typename Use>
  void each_child(const Found& node, Tracking tracking, Use use);
  Found member(const Found& parent, const std::string& name, const Value& value, Tracking tracking);
  Found element(const Found& parent, const Array& array, std::size_t index, Tracking tracking);
  bool visit() { return ++visits_ <= most_visits_; }

  bool holds(const syntax::Condition& condition, const Value& current);
  bool holds(const syntax::Comparison& comparison, const Value& current);
  bool matches(const syntax::Call& call, const Value& current);
  // The value of `operand`, kept in `storage` when it is made here; nullptr:
  // Nothing.
  const Value* evaluate(const syntax::Operand& operand, const Value& current, Value& storage);
  const Value* evaluate(const syntax::Call& call, const Value& current, Value& storage);
  const Value* follow(const syntax::Query& singular, const Value& current);
  const Value& start_of(const syntax::Query& query, const Value& current) const {
    return query.from_root ? root_ : current;
  }
  const Regex* compiled(const std::string& pattern);

  const Value& root_;
  std::vector<Step> steps_;
  std::size_t visits_ = 0;
  // Patterns that come from the document; nothing for those that are no
  // I-Regexp.
  std::unordered_map<std::string, std::optional<Regex>> patterns_;
};

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_EVALUATE_H_
