// Operators that look at a list as a whole: no element twice, all in order.

#include <functional>
#include <unordered_map>

#include "checks/base/text.h"
#include "checks/expect/lists.h"

namespace switchgate::expect {
namespace {

using json::Value;

// The golden ratio, which spreads bits.
constexpr std::size_t kHashMix = 0x9E3779B97F4A7C15ULL;

// Equal values have equal hashes: numbers by value, members in any order.
std::size_t hash_of(const Value& value) {
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
      hash = hash * kHashMix + hash_of(item);
    }
    return hash;
  }
  std::size_t hash = 7;
  if (const json::Object* object = value.object()) {
    for (const auto& [name, member] : *object) {
      hash += (std::hash<std::string>()(name) * kHashMix) ^ hash_of(member);
    }
  }
  return hash;
}

std::optional<Miss> judge_unique(const Elements& list, Kind kind, const std::string& expected,
                                 const Judging& judging) {
  std::unordered_multimap<std::size_t, std::size_t> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::size_t hash = hash_of(list.at(i));
    const auto [first, last] = seen.equal_range(hash);
    for (auto other = first; other != last; ++other) {
      if (list.at(other->second) == list.at(i)) {
        const Place place = list.place(i);
        Miss out = wrong_value({&list.at(i), nullptr, place}, kind, expected, judging);
        if (judging.explain) {
          out.place = shown(list.whole().text(), judging);
          out.found += " at " + shown(list.place(other->second).text(), judging) + " and at " +
                       shown(place.text(), judging);
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
    return std::string("to be sorted ") + (descending ? "descending" : "ascending") +
           (by ? " by " + by->text() : "");
  }
};

// Reads "asc", "desc" or nothing else.
bool read_direction(const Operand& operand, const tree::Node& node, Order& into) {
  if (node.text != "asc" && node.text != "desc") {
    operand.tell(node, "'asc' or 'desc', or a mapping such as {by: $.price, order: desc}");
    return false;
  }
  into.descending = node.text == "desc";
  return true;
}

std::optional<Order> read_order(const Operand& operand) {
  Order order;
  if (operand.node.kind == tree::Kind::kBoolean && operand.node.text == "true") {
    return order;  // `sorted: true`, as people write it: upwards
  }
  if (operand.node.kind != tree::Kind::kMap) {
    return read_direction(operand, operand.node, order) ? std::optional(order) : std::nullopt;
  }
  for (const tree::Entry& entry : operand.node.entries) {
    if (entry.key == "order") {
      if (!read_direction(operand, entry.value, order)) {
        return std::nullopt;
      }
    } else if (entry.key == "by") {
      const auto path = json::Path::parse(entry.value.text);
      if (!path || !path->singular()) {
        operand.tell(entry.value,
                     "as 'by' a JSONPath to one value in each element, such as $.price" +
                         (path ? "" : " (it is " + path.error().message + ')'));
        return std::nullopt;
      }
      order.by = *path;
    } else {
      operand.reading.problems.add(entry.key_pos, "unknown key '" + excerpt(entry.key, 60) +
                                                      "' in 'sorted'; it takes by, order");
      return std::nullopt;
    }
  }
  if (!order.by) {
    operand.tell("'asc' or 'desc', or a mapping such as {by: $.price, order: desc}");
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
  const int compared = before.number() != nullptr
                           ? json::Number::compare(*before.number(), *after.number())
                           : before.string()->compare(*after.string());
  return descending ? compared >= 0 : compared <= 0;
}

// Numbers with numbers, strings with strings.
bool sortable(const Value& value, const Value& first) {
  return (value.number() != nullptr && first.number() != nullptr) ||
         (value.string() != nullptr && first.string() != nullptr);
}

std::optional<Miss> judge_sorted(const Elements& list, const Order& order, Kind kind,
                                 const std::string& expected, const Judging& judging) {
  const Value* first = nullptr;
  const Value* last = nullptr;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value* key = key_of(list.at(i), order);
    const Place place = list.place(i);
    const Seen seen{key, nullptr, place};
    if (key == nullptr) {
      return missing(seen, "to have " + (order.by ? order.by->text() : "") + ", to be sorted by it",
                     judging);
    }
    first = first == nullptr ? key : first;
    if (!sortable(*key, *first)) {
      return wrong_type(seen,
                        first == key ? "to be a number or a string, to be sorted"
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

std::optional<Test> read_unique(const Operand& operand) {
  if (operand.node.kind != tree::Kind::kBoolean || !*tree::to_json(operand.node).boolean()) {
    operand.tell("true");
    return std::nullopt;
  }
  const std::string expected = "to have no element twice";
  const Kind kind = element_kind(operand.kind);
  return list_test(operand, {{}, expected},
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
                   [order = *order, kind, expected](const Elements& list, const Judging& judging) {
                     return judge_sorted(list, order, kind, expected, judging);
                   });
}

}  // namespace switchgate::expect
