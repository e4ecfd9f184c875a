// The answers of both sides to one request: where live's own differ (noise), and where the
// candidate's differ from what live always gives.

#ifndef SWITCHGATE_CHECKS_VALUES_ROW_H_
#define SWITCHGATE_CHECKS_VALUES_ROW_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/values/document.h"

namespace switchgate::values {

enum class How : std::uint8_t {
  kValue,     // another value of the same kind
  kKind,      // a value of another kind
  kMissing,   // a member that is not there
  kLength,    // an array of another length
  kOrder,     // an array of the same elements in another order
  kElements,  // other elements in an array that live itself gives in changing order
};

// What the candidate gives at one place instead of live's value.
struct Differing {
  How how = How::kValue;
  std::size_t answers = 0;  // that differ there
  json::Value found;        // in the first of them; of an array only its length
  bool steady = true;       // and in all others the same
  bool hidden = false;      // no message may show it
};

// A place where live is quiet.
struct Spot {
  const json::Value* live = nullptr;  // its value there
  std::string path;                   // "$.items[0].price"
  std::string place;                  // "$.items[*].price"
  bool hidden = false;                // by the suite, or by the name of a member
  const Differing* differing = nullptr;
};

class Row {
 public:
  // Of a check with many rows, one whose first answers are equal keeps nothing of them.
  explicit Row(bool one_of_many = false) : one_of_many_(one_of_many) {}

  // One answer of each side.
  void take(Document live, Document candidate);
  // Compares the first answers although there is no second one of live.
  void close();

  // Of each side; the first candidate's is compared once there is a second one of live.
  std::size_t answers() const { return answers_; }
  // Nodes of live's first answer: how many places could differ by chance.
  std::size_t nodes() const { return nodes_; }
  // Of its values, those where live is quiet as far as it is known, and the others.
  std::size_t quiet() const;
  std::size_t noisy() const;
  // Do both first answers differ, and there was no second one yet?
  bool waits() const { return pending_.has_value(); }
  // Where the candidate differs from what live always gives, by nodes of the latter.
  using Differences = std::unordered_map<const json::Value*, Differing>;
  const Differences& differing() const { return differing_; }

  // Where live is quiet, in the order of its first answer.
  std::vector<Spot> spots() const;
  // The arrays of live's answer that `paths` select.
  std::unordered_set<const json::Value*> selected(const std::vector<json::Path>& paths) const;

 private:
  class Differ;
  class Walk;
  void learn(const json::Value& first, const json::Value& later);
  void learn_arrays(const json::Value& first, const json::Value& later);
  void mark_noisy(const json::Value& node);
  void forget_below(const json::Value& node);
  bool quietly_equal(const json::Value& live, const json::Value& candidate) const;
  bool reordered(const json::Value& live, const json::Value& candidate) const;
  std::size_t count_quiet(const json::Value& node) const;
  void settle();

  bool one_of_many_;
  bool settled_ = false;  // nothing is kept: the first answers are equal
  std::size_t answers_ = 0;
  std::size_t nodes_ = 0;
  std::size_t settled_values_ = 0;
  Document live_;  // the first one; what follows are nodes of it
  std::optional<Document> pending_;
  std::unordered_set<const json::Value*> noisy_;
  std::unordered_set<const json::Value*> unordered_;     // arrays that live gives in changing order
  std::unordered_set<const json::Value*> noise_inside_;  // arrays
  std::vector<const json::Value*> above_;                // arrays around the node at hand
  Differences differing_;                                // where live is quiet
};

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_ROW_H_
