// Operators on lists: the elements of an array, the nodes of a JSONPath, the
// lines of a repeated header. An answer without elements satisfies nobody who
// asked about each of them, unless `allow_empty: true` says so.

#include <functional>
#include <unordered_map>

#include "checks/base/text.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

// The elements of whatever list was seen.
class Elements {
 public:
  // Nothing when `seen` is neither nodes nor an array.
  static std::optional<Elements> of(const Seen& seen) {
    if (seen.nodes == nullptr &&
        (seen.value == nullptr || seen.value->array() == nullptr)) {
      return std::nullopt;
    }
    return Elements(seen);
  }
  std::size_t size() const {
    return seen_.nodes != nullptr ? seen_.nodes->size()
                                  : seen_.value->array()->size();
  }
  const Value& at(std::size_t i) const {
    return seen_.nodes != nullptr ? *(*seen_.nodes)[i].value
                                  : (*seen_.value->array())[i];
  }
  Place place(std::size_t i) const {
    const bool has_path =
        seen_.nodes != nullptr && !(*seen_.nodes)[i].path.empty();
    return has_path ? seen_.place.node((*seen_.nodes)[i].path)
                    : seen_.place.element(i);
  }
  const Place& whole() const { return seen_.place; }

 private:
  explicit Elements(const Seen& seen) : seen_(seen) {}
  Seen seen_;
};

Kind element_kind(Kind kind) {
  return kind == Kind::kHeader ? Kind::kText : Kind::kJson;
}

std::string elements(std::size_t count) {
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
  Place place(const Place& list) const {
    return who.empty() ? list : list.aspect(who);
  }
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
              return seen.value == nullptr
                         ? missing(it, words.what, judging)
                         : wrong_type(it, words.what, judging);
            }
            if (allow_empty) {
              return std::nullopt;
            }
            Miss none = miss(Miss::Why::kMissing, place, words.what,
                             "0 elements checked", judging);
            if (may_allow_empty) {
              none.advice =
                  "Write 'allow_empty: true' beside it if there may be none.";
            }
            return none;
          }};
}

MatcherPtr read_element_matcher(const Operand& operand) {
  return read_matcher(operand.node, element_kind(operand.kind),
                      '\'' + std::string(operand.name) + '\'', operand.reading);
}

struct Tally {
  std::size_t held = 0;
  std::optional<std::size_t> first_held;
  std::optional<std::size_t> first_missed;
  bool undecided = false;
};

Tally tally(const Elements& list, const Matcher& matcher,
            const Judging& judging) {
  Judging quiet = judging;
  quiet.explain = false;
  Tally out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place place = list.place(i);
    const auto miss = matcher.judge({&list.at(i), nullptr, place}, quiet);
    out.undecided =
        out.undecided || (miss && miss->why == Miss::Why::kUndecided);
    auto& first = miss ? out.first_missed : out.first_held;
    first = first.value_or(i);
    out.held += miss ? 0 : 1;
  }
  return out;
}

// Stops at the first, for when nobody asks how many there are.
std::optional<Miss> first_miss(const Elements& list, const Matcher& matcher,
                               const Judging& judging) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place place = list.place(i);
    if (auto miss = matcher.judge({&list.at(i), nullptr, place}, judging)) {
      return miss;
    }
  }
  return std::nullopt;
}

std::optional<Miss> judge_each(const Elements& list, const Matcher& matcher,
                               const Judging& judging) {
  if (!judging.explain) {
    return first_miss(list, matcher, judging);
  }
  const Tally counts = tally(list, matcher, judging);
  if (!counts.first_missed) {
    return std::nullopt;
  }
  const Place place = list.place(*counts.first_missed);
  auto miss =
      matcher.judge({&list.at(*counts.first_missed), nullptr, place}, judging);
  miss->evidence.push_back(
      {"failed", std::to_string(list.size() - counts.held) + " of " +
                     elements(list.size())});
  return miss;
}

std::optional<Miss> judge_any(const Elements& list, const Matcher& matcher,
                              const Words& words, const Judging& judging) {
  const Tally counts = tally(list, matcher, judging);
  if (counts.first_held) {
    return std::nullopt;
  }
  const auto why = counts.undecided ? Miss::Why::kUndecided : Miss::Why::kValue;
  return miss(why, words.place(list.whole()), words.what,
              "none in " + elements(list.size()), judging);
}

std::optional<Miss> judge_none(const Elements& list, const Matcher& matcher,
                               Kind kind, const Words& words,
                               const Judging& judging) {
  const Tally counts = tally(list, matcher, judging);
  if (counts.undecided) {
    return miss(Miss::Why::kUndecided, words.place(list.whole()), words.what,
                "${…}", judging);
  }
  if (!counts.first_held) {
    return std::nullopt;
  }
  const std::size_t at = *counts.first_held;
  const Place place = list.place(at);
  Miss out =
      wrong_value({&list.at(at), nullptr, place}, kind, words.what, judging);
  if (judging.explain) {
    out.place = shown(words.place(list.whole()).text(), judging);
    out.found += " at " + shown(place.text(), judging);
    out.evidence.push_back({"failed", std::to_string(counts.held) + " of " +
                                          elements(list.size())});
  }
  return out;
}

// Equal values have equal hashes: numbers by value, members in any order.
std::size_t hash_of(const Value& value) {
  constexpr std::size_t kMix = 0x9E3779B97F4A7C15ULL;
  if (const std::string* text = value.string()) {
    return std::hash<std::string>()(*text);
  }
  if (const json::Number* number = value.number()) {
    return std::hash<double>()(number->as_double()) + 1;
  }
  if (const bool* boolean = value.boolean()) {
    return *boolean ? 2 : 3;
  }
  if (const json::Array* array = value.array()) {
    std::size_t hash = 5;
    for (const Value& item : *array) {
      hash = hash * kMix + hash_of(item);
    }
    return hash;
  }
  std::size_t hash = 7;
  if (const json::Object* object = value.object()) {
    for (const auto& [name, member] : *object) {
      hash += (std::hash<std::string>()(name) * kMix) ^ hash_of(member);
    }
  }
  return hash;
}

std::optional<Miss> judge_unique(const Elements& list, Kind kind,
                                 const std::string& expected,
                                 const Judging& judging) {
  std::unordered_multimap<std::size_t, std::size_t> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::size_t hash = hash_of(list.at(i));
    const auto [first, last] = seen.equal_range(hash);
    for (auto other = first; other != last; ++other) {
      if (list.at(other->second) == list.at(i)) {
        const Place place = list.place(i);
        Miss out =
            wrong_value({&list.at(i), nullptr, place}, kind, expected, judging);
        if (judging.explain) {
          out.place = shown(list.whole().text(), judging);
          out.found += " at " +
                       shown(list.place(other->second).text(), judging) +
                       " and at " + shown(place.text(), judging);
        }
        return out;
      }
    }
    seen.emplace(hash, i);
  }
  return std::nullopt;
}

struct Order {
  bool descending = false;
  std::optional<json::Path> by;
  std::string words() const {
    return std::string("to be sorted ") +
           (descending ? "descending" : "ascending") +
           (by ? " by " + by->text() : "");
  }
};

// Reads "asc", "desc" or nothing else.
bool read_direction(const Operand& operand, const tree::Node& node,
                    Order& into) {
  if (node.text != "asc" && node.text != "desc") {
    operand.tell(
        node,
        "'asc' or 'desc', or a mapping such as {by: $.price, order: desc}");
    return false;
  }
  into.descending = node.text == "desc";
  return true;
}

std::optional<Order> read_order(const Operand& operand) {
  Order order;
  if (operand.node.kind != tree::Kind::kMap) {
    return read_direction(operand, operand.node, order) ? std::optional(order)
                                                        : std::nullopt;
  }
  for (const tree::Entry& entry : operand.node.entries) {
    if (entry.key == "order") {
      if (!read_direction(operand, entry.value, order)) {
        return std::nullopt;
      }
    } else if (entry.key == "by") {
      const auto path = json::Path::parse(entry.value.text);
      if (!path || !path->singular()) {
        operand.tell(
            entry.value,
            "as 'by' a JSONPath to one value in each element, such as $.price" +
                (path ? "" : " (it is " + path.error().message + ')'));
        return std::nullopt;
      }
      order.by = *path;
    } else {
      operand.reading.problems.add(entry.key_pos,
                                   "unknown key '" + excerpt(entry.key, 60) +
                                       "' in 'sorted'; it takes by, order");
      return std::nullopt;
    }
  }
  if (!order.by) {
    operand.tell(
        "'asc' or 'desc', or a mapping such as {by: $.price, order: desc}");
    return std::nullopt;
  }
  return order;
}

// The key of an element: itself, or what `by` selects; null when that is
// nothing.
const Value* key_of(const Value& element, const Order& order) {
  if (!order.by) {
    return &element;
  }
  const auto nodes = order.by->select(element);
  return nodes && !nodes->empty() ? nodes->front().value : nullptr;
}

bool in_order(const Value& before, const Value& after, bool descending) {
  const int compared =
      before.number() != nullptr
          ? json::Number::compare(*before.number(), *after.number())
          : before.string()->compare(*after.string());
  return descending ? compared >= 0 : compared <= 0;
}

// Numbers with numbers, strings with strings.
bool sortable(const Value& value, const Value& first) {
  return (value.number() != nullptr && first.number() != nullptr) ||
         (value.string() != nullptr && first.string() != nullptr);
}

std::optional<Miss> judge_sorted(const Elements& list, const Order& order,
                                 Kind kind, const std::string& expected,
                                 const Judging& judging) {
  const Value* first = nullptr;
  const Value* last = nullptr;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value* key = key_of(list.at(i), order);
    const Place place = list.place(i);
    const Seen seen{key, nullptr, place};
    if (key == nullptr) {
      return missing(seen,
                     "to have " + (order.by ? order.by->text() : "") +
                         ", to be sorted by it",
                     judging);
    }
    first = first == nullptr ? key : first;
    if (!sortable(*key, *first)) {
      return wrong_type(seen,
                        first == key
                            ? "to be a number or a string, to be sorted"
                        : first->number() != nullptr
                            ? "to be a number as those before it, to be sorted"
                            : "to be a string as those before it, to be sorted",
                        judging);
    }
    if (last != nullptr && !in_order(*last, *key, order.descending)) {
      Miss out = wrong_value(seen, kind, expected, judging);
      if (judging.explain) {
        out.place = shown(list.whole().text(), judging);
        out.found += " at " + shown(place.text(), judging) + " after " +
                     show_found({last, nullptr, place}, kind, judging);
      }
      return out;
    }
    last = key;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Test> read_count(const Operand& operand) {
  const MatcherPtr matcher =
      read_matcher(operand.node, Kind::kNumber, "'count'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  std::string expected = "to have a count (" + matcher->expected() + ')';
  return Test{
      expected,
      [matcher, expected](const Seen& seen,
                          const Judging& judging) -> std::optional<Miss> {
        const auto list = Elements::of(seen);
        if (!list && seen.value != nullptr) {
          return wrong_type(seen, expected, judging);
        }
        const Value count(static_cast<std::int64_t>(list ? list->size() : 0));
        const Place place = seen.place.aspect("the count");
        return matcher->judge({&count, nullptr, place}, judging);
      }};
}

std::optional<Test> read_each(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  return list_test(operand, {"each element", matcher->expected()},
                   [matcher](const Elements& list, const Judging& judging) {
                     return judge_each(list, *matcher, judging);
                   });
}

std::optional<Test> read_any(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  const Words words{"some element", matcher->expected()};
  return list_test(
      operand, words,
      [matcher, words](const Elements& list, const Judging& judging) {
        return judge_any(list, *matcher, words, judging);
      });
}

std::optional<Test> read_includes(const Operand& operand) {
  return read_any(operand);
}

std::optional<Test> read_none(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  const Words words{"no element", matcher->expected()};
  const Kind kind = element_kind(operand.kind);
  return list_test(
      operand, words,
      [matcher, kind, words](const Elements& list, const Judging& judging) {
        return judge_none(list, *matcher, kind, words, judging);
      });
}

std::optional<Test> read_unique(const Operand& operand) {
  if (operand.node.kind != tree::Kind::kBoolean ||
      !*tree::to_json(operand.node).boolean()) {
    operand.tell("true");
    return std::nullopt;
  }
  const std::string expected = "to have no element twice";
  const Kind kind = element_kind(operand.kind);
  return list_test(
      operand, {{}, expected},
      [kind, expected](const Elements& list, const Judging& judging) {
        return judge_unique(list, kind, expected, judging);
      });
}

std::optional<Test> read_sorted(const Operand& operand) {
  const auto order = read_order(operand);
  if (!order) {
    return std::nullopt;
  }
  const std::string expected = order->words();
  const Kind kind = element_kind(operand.kind);
  return list_test(operand, {{}, expected},
                   [order = *order, kind, expected](const Elements& list,
                                                    const Judging& judging) {
                     return judge_sorted(list, order, kind, expected, judging);
                   });
}

}  // namespace switchgate::expect
