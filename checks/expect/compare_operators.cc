// Operators that compare a value with another: equality and order.

#include <cmath>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Number;
using json::Value;

// The hundreds of "2xx", or nothing.
std::optional<int> status_class(const tree::Node& node) {
  const std::string& text = node.text;
  if (node.is_data || node.kind != tree::Kind::kString || text.size() != 3 || text[0] < '1' ||
      text[0] > '5' || to_lower_ascii(text.substr(1)) != "xx") {
    return std::nullopt;
  }
  return text[0] - '0';
}

// One value to be equal to, and how it is shown.
struct Sample {
  Value value;
  std::optional<int> hundreds;  // of a status class, instead of a value
  std::string text;

  bool equals(const Value& found) const {
    if (!hundreds) {
      return found == value;
    }
    return std::floor(found.number()->as_double() / 100) == *hundreds;
  }
};

std::optional<Sample> read_status(const Operand& operand, const tree::Node& node) {
  if (const auto hundreds = status_class(node)) {
    return Sample{{}, hundreds, to_lower_ascii(node.text)};
  }
  const auto number = node.is_scalar() ? parse_number(node.text) : std::nullopt;
  if (!number || !number->is_integer() || number->as_double() < 100 || number->as_double() > 599) {
    operand.tell(node, node.is_data ? "a status such as 200 (`${…|raw}` takes 2xx too)"
                                    : "a status such as 200 or 2xx");
    return std::nullopt;
  }
  return Sample{*number, std::nullopt, number->text()};
}

std::optional<std::string> read_digest(const Operand& operand, const tree::Node& node) {
  std::string digest = to_lower_ascii(node.text);
  const bool sound = node.is_scalar() && digest.size() == 64 &&
                     digest.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!sound) {
    operand.tell(node, "64 hexadecimal digits");
    return std::nullopt;
  }
  return digest;
}

// The operand for equality: as written for texts, by value for the rest.
std::optional<Sample> read_sample(const Operand& operand, const tree::Node& node) {
  Sample sample;
  switch (operand.kind) {
    case Kind::kStatus:
      return read_status(operand, node);
    case Kind::kText:
    case Kind::kHeader:
    case Kind::kOptionalText:
      if (!node.is_scalar() || node.kind == tree::Kind::kNull) {
        operand.tell(node, "a text");
        return std::nullopt;
      }
      sample.value = node.text;
      break;
    case Kind::kRawBytes:
    case Kind::kDigest: {
      auto read = operand.kind == Kind::kDigest ? read_digest(operand, node)
                                                : read_raw_bytes(operand, node);
      if (!read) {
        return std::nullopt;
      }
      sample.value = *std::move(read);
      break;
    }
    case Kind::kBoolean:
      sample.value = tree::to_json(node);
      if (sample.value.boolean() == nullptr) {
        operand.tell(node, "true or false");
        return std::nullopt;
      }
      break;
    case Kind::kNumber:
    case Kind::kOptionalNumber:
    case Kind::kBytes:
      sample.value = tree::to_json(node);
      if (sample.value.number() == nullptr) {
        operand.tell(node, "a number");
        return std::nullopt;
      }
      break;
    default:
      if (!node.written) {
        operand.tell(node, "a value (write null for null)");
        return std::nullopt;
      }
      sample.value = tree::to_json(node);
  }
  sample.text = show_operand(sample.value, operand.kind);
  return sample;
}

// Where two values first differ, told only when it lies deeper than both.
void find_difference(const Value& found, const Value& expected, const Place& place,
                     const Judging& judging, std::optional<std::string>& where) {
  if (found.array() != nullptr && expected.array() != nullptr) {
    const json::Array& a = *found.array();
    const json::Array& b = *expected.array();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      if (a[i] != b[i]) {
        return find_difference(a[i], b[i], place.element(i), judging, where);
      }
    }
  } else if (found.object() != nullptr && expected.object() != nullptr) {
    for (const auto& [name, value] : *expected.object()) {
      const Value* other = found.object()->find(name);
      if (other == nullptr || *other != value) {
        const Place inner = place.member(name);
        if (other == nullptr) {
          where = inner.text();
          return;
        }
        return find_difference(*other, value, inner, judging, where);
      }
    }
    for (const auto& [name, value] : *found.object()) {
      if (expected.object()->find(name) == nullptr) {
        where = place.member(name).text();
        return;
      }
    }
  }
  where = place.text();
}

bool same_kind(const Value& a, const Value& b) { return a.kind_name() == b.kind_name(); }

Miss unequal(const Seen& seen, const Sample& sample, Kind kind, const std::string& expected,
             const Judging& judging) {
  if (!judging.explain || kind != Kind::kJson) {
    return wrong_value(seen, kind, expected, judging);
  }
  if (!same_kind(*seen.value, sample.value)) {
    Miss miss = wrong_type(seen, expected, judging);
    miss.why = Miss::Why::kValue;
    return miss;
  }
  Miss miss = wrong_value(seen, kind, expected, judging);
  if (sample.value.array() != nullptr || sample.value.object() != nullptr) {
    std::optional<std::string> where;
    find_difference(*seen.value, sample.value, seen.place, judging, where);
    miss.evidence.push_back({"first difference", shown(where.value_or(""), judging)});
  }
  return miss;
}

// Numbers, durations and numeric texts, as one number.
std::optional<Number> number_in(const Value& value, Kind kind) {
  if (is_text(kind)) {
    return value.string() == nullptr ? std::nullopt : parse_number(trim(*value.string()));
  }
  return value.number() == nullptr ? std::nullopt : std::optional(*value.number());
}

std::optional<Number> read_number(const Operand& operand, const tree::Node& node,
                                  std::string_view expected = {}) {
  if (operand.kind == Kind::kDuration) {
    const auto duration = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
    if (!duration) {
      operand.tell(node, expected.empty() ? "a duration such as '250ms'" : expected);
      return std::nullopt;
    }
    return Number::of(std::int64_t{duration->count()});
  }
  const Value value = tree::to_json(node);
  if (value.number() == nullptr) {
    operand.tell(node, expected.empty() ? "a number" : expected);
    return std::nullopt;
  }
  return *value.number();
}

template <typename Holds>
Test number_test(std::string expected, Kind kind, Holds holds) {
  return value_test(std::move(expected), kind, [kind, holds](const Value& value, const Judging&) {
    const auto number = number_in(value, kind);
    return !number ? Fit::kWrongType : holds(*number) ? Fit::kYes : Fit::kNo;
  });
}

// `wanted(order)`, where `order` is -1, 0 or 1: the value compared with the
// operand.
template <typename Wanted>
std::optional<Test> read_order(const Operand& operand, const std::string& words, Wanted wanted) {
  const auto limit = read_number(operand, operand.node);
  if (!limit) {
    return std::nullopt;
  }
  return number_test(words + ' ' + show_operand(*limit, operand.kind), operand.kind,
                     [limit = *limit, wanted](const Number& found) {
                       return wanted(Number::compare(found, limit));
                     });
}

}  // namespace

std::optional<Test> read_equals(const Operand& operand) {
  auto sample = read_sample(operand, operand.node);
  if (!sample) {
    return std::nullopt;
  }
  const Kind kind = operand.kind;
  std::string expected = (kind == Kind::kStatus ? "" : "to equal ") + sample->text;
  return Test{expected,
              [sample = std::move(*sample), kind, expected](
                  const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                if (seen.value == nullptr) {
                  return missing(seen, expected, judging);
                }
                if (sample.equals(*seen.value)) {
                  return std::nullopt;
                }
                return unequal(seen, sample, kind, expected, judging);
              }};
}

std::optional<Test> read_one_of(const Operand& operand) {
  if (operand.node.kind != tree::Kind::kList || operand.node.items.empty()) {
    operand.tell("a list of values");
    return std::nullopt;
  }
  std::vector<Sample> samples;
  std::string expected;
  for (const tree::Node& item : operand.node.items) {
    auto sample = read_sample(operand, item);
    if (!sample) {
      return std::nullopt;
    }
    const bool last = &item == &operand.node.items.back();
    expected += samples.empty() ? "" : last ? " or " : ", ";
    expected += sample->text;
    samples.push_back(std::move(*sample));
  }
  return value_test((operand.kind == Kind::kStatus ? "" : "to be one of ") + expected, operand.kind,
                    [samples](const Value& value, const Judging&) {
                      for (const Sample& sample : samples) {
                        if (sample.equals(value)) {
                          return Fit::kYes;
                        }
                      }
                      return Fit::kNo;
                    });
}

std::optional<Test> read_not(const Operand& operand) {
  if (!operand.node.is_data &&
      (operand.node.find("exists") != nullptr || operand.node.find("optional") != nullptr)) {
    operand.tell(
        "a matcher of a value; for something that must not be there write "
        "'exists: false'");
    return std::nullopt;
  }
  const MatcherPtr matcher = read_matcher(operand.node, operand.kind, "'not'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  std::string expected = "not " + matcher->expected();
  return Test{expected,
              [matcher, kind = operand.kind, expected](
                  const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                if (seen.value == nullptr) {
                  return missing(seen, expected, judging);
                }
                Judging quiet = judging;
                quiet.explain = false;
                auto inner = matcher->judge(seen, quiet);
                if (!inner) {
                  return wrong_value(seen, kind, expected, judging);
                }
                return inner->why == Miss::Why::kUndecided ? matcher->judge(seen, judging)
                                                           : std::nullopt;
              }};
}

std::optional<Test> read_less_than(const Operand& operand) {
  return read_order(operand, "to be less than", [](int order) { return order < 0; });
}

std::optional<Test> read_at_most(const Operand& operand) {
  return read_order(operand, "to be at most", [](int order) { return order <= 0; });
}

std::optional<Test> read_greater_than(const Operand& operand) {
  return read_order(operand, "to be greater than", [](int order) { return order > 0; });
}

std::optional<Test> read_at_least(const Operand& operand) {
  return read_order(operand, "to be at least", [](int order) { return order >= 0; });
}

std::optional<Test> read_between(const Operand& operand) {
  if (operand.node.kind != tree::Kind::kList || operand.node.items.size() != 2) {
    operand.tell("two values, [lowest, highest]");
    return std::nullopt;
  }
  const auto low = read_number(operand, operand.node.items[0]);
  const auto high = read_number(operand, operand.node.items[1]);
  if (!low || !high) {
    return std::nullopt;
  }
  const std::string shown_low = show_operand(*low, operand.kind);
  const std::string shown_high = show_operand(*high, operand.kind);
  if (Number::compare(*low, *high) > 0) {
    operand.reading.problems.add(operand.node.pos, "'between' expects the lower value first, got " +
                                                       shown_low + " before " + shown_high);
    return std::nullopt;
  }
  return number_test("to be between " + shown_low + " and " + shown_high, operand.kind,
                     [low = *low, high = *high](const Number& found) {
                       return Number::compare(low, found) <= 0 && Number::compare(found, high) <= 0;
                     });
}

std::optional<Test> read_approx(const Operand& operand) {
  const tree::Node* value = operand.node.find("value");
  const tree::Node* within = operand.node.find("within");
  if (value == nullptr || within == nullptr || operand.node.entries.size() != 2) {
    operand.tell("a mapping {value, within}");
    return std::nullopt;
  }
  const auto center = read_number(operand, *value);
  const auto percent = within->is_scalar() ? parse_percent(within->text) : std::nullopt;
  auto distance = percent || !center
                      ? center
                      : read_number(operand, *within, "a distance such as 0.5 or 5% as 'within'");
  if (!center || !distance) {
    return std::nullopt;
  }
  const double reach = percent ? std::abs(center->as_double()) * *percent : distance->as_double();
  if (reach < 0) {
    operand.tell(*within, "a distance that is not negative as 'within'");
    return std::nullopt;
  }
  const std::string shown_reach = percent ? within->text : show_operand(*distance, operand.kind);
  return number_test("to be within " + shown_reach + " of " + show_operand(*center, operand.kind),
                     operand.kind, [center = center->as_double(), reach](const Number& found) {
                       return std::abs(found.as_double() - center) <= reach;
                     });
}

}  // namespace switchgate::expect
