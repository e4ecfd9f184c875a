// The tokens of an XPath 1.0 expression, and what can be told from them alone:
// which prefixes it uses, and whether it selects one node at most.

#ifndef SWITCHGATE_CHECKS_XML_XPATH_SYNTAX_H_
#define SWITCHGATE_CHECKS_XML_XPATH_SYNTAX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace switchgate::xml {

enum class TokenKind : std::uint8_t {
  kPunctuation,  // ( ) [ ] , @ :: . .. / // $
  kOperator,     // | + - = != < <= > >= * and or div mod
  kNumber,
  kLiteral,
  kFunction,  // its name; also a node type, such as text
  kAxis,      // its name
  kNameTest,  // item, s:item, s:*, *
  kUnknown,   // a character that no token has
};

struct Token {
  TokenKind kind = TokenKind::kUnknown;
  std::string_view text;  // within the expression
  std::size_t at = 0;

  bool is(std::string_view wanted) const { return text == wanted; }
  std::string_view prefix() const;  // of a name test; empty: none
};

std::vector<Token> tokens_of(std::string_view expression);

// Does the expression, which is valid and gives nodes, give one at most for
// every document? So do a path of attributes, parents and the root element, and
// whatever a number picks out: `/feed/entry[1]/@id`, `(//entry)[last()]`.
bool selects_one_at_most(std::span<const Token> tokens);

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_XPATH_SYNTAX_H_
