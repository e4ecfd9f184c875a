// Filters: conditions, comparisons and functions (RFC 9535 sections 2.3.5
// and 2.4).

#include <algorithm>
#include <string>
#include <variant>

#include "checks/base/text.h"
#include "checks/json/path_evaluate.h"

namespace switchgate::json {
namespace {

using syntax::Comparator;
using syntax::Function;

constexpr std::size_t kKeptPatterns = 16;

// Nothing equals Nothing, and nothing else.
bool equal(const Value* a, const Value* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

// Numbers and strings alone have an order; UTF-8 sorts as code points do.
bool less(const Value* a, const Value* b) {
  if (a == nullptr || b == nullptr) {
    return false;
  }
  if (a->number() != nullptr && b->number() != nullptr) {
    return Number::compare(*a->number(), *b->number()) < 0;
  }
  return a->string() != nullptr && b->string() != nullptr && *a->string() < *b->string();
}

bool compare(const Value* a, Comparator comparator, const Value* b) {
  switch (comparator) {
    case Comparator::kEqual:
      return equal(a, b);
    case Comparator::kNotEqual:
      return !equal(a, b);
    case Comparator::kLess:
      return less(a, b);
    case Comparator::kLessEqual:
      return less(a, b) || equal(a, b);
    case Comparator::kGreater:
      return less(b, a);
    case Comparator::kGreaterEqual:
      return less(b, a) || equal(a, b);
  }
  return false;
}

Value from_size(std::size_t size) { return Number::of(static_cast<std::uint64_t>(size)); }

std::optional<std::size_t> length(const Value& value) {
  if (const std::string* const string = value.string()) {
    return count_code_points(*string);
  }
  if (const Array* const array = value.array()) {
    return array->size();
  }
  if (const Object* const object = value.object()) {
    return object->size();
  }
  return std::nullopt;
}

}  // namespace

bool Evaluation::holds(const syntax::Condition& condition, const Value& current) {
  return std::visit(
      Overloaded{
          [&](const syntax::Comparison& comparison) { return holds(comparison, current); },
          [&](const syntax::Exists& exists) {
            return syntax::is_singular(exists.query)
                       ? follow(exists.query, current) != nullptr
                       : !run(exists.query, start_of(exists.query, current), Tracking::kNo).empty();
          },
          [&](const syntax::Call& call) { return matches(call, current); },
          [&](const syntax::AnyOf& any) {
            return std::any_of(any.conditions.begin(), any.conditions.end(),
                               [&](const auto& part) { return holds(part, current); });
          },
          [&](const syntax::AllOf& all) {
            return std::all_of(all.conditions.begin(), all.conditions.end(),
                               [&](const auto& part) { return holds(part, current); });
          },
          [&](const syntax::Not& negated) { return !holds(*negated.condition, current); },
      },
      condition.form);
}

bool Evaluation::holds(const syntax::Comparison& comparison, const Value& current) {
  Value left;
  Value right;
  const Value* const a = evaluate(comparison.left, current, left);
  const Value* const b = evaluate(comparison.right, current, right);
  return compare(a, comparison.comparator, b);
}

// match() and search(): false unless both are strings and the second is an
// I-Regexp.
bool Evaluation::matches(const syntax::Call& call, const Value& current) {
  Value text_storage;
  const Value* const text = evaluate(call.arguments[0], current, text_storage);
  if (text == nullptr || text->string() == nullptr) {
    return false;
  }
  const Regex* pattern = call.pattern ? &*call.pattern : nullptr;
  if (pattern == nullptr) {
    Value pattern_storage;
    const Value* const written = evaluate(call.arguments[1], current, pattern_storage);
    if (written == nullptr || written->string() == nullptr) {
      return false;
    }
    pattern = compiled(*written->string());
  }
  if (pattern == nullptr) {
    return false;
  }
  return call.function == Function::kMatch ? pattern->matches_whole(*text->string())
                                           : pattern->matches_somewhere(*text->string());
}

const Regex* Evaluation::compiled(const std::string& pattern) {
  auto found = patterns_.find(pattern);
  if (found == patterns_.end()) {
    if (patterns_.size() >= kKeptPatterns) {
      patterns_.clear();
    }
    auto regex = Regex::compile_iregexp(pattern);
    found =
        patterns_.emplace(pattern, regex ? std::optional(std::move(*regex)) : std::nullopt).first;
  }
  return found->second ? &*found->second : nullptr;
}

const Value* Evaluation::evaluate(const syntax::Operand& operand, const Value& current,
                                  Value& storage) {
  return std::visit(
      Overloaded{
          [](const Value& literal) -> const Value* { return &literal; },
          [&](const syntax::Query& query) -> const Value* { return follow(query, current); },
          [&](const syntax::Call& call) -> const Value* {
            return evaluate(call, current, storage);
          },
      },
      operand.form);
}

// The functions that give a value.
const Value* Evaluation::evaluate(const syntax::Call& call, const Value& current, Value& storage) {
  if (call.function == Function::kLength) {
    Value argument_storage;
    const Value* const argument = evaluate(call.arguments[0], current, argument_storage);
    const auto size = argument != nullptr ? length(*argument) : std::nullopt;
    if (!size) {
      return nullptr;
    }
    storage = from_size(*size);
    return &storage;
  }
  const auto& query = std::get<syntax::Query>(call.arguments[0].form);
  const Nodes nodes = run(query, start_of(query, current), Tracking::kNo);
  if (call.function == Function::kCount) {
    storage = from_size(nodes.size());
    return &storage;
  }
  return nodes.size() == 1 ? nodes[0].value : nullptr;  // value()
}

// A singular query needs no list of nodes.
const Value* Evaluation::follow(const syntax::Query& singular, const Value& current) {
  const Value* value = &start_of(singular, current);
  for (const syntax::Segment& segment : singular.segments) {
    if (!visit()) {
      return nullptr;
    }
    if (const auto* const name = std::get_if<syntax::Name>(&segment.selectors[0])) {
      const Object* const object = value->object();
      value = object != nullptr ? object->find(name->name) : nullptr;
    } else {
      const Array* const array = value->array();
      const auto& selector = std::get<syntax::Index>(segment.selectors[0]);
      const auto index =
          array != nullptr ? syntax::array_index(selector.index, array->size()) : std::nullopt;
      value = index ? &(*array)[*index] : nullptr;
    }
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

}  // namespace switchgate::json
