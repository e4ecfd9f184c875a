#include "checks/json/path_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/path_scanner.h"

namespace switchgate::json {
namespace {

using namespace std::string_literals;
using syntax::Call;
using syntax::Comparator;
using syntax::Condition;
using syntax::Function;
using syntax::Operand;
using syntax::Query;
using syntax::Segment;
using syntax::Selector;

constexpr int kMaxNesting =
    100;  // parentheses, filters and calls inside each other

// The function extensions of RFC 9535 section 2.4. All parameters of one
// function have one type; no function takes a LogicalType.
struct Signature {
  std::string_view name;
  Function function;
  std::size_t parameters;
  bool takes_nodes;      // NodesType, else ValueType
  bool gives_condition;  // LogicalType, else ValueType
};
constexpr std::array<Signature, 5> kSignatures = {{
    {"length", Function::kLength, 1, false, false},
    {"count", Function::kCount, 1, true, false},
    {"match", Function::kMatch, 2, false, true},
    {"search", Function::kSearch, 2, false, true},
    {"value", Function::kValue, 1, true, false},
}};

const Signature& signature_of(Function function) {
  return kSignatures[static_cast<std::size_t>(function)];
}

// Longer operators first.
constexpr std::array<std::pair<std::string_view, Comparator>, 6> kComparators =
    {{
        {"==", Comparator::kEqual},
        {"!=", Comparator::kNotEqual},
        {"<=", Comparator::kLessEqual},
        {">=", Comparator::kGreaterEqual},
        {"<", Comparator::kLess},
        {">", Comparator::kGreater},
    }};

// A recursive descent. Each function returns nothing once the scanner holds an
// error.
class Parser {
 public:
  explicit Parser(std::string_view expression)
      : in_(expression), text_(expression) {}

  Result<Query> run() {
    if (const auto bad = find_invalid_utf8(text_)) {
      in_.fail_at(*bad, "the byte after it is not valid UTF-8");
      return *in_.error();
    }
    if (auto query = whole()) {
      return std::move(*query);
    }
    return *in_.error();
  }

 private:
  std::optional<Query> whole() {
    if (!in_.take("$")) {
      in_.fail("a JSONPath begins with '$', the whole document; " +
               in_.found());
      return std::nullopt;
    }
    auto query = segments(true);
    if (query && !in_.done()) {
      in_.fail(surplus());
      return std::nullopt;
    }
    return query;
  }

  // Why nothing more can follow a path here.
  std::string surplus() {
    const std::size_t at = in_.position();
    in_.skip_blanks();
    if (in_.done()) {
      in_.go_to(at);
      return "a JSONPath does not end with blanks";
    }
    in_.go_to(at);
    std::string message = "expected '.', '..' or '[', " + in_.found();
    if (in_.peek() == '(') {
      message +=
          "; functions stand inside filters, such as $[?length(@.name) > 3]";
    } else if (in_.peek() == '-' || in_.peek() == ':') {
      message +=
          "; a name with other characters goes into brackets and quotes, such "
          "as ['a-b']";
    }
    return message;
  }

  // *(S segment)
  std::optional<Query> segments(bool from_root) {
    Query query;
    query.from_root = from_root;
    for (;;) {
      const std::size_t end = in_.position();
      in_.skip_blanks();
      if (in_.peek() != '.' && in_.peek() != '[') {
        in_.go_to(end);
        return query;
      }
      auto next = segment();
      if (!next) {
        return std::nullopt;
      }
      query.segments.push_back(std::move(*next));
    }
  }

  std::optional<Segment> segment() {
    Segment segment;
    segment.descendants = in_.take("..");
    if (in_.peek() == '[') {
      return bracketed(std::move(segment));
    }
    if (!segment.descendants) {
      in_.take(".");
    }
    if (in_.take("*")) {
      segment.selectors.emplace_back(syntax::Wildcard{});
      return segment;
    }
    const std::string_view name = in_.take_name();
    if (name.empty()) {
      in_.fail("expected a name, '*' or '[' after '"s +
               (segment.descendants ? ".." : ".") + "', " + in_.found() +
               advice_on_name());
      return std::nullopt;
    }
    segment.selectors.emplace_back(syntax::Name{std::string(name)});
    return segment;
  }

  std::string advice_on_name() const {
    const char c = in_.peek();
    if (c >= '0' && c <= '9') {
      return "; an index goes into brackets, such as [0]";
    }
    if (c == '\'' || c == '"') {
      return "; a quoted name goes into brackets, such as ['a-b']";
    }
    return {};
  }

  std::optional<Segment> bracketed(Segment segment) {
    const std::size_t start = in_.position();
    in_.take("[");
    do {
      in_.skip_blanks();
      auto next = selector();
      if (!next) {
        return std::nullopt;
      }
      segment.selectors.push_back(std::move(*next));
      in_.skip_blanks();
    } while (in_.take(","));
    if (in_.take("]")) {
      return segment;
    }
    if (in_.done()) {
      in_.fail_at(start, "'[' is not closed");
    } else {
      in_.fail("expected ',' or ']', " + in_.found() + advice_on_operator());
    }
    return std::nullopt;
  }

  // For words that other languages have where JSONPath has signs.
  std::string advice_on_operator() const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8>
        kAdvice = {{
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

  std::optional<Selector> selector() {
    const char c = in_.peek();
    if (c == '\'' || c == '"') {
      auto name = in_.take_string();
      return name ? std::optional<Selector>(syntax::Name{std::move(*name)})
                  : std::nullopt;
    }
    if (in_.take("*")) {
      return syntax::Wildcard{};
    }
    if (in_.take("?")) {
      in_.skip_blanks();
      auto filter = any_of();
      if (!filter) {
        return std::nullopt;
      }
      return syntax::Filter{
          std::make_shared<const Condition>(std::move(*filter))};
    }
    if (c == ':' || c == '-' || (c >= '0' && c <= '9')) {
      return index_or_slice();
    }
    std::string message =
        "expected a quoted name, an index, a slice, '*' or '?', " + in_.found();
    if (const std::string_view name = in_.take_name(); !name.empty()) {
      in_.go_to(in_.position() - name.size());
      message +=
          "; names in brackets take quotes: ['" + excerpt(name, 40) + "']";
    } else if (c == '(') {
      message += "; a filter begins with '?', such as [?@.price < 10]";
    }
    in_.fail(message);
    return std::nullopt;
  }

  // [start S] ":" S [end S] [":" [S step]]
  std::optional<Selector> index_or_slice() {
    syntax::Slice slice;
    if (in_.peek() != ':') {
      slice.start = in_.take_integer();
      if (!slice.start) {
        return std::nullopt;
      }
      const std::size_t end = in_.position();
      in_.skip_blanks();
      if (in_.peek() != ':') {
        in_.go_to(end);
        return syntax::Index{*slice.start};
      }
    }
    in_.take(":");
    if (!optional_integer(slice.end)) {
      return std::nullopt;
    }
    if (in_.take(":")) {
      std::optional<std::int64_t> step;
      if (!optional_integer(step)) {
        return std::nullopt;
      }
      slice.step = step.value_or(1);
    }
    return slice;
  }

  // S [int S]; false when there is one and it is wrong.
  bool optional_integer(std::optional<std::int64_t>& value) {
    in_.skip_blanks();
    const char c = in_.peek();
    if (c == '-' || (c >= '0' && c <= '9')) {
      value = in_.take_integer();
      if (!value) {
        return false;
      }
      in_.skip_blanks();
    }
    return true;
  }

  // logical-or-expr; one level of nesting.
  std::optional<Condition> any_of() {
    if (++nesting_ > kMaxNesting) {
      in_.fail("conditions are nested deeper than " +
               std::to_string(kMaxNesting) + " levels");
      return std::nullopt;
    }
    auto condition = chain<syntax::AnyOf>("||", [this] {
      return chain<syntax::AllOf>("&&", [this] { return basic(); });
    });
    --nesting_;
    return condition;
  }

  // One part, or several joined by `sign`.
  template <typename Joined, typename ParsePart>
  std::optional<Condition> chain(std::string_view sign, ParsePart parse_part) {
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
  std::optional<Condition> basic() {
    if (in_.looking_at("!") && !in_.looking_at("!=")) {
      in_.take("!");
      in_.skip_blanks();
      auto condition = in_.peek() == '(' ? parenthesized() : test();
      if (!condition) {
        return std::nullopt;
      }
      return Condition{syntax::Not{
          std::make_shared<const Condition>(std::move(*condition))}};
    }
    return in_.peek() == '(' ? parenthesized() : test_or_comparison();
  }

  std::optional<Condition> parenthesized() {
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

  std::optional<Condition> test() {
    const std::size_t start = in_.position();
    auto tested = operand();
    if (!tested) {
      return std::nullopt;
    }
    if (comparator_ahead()) {
      in_.fail_at(start,
                  "'!' before a comparison needs parentheses: !(@.a == 1)");
      return std::nullopt;
    }
    return as_test(std::move(*tested), start);
  }

  std::optional<Condition> test_or_comparison() {
    const std::size_t left_start = in_.position();
    auto left = operand();
    if (!left) {
      return std::nullopt;
    }
    const auto comparator = take_comparator();
    if (!comparator) {
      return as_test(std::move(*left), left_start);
    }
    if (!check_comparable(*left, left_start)) {
      return std::nullopt;
    }
    in_.skip_blanks();
    const std::size_t right_start = in_.position();
    auto right = operand();
    if (!right || !check_comparable(*right, right_start)) {
      return std::nullopt;
    }
    return Condition{
        syntax::Comparison{std::move(*left), *comparator, std::move(*right)}};
  }

  bool comparator_ahead() {
    const std::size_t here = in_.position();
    const bool ahead = take_comparator().has_value();
    in_.go_to(here);
    return ahead;
  }

  std::optional<Comparator> take_comparator() {
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

  std::optional<Condition> as_test(Operand operand, std::size_t start) {
    if (auto* const query = std::get_if<Query>(&operand.form)) {
      return Condition{syntax::Exists{std::move(*query)}};
    }
    if (auto* const call = std::get_if<Call>(&operand.form)) {
      const Signature& signature = signature_of(call->function);
      if (signature.gives_condition) {
        return Condition{std::move(*call)};
      }
      in_.fail_at(start, std::string(signature.name) +
                             "() gives a value: compare it, such as " +
                             std::string(signature.name) + "(…) > 0" +
                             advice_on_operator());
      return std::nullopt;
    }
    in_.fail_at(start,
                "a literal alone is no condition: compare it with something" +
                    advice_on_operator());
    return std::nullopt;
  }

  bool check_comparable(const Operand& operand, std::size_t start) {
    if (const auto* const query = std::get_if<Query>(&operand.form)) {
      return syntax::is_singular(*query) ||
             in_.fail_at(start,
                         "a comparison takes a path of names and indexes, "
                         "which selects one value at "
                         "most; count(…) and value(…) make one of many");
    }
    if (const auto* const call = std::get_if<Call>(&operand.form)) {
      const Signature& signature = signature_of(call->function);
      return !signature.gives_condition ||
             in_.fail_at(start, std::string(signature.name) +
                                    "() is true or false already: it stands "
                                    "alone or after '!'");
    }
    return true;
  }

  // A literal, a path or a call.
  std::optional<Operand> operand() {
    const char c = in_.peek();
    if (c == '$' || c == '@') {
      in_.take(std::string_view(&c, 1));
      auto query = segments(c == '$');
      return query ? std::optional<Operand>(Operand{std::move(*query)})
                   : std::nullopt;
    }
    if (c == '\'' || c == '"') {
      auto string = in_.take_string();
      return string ? std::optional<Operand>(Operand{Value(std::move(*string))})
                    : std::nullopt;
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
      auto number = in_.take_number();
      return number ? std::optional<Operand>(Operand{std::move(*number)})
                    : std::nullopt;
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
    in_.fail("expected a path ('@' or '$'), a literal or a function, " +
             in_.found() +
             (word.empty()
                  ? ""
                  : "; strings take quotes, and members begin with '@.'"));
    return std::nullopt;
  }

  std::optional<Operand> call(std::string_view name, std::size_t start) {
    const auto* const signature = std::find_if(
        kSignatures.begin(), kSignatures.end(),
        [&](const Signature& candidate) { return candidate.name == name; });
    if (signature == kSignatures.end()) {
      in_.fail_at(start, unknown_function(name));
      return std::nullopt;
    }
    if (++nesting_ > kMaxNesting) {
      in_.fail("calls are nested deeper than " + std::to_string(kMaxNesting) +
               " levels");
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
      in_.fail_at(
          start, std::string(name) + "() takes " +
                     std::to_string(signature->parameters) +
                     (signature->parameters == 1 ? " argument" : " arguments") +
                     ", found " + std::to_string(call.arguments.size()));
      return std::nullopt;
    }
    --nesting_;
    return Operand{std::move(call)};
  }

  bool arguments(const Signature& signature, Call& call) {
    do {
      in_.skip_blanks();
      const std::size_t start = in_.position();
      auto argument = operand();
      if (!argument || !check_argument(signature, *argument, start) ||
          !compile_pattern(call, *argument, start)) {
        return false;
      }
      call.arguments.push_back(std::move(*argument));
      in_.skip_blanks();
    } while (in_.take(","));
    return true;
  }

  bool check_argument(const Signature& signature, const Operand& argument,
                      std::size_t start) {
    const auto* const query = std::get_if<Query>(&argument.form);
    const std::string name(signature.name);
    if (signature.takes_nodes) {
      return query != nullptr ||
             in_.fail_at(start, name + "() takes a path, such as " + name +
                                    "(@.items[*])");
    }
    if (query != nullptr) {
      return syntax::is_singular(*query) ||
             in_.fail_at(start, name +
                                    "() takes one value: a path of names and "
                                    "indexes, or value(…)");
    }
    const auto* const call = std::get_if<Call>(&argument.form);
    return call == nullptr || !signature_of(call->function).gives_condition ||
           in_.fail_at(start,
                       name + "() takes a value, not the outcome of " +
                           std::string(signature_of(call->function).name) +
                           "()");
  }

  // A pattern that is written out is compiled once, and a wrong one is the
  // author's mistake: RFC 9535 would let it match nothing in silence.
  bool compile_pattern(Call& call, const Operand& argument, std::size_t start) {
    const auto* const literal = std::get_if<Value>(&argument.form);
    const bool is_pattern = signature_of(call.function).gives_condition &&
                            call.arguments.size() == 1;
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

  static std::string unknown_function(std::string_view name) {
    std::array<std::string_view, kSignatures.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) {
      names[i] = kSignatures[i].name;
    }
    const auto near = nearest_name(name, names);
    return "there is no function '" + excerpt(name, 40) + "'; " +
           (near ? "did you mean '" + *near + "'?"
                 : "there are length, count, match, search and value");
  }

  Scanner in_;
  std::string_view text_;
  int nesting_ = 0;
};

}  // namespace

Result<Query> parse_path(std::string_view expression) {
  return Parser(expression).run();
}

}  // namespace switchgate::json
