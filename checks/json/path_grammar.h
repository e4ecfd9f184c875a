// The grammar of RFC 9535 as one recursive descent: path_parser.cc holds paths
// and selectors, path_conditions.cc what stands in filters. The two call each
// other.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_GRAMMAR_H_
#define SWITCHGATE_CHECKS_JSON_PATH_GRAMMAR_H_

#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"
#include "checks/json/path_functions.h"
#include "checks/json/path_scanner.h"
#include "checks/json/path_syntax.h"

namespace switchgate::json {

// Each function reads what it is named after; once the scanner holds an error
// it returns nothing, or false.
class PathGrammar {
 public:
  explicit PathGrammar(std::string_view expression) : in_(expression), text_(expression) {}
  Result<syntax::Query> run();

 private:
  std::optional<syntax::Query> whole();
  std::optional<syntax::Query> segments(bool from_root);
  std::optional<syntax::Segment> segment();
  std::optional<syntax::Segment> bracketed(syntax::Segment segment);
  std::optional<syntax::Selector> selector();
  std::optional<syntax::Selector> index_or_slice();
  bool optional_integer(std::optional<std::int64_t>& value);
  std::string surplus();
  std::string advice_on_name() const;

  std::optional<syntax::Condition> any_of();
  template <typename Joined, typename ParsePart>
  std::optional<syntax::Condition> chain(std::string_view sign, ParsePart parse_part);
  std::optional<syntax::Condition> basic();
  std::optional<syntax::Condition> parenthesized();
  std::optional<syntax::Condition> test();
  std::optional<syntax::Condition> test_or_comparison();
  std::optional<syntax::Condition> as_test(syntax::Operand operand, std::size_t start);
  std::optional<syntax::Comparator> take_comparator();
  bool comparator_ahead();
  std::optional<syntax::Operand> operand();
  std::optional<syntax::Operand> call(std::string_view name, std::size_t start);
  bool arguments(const Signature& signature, syntax::Call& call);
  bool compile_pattern(const Signature& signature, syntax::Call& call,
                       const syntax::Operand& argument, std::size_t start);
  std::string advice_on_operator() const;

  Scanner in_;
  std::string_view text_;
  int nesting_ = 0;
};

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_GRAMMAR_H_
