#include "checks/json/path_functions.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"

namespace switchgate::json {
namespace {

using syntax::Call;
using syntax::Function;
using syntax::Operand;
using syntax::Query;

// In the order of Function.
constexpr std::array<Signature, 5> kSignatures = {{
    {"length", Function::kLength, 1, false, false},
    {"count", Function::kCount, 1, true, false},
    {"match", Function::kMatch, 2, false, true},
    {"search", Function::kSearch, 2, false, true},
    {"value", Function::kValue, 1, true, false},
}};

// The call that `operand` is, by its signature; nullptr when it is no call.
const Signature* called(const Operand& operand) {
  const auto* const call = std::get_if<Call>(&operand.form);
  return call != nullptr ? &kSignatures[static_cast<std::size_t>(call->function)] : nullptr;
}

}  // namespace

const Signature* find_signature(std::string_view name) {
  const auto* const found = std::find_if(kSignatures.begin(), kSignatures.end(),
                                         [&](const Signature& s) { return s.name == name; });
  return found != kSignatures.end() ? found : nullptr;
}

std::string unknown_function(std::string_view name) {
  std::array<std::string_view, kSignatures.size()> names{};
  std::transform(kSignatures.begin(), kSignatures.end(), names.begin(),
                 [](const Signature& s) { return s.name; });
  const auto near = nearest_name(name, names);
  return "there is no function '" + excerpt(name, 40) + "'; " +
         (near ? "did you mean '" + *near + "'?"
               : "there are length, count, match, search and value");
}

std::optional<std::string> why_not_condition(const Operand& operand) {
  if (std::holds_alternative<Value>(operand.form)) {
    return "a literal alone is no condition: compare it with something";
  }
  const Signature* const call = called(operand);
  if (call != nullptr && !call->gives_condition) {
    const std::string name(call->name);
    return name + "() gives a value: compare it, such as " + name + "(…) == 1";
  }
  return std::nullopt;
}

std::optional<std::string> why_not_comparable(const Operand& operand) {
  const auto* const query = std::get_if<Query>(&operand.form);
  if (query != nullptr && !syntax::is_singular(*query)) {
    return "a comparison takes a path of names and indexes, which selects one "
           "value at most; "
           "count(…) and value(…) make one of many";
  }
  const Signature* const call = called(operand);
  if (call != nullptr && call->gives_condition) {
    return std::string(call->name) + "() is true or false already: it stands alone or after '!'";
  }
  return std::nullopt;
}

std::optional<std::string> why_not_argument(const Signature& signature, const Operand& operand) {
  const std::string name(signature.name);
  const auto* const query = std::get_if<Query>(&operand.form);
  if (signature.takes_nodes) {
    return query != nullptr
               ? std::nullopt
               : std::optional(name + "() takes a path, such as " + name + "(@.items[*])");
  }
  if (query != nullptr && !syntax::is_singular(*query)) {
    return name + "() takes one value: a path of names and indexes, or value(…)";
  }
  const Signature* const call = called(operand);
  if (call != nullptr && call->gives_condition) {
    return name + "() takes a value, not the outcome of " + std::string(call->name) + "()";
  }
  return std::nullopt;
}

}  // namespace switchgate::json
