// Live's first answer is the reference. Each later one marks the nodes of it where live differs
// by itself; each answer of the candidate counts the others where it differs.

#include "checks/values/row.h"

#include <algorithm>
#include <utility>

#include "checks/model/masker.h"
#include "checks/shape/order.h"
#include "checks/shape/place.h"

namespace switchgate::values {
namespace {

// Longer lists with noise in their elements are compared by index alone.
constexpr std::size_t kMostMatched = 256;

std::size_t count_nodes(const json::Value& value) {
  std::size_t count = 1;
  if (const json::Array* array = value.array()) {
    for (const json::Value& item : *array) {
      count += count_nodes(item);
    }
  } else if (const json::Object* object = value.object()) {
    for (const json::Object::Member& member : *object) {
      count += count_nodes(member.second);
    }
  }
  return count;
}

// A value that is compared as such: no object or array, unless nothing is in it.
bool is_value(const json::Value& node) {
  return node.array() != nullptr    ? node.array()->empty()
         : node.object() != nullptr ? node.object()->empty()
                                    : true;
}

std::size_t count_values(const json::Value& node) {
  std::size_t count = is_value(node) ? 1 : 0;
  if (const json::Array* array = node.array()) {
    for (const json::Value& item : *array) {
      count += count_values(item);
    }
  } else if (const json::Object* object = node.object()) {
    for (const json::Object::Member& member : *object) {
      count += count_values(member.second);
    }
  }
  return count;
}

bool same_kind(const json::Value& a, const json::Value& b) {
  return a.kind_name() == b.kind_name();
}

}  // namespace

// Compares one answer of the candidate with live's first one.
class Row::Differ {
 public:
  Differ(Row& row, const Document& candidate) : row_(row), candidate_(candidate) {}

  void compare(const json::Value& live, const json::Value& candidate) {
    if (row_.noisy_.contains(&live)) {
      return;
    }
    const json::Object* object = live.object();
    if (live.array() != nullptr && candidate.array() != nullptr) {
      compare_arrays(live, candidate);
    } else if (object != nullptr && candidate.object() != nullptr) {
      for (const auto& [name, member] : *object) {
        if (const json::Value* other = candidate.object()->find(name)) {
          compare(member, *other);
        } else if (!row_.noisy_.contains(&member)) {
          note(member, How::kMissing, json::Value());
        }
      }
    } else if (!same_kind(live, candidate)) {
      note(live, How::kKind, candidate);
    } else if (live != candidate) {
      note(live, How::kValue, candidate);
    }
  }

 private:
  void compare_arrays(const json::Value& live, const json::Value& candidate) {
    const json::Array& before = *live.array();
    const json::Array& after = *candidate.array();
    const auto length = static_cast<std::int64_t>(after.size());
    if (before.size() != after.size()) {
      note(live, How::kLength, length);
    } else if (row_.unordered_.contains(&live)) {
      if (!shape::same_elements(before, after)) {
        note(live, How::kElements, length);
      }
    } else if (!row_.quietly_equal(live, candidate)) {
      if (row_.reordered(live, candidate)) {
        note(live, How::kOrder, length);
        return;
      }
      for (std::size_t i = 0; i < before.size(); ++i) {
        compare(before[i], after[i]);
      }
    }
  }

  void note(const json::Value& live, How how, const json::Value& found) {
    Differing& at = row_.differing_[&live];
    if (at.answers == 0 || (at.how == How::kOrder && how != How::kOrder)) {
      at.how = how;
      at.found = found;
    } else {
      at.steady = at.steady && at.how == how && at.found == found;
    }
    at.hidden = at.hidden || candidate_.hidden.contains(&found);
    ++at.answers;
  }

  Row& row_;
  const Document& candidate_;
};

// All of live's nodes that are quiet, with their places.
class Row::Walk {
 public:
  explicit Walk(const Row& row) : row_(row) {}

  void visit(const json::Value& node, const std::string& path, const std::string& place,
             bool hidden) {
    if (row_.noisy_.contains(&node)) {
      return;
    }
    hidden = hidden || row_.live_.hidden.contains(&node);
    const auto differing = row_.differing_.find(&node);
    const bool differs = differing != row_.differing_.end();
    spots_.push_back({&node, path, place, hidden || (differs && differing->second.hidden),
                      differs ? &differing->second : nullptr});
    if (row_.unordered_.contains(&node)) {
      return;  // compared as a whole
    }
    if (const json::Array* array = node.array()) {
      const std::string elements = shape::elements_of(place);
      for (std::size_t i = 0; i < array->size(); ++i) {
        visit((*array)[i], path + '[' + std::to_string(i) + ']', elements, hidden);
      }
    } else if (const json::Object* object = node.object()) {
      for (const auto& [name, member] : *object) {
        visit(member, shape::member_of(path, name), shape::member_of(place, name),
              hidden || Masker::sensitive_name(name));
      }
    }
  }

  std::vector<Spot> take() { return std::move(spots_); }

 private:
  const Row& row_;
  std::vector<Spot> spots_;
};

void Row::take(Document live, Document candidate) {
  if (settled_) {
    return;
  }
  ++answers_;
  if (answers_ == 1) {
    live_ = std::move(live);
    nodes_ = count_nodes(*live_.root);
    if (one_of_many_ && quietly_equal(*live_.root, *candidate.root)) {
      settle();
    } else {
      pending_ = std::move(candidate);
    }
    return;
  }
  learn(*live_.root, *live.root);
  close();
  Differ(*this, candidate).compare(*live_.root, *candidate.root);
}

void Row::close() {
  if (pending_) {
    Differ(*this, *pending_).compare(*live_.root, *pending_->root);
    pending_.reset();
  }
}

void Row::settle() {
  settled_ = true;
  settled_values_ = count_values(*live_.root);
  live_ = {};
}

// What differed at the node and below it counts no more.
void Row::forget_below(const json::Value& node) {
  if (differing_.empty()) {
    return;
  }
  differing_.erase(&node);
  if (const json::Array* array = node.array()) {
    for (const json::Value& item : *array) {
      forget_below(item);
    }
  } else if (const json::Object* object = node.object()) {
    for (const json::Object::Member& member : *object) {
      forget_below(member.second);
    }
  }
}

void Row::mark_noisy(const json::Value& node) {
  noisy_.insert(&node);
  forget_below(node);
  for (const json::Value* array : above_) {
    noise_inside_.insert(array);
    // As a whole it cannot be compared in any order.
    if (unordered_.contains(array)) {
      noisy_.insert(array);
      forget_below(*array);
    }
  }
}

void Row::learn(const json::Value& first, const json::Value& later) {
  if (noisy_.contains(&first)) {
    return;
  }
  if (first.array() != nullptr && later.array() != nullptr) {
    learn_arrays(first, later);
  } else if (first.object() != nullptr && later.object() != nullptr) {
    for (const auto& [name, member] : *first.object()) {
      if (const json::Value* other = later.object()->find(name)) {
        learn(member, *other);
      } else {
        mark_noisy(member);
      }
    }
  } else if (first != later) {
    mark_noisy(first);
  }
}

void Row::learn_arrays(const json::Value& first, const json::Value& later) {
  const json::Array& before = *first.array();
  const json::Array& after = *later.array();
  if (before == after) {
    return;
  }
  const bool permuted = !noise_inside_.contains(&first) && shape::same_elements(before, after);
  if (permuted) {
    if (unordered_.insert(&first).second) {
      forget_below(first);
    }
  } else if (before.size() != after.size() || unordered_.contains(&first)) {
    mark_noisy(first);
  } else {
    above_.push_back(&first);
    for (std::size_t i = 0; i < before.size(); ++i) {
      learn(before[i], after[i]);
    }
    above_.pop_back();
  }
}

bool Row::quietly_equal(const json::Value& live, const json::Value& candidate) const {
  if (noisy_.contains(&live)) {
    return true;
  }
  const json::Array* array = live.array();
  const json::Object* object = live.object();
  if (array != nullptr && candidate.array() != nullptr) {
    const json::Array& other = *candidate.array();
    return array->size() == other.size() &&
           std::equal(
               array->begin(), array->end(), other.begin(),
               [this](const json::Value& a, const json::Value& b) { return quietly_equal(a, b); });
  }
  if (object != nullptr && candidate.object() != nullptr) {
    return std::all_of(object->begin(), object->end(), [&](const json::Object::Member& member) {
      const json::Value* other = candidate.object()->find(member.first);
      return other != nullptr ? quietly_equal(member.second, *other)
                              : noisy_.contains(&member.second);
    });
  }
  return live == candidate;
}

// Are the elements of both arrays the same in another order, as far as live is quiet in them?
bool Row::reordered(const json::Value& live, const json::Value& candidate) const {
  const json::Array& before = *live.array();
  const json::Array& after = *candidate.array();
  if (!noise_inside_.contains(&live) || before.size() > kMostMatched) {
    return shape::same_elements(before, after);
  }
  std::vector<bool> used(after.size());
  for (const json::Value& item : before) {
    std::size_t at = 0;
    while (at < after.size() && (used[at] || !quietly_equal(item, after[at]))) {
      ++at;
    }
    if (at == after.size()) {
      return false;
    }
    used[at] = true;
  }
  return true;
}

std::size_t Row::count_quiet(const json::Value& node) const {
  if (noisy_.contains(&node)) {
    return 0;
  }
  if (is_value(node) || unordered_.contains(&node)) {
    return count_values(node);
  }
  std::size_t count = 0;
  if (const json::Array* array = node.array()) {
    for (const json::Value& item : *array) {
      count += count_quiet(item);
    }
  } else {
    for (const json::Object::Member& member : *node.object()) {
      count += count_quiet(member.second);
    }
  }
  return count;
}

std::size_t Row::quiet() const {
  return settled_ ? settled_values_ : live_.root ? count_quiet(*live_.root) : 0;
}

std::size_t Row::noisy() const {
  return settled_ || !live_.root ? 0 : count_values(*live_.root) - quiet();
}

std::vector<Spot> Row::spots() const {
  Walk walk(*this);
  if (live_.root) {
    walk.visit(*live_.root, "$", "$", false);
  }
  return walk.take();
}

std::unordered_set<const json::Value*> Row::selected(const std::vector<json::Path>& paths) const {
  std::unordered_set<const json::Value*> nodes;
  for (const json::Path& path : paths) {
    if (!live_.root) {
      break;
    }
    if (const auto found = path.select(*live_.root)) {
      for (const json::Node& node : *found) {
        nodes.insert(node.value);
      }
    }
  }
  return nodes;
}

}  // namespace switchgate::values
