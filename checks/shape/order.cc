// Walks both values together. Elements are matched as multisets by a hash that,
// like equality, ignores the order of members and the spelling of numbers.

#include "checks/shape/order.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "checks/base/text.h"
#include "checks/shape/place.h"
#include "checks/shape/rules.h"

namespace switchgate::shape {
namespace {

std::size_t mix(std::size_t a, std::size_t b) { return (a ^ b) * 0x9e3779b97f4a7c15U + (a >> 7); }

std::size_t hash_of(const json::Value& value) {
  if (const bool* boolean = value.boolean()) return *boolean ? 2 : 3;
  if (const json::Number* number = value.number()) {
    return mix(5, std::hash<double>{}(number->as_double() + 0.0));  // -0 hashes as 0
  }
  if (const std::string* text = value.string()) return mix(7, std::hash<std::string>{}(*text));
  if (const json::Array* array = value.array()) {
    std::size_t hash = 11;
    for (const json::Value& item : *array) hash = mix(hash, hash_of(item));
    return hash;
  }
  if (const json::Object* object = value.object()) {
    std::size_t hash = 13;  // a sum: members have no order
    for (const auto& [name, member] : *object) {
      hash += mix(std::hash<std::string>{}(name), hash_of(member));
    }
    return hash;
  }
  return 1;
}

using Hashed = std::pair<std::size_t, const json::Value*>;

std::vector<Hashed> hashed(const json::Array& array) {
  std::vector<Hashed> items;
  items.reserve(array.size());
  for (const json::Value& item : array) items.emplace_back(hash_of(item), &item);
  std::sort(items.begin(), items.end(),
            [](const Hashed& a, const Hashed& b) { return a.first < b.first; });
  return items;
}

class Walk {
 public:
  explicit Walk(std::unordered_set<const json::Value*> ordered) : ordered_(std::move(ordered)) {}

  void compare(const std::string& path, const json::Value& live, const json::Value& candidate) {
    if (live.array() != nullptr && candidate.array() != nullptr) {
      compare_arrays(path, live, candidate);
    } else if (live.object() != nullptr && candidate.object() != nullptr) {
      for (const auto& [name, member] : *live.object()) {
        const json::Value* other = candidate.object()->find(name);
        if (other != nullptr) compare(member_of(path, name), member, *other);
      }
    }
  }

  std::vector<Change> take() {
    std::vector<Change> changes;
    for (auto& [path, change] : by_path_) changes.push_back(std::move(change));
    return changes;
  }

 private:
  void compare_arrays(const std::string& path, const json::Value& live,
                      const json::Value& candidate) {
    const json::Array& before = *live.array();
    const json::Array& after = *candidate.array();
    if (before == after) return;
    if (same_elements(before, after)) return report(path, ordered_.count(&live) > 0, before.size());
    const std::size_t both = std::min(before.size(), after.size());
    for (std::size_t i = 0; i < both; ++i) compare(elements_of(path), before[i], after[i]);
  }

  void report(const std::string& path, bool must_keep, std::size_t elements) {
    Change& change = by_path_[path];
    const bool known = !change.rule.empty();
    if (known && (change.level == Level::kError || !must_keep)) return;
    change = Change::of(rule::kArrayReordered);
    if (must_keep) change.level = Level::kError;
    change.path = path;
    change.message = excerpt(path, 300) + " holds the same " + std::to_string(elements) +
                     " elements on both sides, in another order on the candidate" +
                     (must_keep ? "; the suite lists it as ordered" : "");
    change.before = std::to_string(elements) + " elements";
    change.after = "the same in another order";
    change.everywhere = true;
  }

  std::unordered_set<const json::Value*> ordered_;
  std::map<std::string, Change> by_path_;
};

}  // namespace

bool same_elements(const json::Array& a, const json::Array& b) {
  if (a.size() != b.size()) return false;
  const std::vector<Hashed> left = hashed(a);
  const std::vector<Hashed> right = hashed(b);
  const auto by_value = [](const Hashed& x, const Hashed& y) { return *x.second == *y.second; };
  for (std::size_t begin = 0; begin < left.size();) {
    std::size_t end = begin;
    while (end < left.size() && left[end].first == left[begin].first) ++end;
    const auto offset = [](std::size_t i) { return static_cast<std::ptrdiff_t>(i); };
    for (std::size_t i = begin; i < end; ++i) {
      if (right[i].first != left[i].first) return false;
    }
    // Elements of one hash are equal in practice: then this is linear.
    if (!std::is_permutation(left.begin() + offset(begin), left.begin() + offset(end),
                             right.begin() + offset(begin), right.begin() + offset(end),
                             by_value)) {
      return false;
    }
    begin = end;
  }
  return true;
}

Result<std::vector<Change>> compare_order(const json::Value& live, const json::Value& candidate,
                                          const std::vector<json::Path>& ordered) {
  std::unordered_set<const json::Value*> selected;
  for (const json::Path& path : ordered) {
    Result<std::vector<json::Node>> nodes = path.select(live);
    if (!nodes) return nodes.error();
    for (const json::Node& node : *nodes) selected.insert(node.value);
  }
  Walk walk(std::move(selected));
  walk.compare("$", live, candidate);
  return walk.take();
}

}  // namespace switchgate::shape
