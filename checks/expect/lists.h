// What the operators on lists share: the elements, however they were selected,
// and the rule that a list without elements satisfies nobody.

#ifndef SWITCHGATE_CHECKS_EXPECT_LISTS_H_
#define SWITCHGATE_CHECKS_EXPECT_LISTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {

// The elements of whatever list was seen.
class Elements {
 public:
  // Nothing when `seen` is neither nodes nor an array.
  static std::optional<Elements> of(const Seen& seen) {
    if (seen.nodes == nullptr && (seen.value == nullptr || seen.value->array() == nullptr)) {
      return std::nullopt;
    }
    return Elements(seen);
  }
  std::size_t size() const {
    return seen_.nodes != nullptr ? seen_.nodes->size() : seen_.value->array()->size();
  }
  const json::Value& at(std::size_t i) const {
    return seen_.nodes != nullptr ? *(*seen_.nodes)[i].value : (*seen_.value->array())[i];
  }
  Place place(std::size_t i) const {
    const bool has_path = seen_.nodes != nullptr && !(*seen_.nodes)[i].path.empty();
    return has_path ? seen_.place.node((*seen_.nodes)[i].path) : seen_.place.element(i);
  }
  const Place& whole() const { return seen_.place; }

 private:
  explicit Elements(const Seen& seen) : seen_(seen) {}
  Seen seen_;
};

inline Kind element_kind(Kind kind) {
  return kind == Kind::kHeader || kind == Kind::kTexts ? Kind::kText : Kind::kJson;
}

inline std::string elements(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " element" : " elements");
}

// What a list operator says: who ("each element", or nobody for the list as a
// whole) is expected to do what ("to be a number").
struct Words {
  std::string_view who;
  std::string what;

  std::string expected() const {
    return who.empty() ? what : "for " + std::string(who) + ' ' + what;
  }
  Place place(const Place& list) const { return who.empty() ? list : list.aspect(who); }
};

// `judge(elements, judging)` over a list that is there and not empty.
template <typename Judge>
Test list_test(const Operand& operand, const Words& words, Judge judge) {
  return {words.expected(),
          [words, judge, allow_empty = operand.allow_empty,
           may_allow_empty = operand.name != "includes"](
              const Seen& seen, const Judging& judging) -> std::optional<Miss> {
            const auto list = Elements::of(seen);
            if (list && list->size() > 0) {
              return judge(*list, judging);
            }
            const Place place = words.place(seen.place);
            if (!list) {
              const Seen it{seen.value, nullptr, place};
              return seen.value == nullptr ? missing(it, words.what, judging)
                                           : wrong_type(it, words.what, judging);
            }
            if (allow_empty) {
              return std::nullopt;
            }
            Miss none = miss(Miss::Why::kMissing, place, words.what, "0 elements checked", judging);
            if (may_allow_empty) {
              none.advice = "Write 'allow_empty: true' beside it if there may be none.";
            }
            return none;
          }};
}

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_LISTS_H_
