// `like`: named fields must match deeply, all other members are free. Arrays
// keep their length; with `unordered: true` each expected element needs a
// partner of its own among those found, in any order.

#include <algorithm>
#include <memory>

#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

class Likeness {
 public:
  Likeness(bool unordered, const Judging& judging) : unordered_(unordered), judging_(judging) {}

  // Why `found` is not like `wanted`; nothing when it is.
  std::optional<Miss> compare(const Value& wanted, const Value* found, const Place& place) const {
    const Seen seen{found, nullptr, place};
    if (found == nullptr) {
      return missing(seen, words(wanted), judging_);
    }
    if (wanted.object() != nullptr && found->object() != nullptr) {
      return compare_objects(*wanted.object(), *found->object(), place);
    }
    if (wanted.array() != nullptr && found->array() != nullptr) {
      return compare_arrays(wanted, *found, place);
    }
    if (wanted == *found) {
      return std::nullopt;
    }
    if (wanted.kind_name() == found->kind_name()) {
      return wrong_value(seen, Kind::kJson, words(wanted), judging_);
    }
    Miss miss = wrong_type(seen, words(wanted), judging_);
    miss.why = Miss::Why::kValue;
    return miss;
  }

 private:
  std::string words(const Value& wanted) const {
    return judging_.explain ? "to be like " + show_operand(wanted, Kind::kJson) : std::string();
  }

  std::optional<Miss> compare_objects(const json::Object& wanted, const json::Object& found,
                                      const Place& place) const {
    for (const auto& [name, value] : wanted) {
      if (auto miss = compare(value, found.find(name), place.member(name))) {
        return miss;
      }
    }
    return std::nullopt;
  }

  std::optional<Miss> compare_arrays(const Value& wanted, const Value& found,
                                     const Place& place) const {
    const json::Array& a = *wanted.array();
    const json::Array& b = *found.array();
    if (a.size() != b.size()) {
      return wrong_value({&found, nullptr, place}, Kind::kJson, words(wanted), judging_);
    }
    if (unordered_) {
      return match_partners(a, b, place);
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (auto miss = compare(a[i], &b[i], place.element(i))) {
        return miss;
      }
    }
    return std::nullopt;
  }

  // A perfect matching by augmenting paths: taking the first partner that fits
  // would miss some, since an element that asks for little is like many.
  std::optional<Miss> match_partners(const json::Array& wanted, const json::Array& found,
                                     const Place& place) const {
    Judging quiet = judging_;
    quiet.explain = false;
    const Likeness silent(true, quiet);
    const std::size_t size = wanted.size();
    std::vector<std::vector<std::size_t>> partners(size);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        if (!silent.compare(wanted[i], &found[j], place)) {
          partners[i].push_back(j);
        }
      }
    }
    std::vector<std::optional<std::size_t>> taken_by(size);
    for (std::size_t i = 0; i < size; ++i) {
      std::vector<bool> tried(size);
      if (!find_partner(i, partners, taken_by, tried)) {
        const Value all(found);
        return wrong_value({&all, nullptr, place}, Kind::kJson,
                           judging_.explain ? "to have an element of its own like " +
                                                  show_operand(wanted[i], Kind::kJson)
                                            : std::string(),
                           judging_);
      }
    }
    return std::nullopt;
  }

  using Partners = std::vector<std::vector<std::size_t>>;
  static bool find_partner(std::size_t i, const Partners& partners,
                           std::vector<std::optional<std::size_t>>& taken_by,
                           std::vector<bool>& tried) {
    for (const std::size_t j : partners[i]) {
      if (tried[j]) {
        continue;
      }
      tried[j] = true;
      if (!taken_by[j] || find_partner(*taken_by[j], partners, taken_by, tried)) {
        taken_by[j] = i;
        return true;
      }
    }
    return false;
  }

  bool unordered_;
  const Judging& judging_;
};

}  // namespace

std::optional<Test> read_like(const Operand& operand) {
  auto wanted = std::make_shared<const Value>(tree::to_json(operand.node));
  std::string expected = "to be like " + show_operand(*wanted, Kind::kJson) +
                         (operand.unordered ? " in any order" : "");
  return Test{std::move(expected),
              [wanted, unordered = operand.unordered](const Seen& seen, const Judging& judging) {
                return Likeness(unordered, judging).compare(*wanted, seen.value, seen.place);
              }};
}

}  // namespace switchgate::expect
