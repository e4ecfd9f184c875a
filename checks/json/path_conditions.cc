// The conditions of filters: RFC 9535 section 2.3.5.1.

#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/path_functions.h"
#include "checks/json/path_grammar.h"

namespace switchgate::json {
namespace {

using syntax::Call;
using syntax::Comparator;
using syntax::Condition;
using syntax::Operand;
using syntax::Query;

constexpr int kMaxNesting = 100;  // parentheses, filters and calls inside each other

// Longer operators first.
constexpr std::array<std::pair<std::string_view, Comparator>, 6> kComparators = {{
    {"==", Comparator::kEqual},
    {"!=", Comparator::kNotEqual},
    {"<=", Comparator::kLessEqual},
    {">=", Comparator::kGreaterEqual},
    {"<", Comparator::kLess},
    {">", Comparator::kGreater},
}};

}  // namespace

// logical-or-expr; one level of nesting.
std::optional<Condition> PathGrammar::any_of() {
  if (++nesting_ > kMaxNesting) {
    in_.fail("conditions are nested deeper than " + std::to_string(kMaxNesting) + " levels");
    return std::nullopt;
  }
  auto condition = chain<syntax::AnyOf>(
      "||", [this] { return chain<syntax::AllOf>("&&", [this] { return basic(); }); });
  --nesting_;
  return condition;
}

// One part, or several joined by `sign`.
template <typename Joined, typename ParsePart>
std::optional<Condition> PathGrammar::chain(std::string_view sign, ParsePart parse_part) {
  Joined joined;
  for (;;) {
    auto part = parse_part();
    if (!part) {
      return std::nullopt;
    }
    joined.conditions.push_back(std::move(*part));
    const std::size_t end = in_.position();
    in_.skip_blanks();
    if (!in_.take(sign)) {
      in_.go_to(end);
      break;
    }
    in_.skip_blanks();
  }
  if (joined.conditions.size() == 1) {
    return std::move(joined.conditions.front());
  }
  return Condition{std::move(joined)};
}

// basic-expr: a condition in parentheses, a test, or a comparison; the first
// two may be negated.
std::optional<Condition> PathGrammar::basic() {
  if (in_.looking_at("!") && !in_.looking_at("!=")) {
    in_.take("!");
    in_.skip_blanks();
    auto condition = in_.peek() == '(' ? parenthesized() : test();
    if (!condition) {
      return std::nullopt;
    }
    return Condition{syntax::Not{std::make_shared<const Condition>(std::move(*condition))}};
  }
  return in_.peek() == '(' ? parenthesized() : test_or_comparison();
}

std::optional<Condition> PathGrammar::parenthesized() {
  const std::size_t start = in_.position();
  in_.take("(");
  in_.skip_blanks();
  auto condition = any_of();
  if (!condition) {
    return std::nullopt;
  }
  in_.skip_blanks();
  if (!in_.take(")")) {
    if (in_.done()) {
      in_.fail_at(start, "'(' is not closed");
    } else {
      in_.fail("expected ')', " + in_.found() + advice_on_operator());
    }
    return std::nullopt;
  }
  if (comparator_ahead()) {
    in_.fail("a condition in parentheses cannot be compared");
    return std::nullopt;
  }
  return condition;
}

std::optional<Condition> PathGrammar::test() {
  const std::size_t start = in_.position();
  auto tested = operand();
  if (!tested) {
    return std::nullopt;
  }
  if (comparator_ahead()) {
    in_.fail_at(start, "'!' before a comparison needs parentheses: !(@.a == 1)");
    return std::nullopt;
  }
  return as_test(std::move(*tested), start);
}

std::optional<Condition> PathGrammar::test_or_comparison() {
  const std::size_t start = in_.position();
  auto left = operand();
  if (!left) {
    return std::nullopt;
  }
  const auto comparator = take_comparator();
  if (!comparator) {
    return as_test(std::move(*left), start);
  }
  if (const auto why = why_not_comparable(*left)) {
    in_.fail_at(start, *why);
    return std::nullopt;
  }
  in_.skip_blanks();
  const std::size_t right_start = in_.position();
  auto right = operand();
  if (!right) {
    return std::nullopt;
  }
  if (const auto why = why_not_comparable(*right)) {
    in_.fail_at(right_start, *why);
    return std::nullopt;
  }
  return Condition{syntax::Comparison{std::move(*left), *comparator, std::move(*right)}};
}

bool PathGrammar::comparator_ahead() {
  const std::size_t here = in_.position();
  const bool ahead = take_comparator().has_value();
  in_.go_to(here);
  return ahead;
}

std::optional<Comparator> PathGrammar::take_comparator() {
  const std::size_t here = in_.position();
  in_.skip_blanks();
  for (const auto& [sign, comparator] : kComparators) {
    if (in_.take(sign)) {
      return comparator;
    }
  }
  in_.go_to(here);
  return std::nullopt;
}

std::optional<Condition> PathGrammar::as_test(Operand operand, std::size_t start) {
  if (const auto why = why_not_condition(operand)) {
    in_.skip_blanks();
    in_.fail_at(start, *why + advice_on_operator());
    return std::nullopt;
  }
  if (auto* const query = std::get_if<Query>(&operand.form)) {
    return Condition{syntax::Exists{std::move(*query)}};
  }
  return Condition{std::get<Call>(std::move(operand.form))};
}

// A literal, a path or a call.
std::optional<Operand> PathGrammar::operand() {
  const char c = in_.peek();
  if (c == '$' || c == '@') {
    in_.take(std::string_view(&c, 1));
    auto query = segments(c == '$');
    return query ? std::optional<Operand>(Operand{std::move(*query)}) : std::nullopt;
  }
  if (c == '\'' || c == '"') {
    auto string = in_.take_string();
    return string ? std::optional<Operand>(Operand{Value(std::move(*string))}) : std::nullopt;
  }
  if (c == '-' || (c >= '0' && c <= '9')) {
    auto number = in_.take_number();
    return number ? std::optional<Operand>(Operand{std::move(*number)}) : std::nullopt;
  }
  const std::size_t start = in_.position();
  const std::string_view word = in_.take_word();
  if (!word.empty() && in_.peek() == '(') {
    return call(word, start);
  }
  if (word == "true" || word == "false") {
    return Operand{Value(word == "true")};
  }
  if (word == "null") {
    return Operand{Value()};
  }
  in_.go_to(start);
  in_.fail("expected a path ('@' or '$'), a literal or a function, " + in_.found() +
           (word.empty() ? "" : "; strings take quotes, and members begin with '@.'"));
  return std::nullopt;
}

std::optional<Operand> PathGrammar::call(std::string_view name, std::size_t start) {
  const Signature* const signature = find_signature(name);
  if (signature == nullptr) {
    in_.fail_at(start, unknown_function(name));
    return std::nullopt;
  }
  if (++nesting_ > kMaxNesting) {
    in_.fail("calls are nested deeper than " + std::to_string(kMaxNesting) + " levels");
    return std::nullopt;
  }
  Call call;
  call.function = signature->function;
  in_.take("(");
  in_.skip_blanks();
  if (in_.peek() != ')' && !arguments(*signature, call)) {
    return std::nullopt;
  }
  if (!in_.take(")")) {
    in_.fail("expected ',' or ')', " + in_.found() + advice_on_operator());
    return std::nullopt;
  }
  if (call.arguments.size() != signature->parameters) {
    in_.fail_at(start, std::string(name) + "() takes " + std::to_string(signature->parameters) +
                           (signature->parameters == 1 ? " argument" : " arguments") + ", found " +
                           std::to_string(call.arguments.size()));
    return std::nullopt;
  }
  --nesting_;
  return Operand{std::move(call)};
}

bool PathGrammar::arguments(const Signature& signature, Call& call) {
  do {
    in_.skip_blanks();
    const std::size_t start = in_.position();
    auto argument = operand();
    if (!argument) {
      return false;
    }
    if (const auto why = why_not_argument(signature, *argument)) {
      return in_.fail_at(start, *why);
    }
    if (!compile_pattern(signature, call, *argument, start)) {
      return false;
    }
    call.arguments.push_back(std::move(*argument));
    in_.skip_blanks();
  } while (in_.take(","));
  return true;
}

// A pattern that is written out is compiled once, and a wrong one is the
// author's mistake: RFC 9535 would let it match nothing in silence.
bool PathGrammar::compile_pattern(const Signature& signature, Call& call, const Operand& argument,
                                  std::size_t start) {
  const auto* const literal = std::get_if<Value>(&argument.form);
  const bool is_pattern = signature.gives_condition && call.arguments.size() == 1;
  if (!is_pattern || literal == nullptr || literal->string() == nullptr) {
    return true;
  }
  auto pattern = Regex::compile_iregexp(*literal->string());
  if (!pattern) {
    return in_.fail_at(start, "the pattern is " + pattern.error().message);
  }
  call.pattern = std::move(*pattern);
  return true;
}

// For words that other languages have where JSONPath has signs.
std::string PathGrammar::advice_on_operator() const {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kAdvice = {{
      {"=~",
       "; patterns are matched by match(@.name, 'a.*') and "
       "search(@.name, 'b')"},
      {"===", "; write =="},
      {"=", "; write == for equality"},
      {"and", "; write &&"},
      {"or", "; write ||"},
      {"in", "; write (@.a == 1 || @.a == 2)"},
      {"&", "; write &&"},
      {"|", "; write ||"},
  }};
  for (const auto& [found, advice] : kAdvice) {
    if (in_.looking_at(found)) {
      return std::string(advice);
    }
  }
  return {};
}

}  // namespace switchgate::json
