// Splits XPath into tokens by the rules of XPath 1.0 section 3.7.

#include "checks/xml/xpath_syntax.h"

#include <algorithm>
#include <array>

#include "checks/xml/characters.h"

namespace switchgate::xml {
namespace {

using Tokens = std::span<const Token>;

constexpr std::array<std::string_view, 4> kNamedOperators = {"and", "or", "div", "mod"};
// Longer ones first.
constexpr std::array<std::string_view, 11> kPunctuation = {"::", "..", "//", "(", ")", "[",
                                                           "]",  ",",  "@",  ".", "/"};
constexpr std::array<std::string_view, 9> kOperators = {"!=", "<=", ">=", "|", "+",
                                                        "-",  "=",  "<",  ">"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Behind these an operand comes, so '*' and 'and' are names there.
bool operand_follows(const Token& before) {
  return before.kind == TokenKind::kOperator ||
         (before.kind == TokenKind::kPunctuation && !before.is(")") && !before.is("]") &&
          !before.is(".") && !before.is(".."));
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (true) {
      skip_blanks();
      if (at_ >= text_.size()) {
        return std::move(tokens_);
      }
      next();
    }
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
  }

  void add(TokenKind kind, std::size_t bytes) {
    tokens_.push_back({kind, text_.substr(at_, bytes), at_});
    at_ += bytes;
  }

  template <std::size_t N>
  bool add_one_of(const std::array<std::string_view, N>& words, TokenKind kind) {
    const auto* word = std::find_if(words.begin(), words.end(), [&](std::string_view one) {
      return text_.substr(at_).starts_with(one);
    });
    if (word == words.end()) {
      return false;
    }
    add(kind, word->size());
    return true;
  }

  void next() {
    const std::string_view rest = text_.substr(at_);
    const bool operand = tokens_.empty() || operand_follows(tokens_.back());
    if (is_digit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && is_digit(rest[1]))) {
      add(TokenKind::kNumber, number_length(rest));
    } else if (rest[0] == '"' || rest[0] == '\'') {
      const std::size_t end = rest.find(rest[0], 1);
      add(end == std::string_view::npos ? TokenKind::kUnknown : TokenKind::kLiteral,
          end == std::string_view::npos ? rest.size() : end + 1);
    } else if (rest[0] == '*') {
      add(operand ? TokenKind::kNameTest : TokenKind::kOperator, 1);
    } else if (const std::size_t length = name_length(rest); length > 0) {
      add_name(rest, length, operand);
    } else if (!add_one_of(kPunctuation, TokenKind::kPunctuation) &&
               !add_one_of(kOperators, TokenKind::kOperator)) {
      add(TokenKind::kUnknown, code_point_at(text_, at_).bytes);
    }
  }

  static std::size_t number_length(std::string_view rest) {
    std::size_t length = 0;
    bool point = false;
    while (length < rest.size() && (is_digit(rest[length]) || (!point && rest[length] == '.'))) {
      point = point || rest[length] == '.';
      ++length;
    }
    return length;
  }

  void add_name(std::string_view rest, std::size_t length, bool operand) {
    const std::string_view name = rest.substr(0, length);
    if (!operand &&
        std::find(kNamedOperators.begin(), kNamedOperators.end(), name) != kNamedOperators.end()) {
      return add(TokenKind::kOperator, length);
    }
    std::string_view behind = rest.substr(length);
    if (behind.size() > 1 && behind[0] == ':' && behind[1] != ':') {
      const std::size_t local = behind[1] == '*' ? 1 : name_length(behind.substr(1));
      length += local == 0 ? 0 : local + 1;
      behind = rest.substr(length);
    }
    const std::size_t blanks = std::min(behind.find_first_not_of(" \t\r\n"), behind.size());
    behind.remove_prefix(blanks);
    add(behind.starts_with("::")  ? TokenKind::kAxis
        : behind.starts_with("(") ? TokenKind::kFunction
                                  : TokenKind::kNameTest,
        length);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

// Walks over the steps of a path and keeps book of how many nodes there can be.
class PathWalk {
 public:
  explicit PathWalk(Tokens tokens) : tokens_(tokens) {}

  bool one_at_most() {
    if (peek("(")) {
      const std::size_t end = closing(at_);
      one_ = selects_one_at_most(tokens_.subspan(at_ + 1, end - at_ - 1));
      at_root_ = false;
      at_ = end + 1;
      one_ = predicates() || one_;
    } else if (!peek("/") && !peek("//")) {
      step();
    } else if (tokens_.size() == 1) {
      return true;  // "/" alone
    }
    while (at_ < tokens_.size()) {
      if (!peek("/") && !peek("//")) {
        return false;  // a union
      }
      one_ = one_ && peek("/");
      ++at_;
      step();
    }
    return one_;
  }

 private:
  bool peek(std::string_view text) const {
    return at_ < tokens_.size() && tokens_[at_].kind == TokenKind::kPunctuation &&
           tokens_[at_].is(text);
  }

  // The bracket that closes the one at `open`; the last token if none does.
  std::size_t closing(std::size_t open) const {
    std::size_t depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::kPunctuation) {
        continue;
      }
      depth += tokens_[i].is("(") || tokens_[i].is("[") ? 1 : 0;
      depth -= tokens_[i].is(")") || tokens_[i].is("]") ? 1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens_.size() - 1;
  }

  void step() {
    bool single = false;   // one node at most for each node before
    bool element = false;  // a test that only elements pass
    std::string_view axis = "child";
    if (peek(".") || peek("..")) {
      at_root_ = at_root_ && peek(".");
      ++at_;
      return;
    }
    if (peek("@")) {
      axis = "attribute";
      ++at_;
    } else if (at_ < tokens_.size() && tokens_[at_].kind == TokenKind::kAxis) {
      axis = tokens_[at_].text;
      at_ += 2;  // with its "::"
    }
    if (at_ < tokens_.size()) {
      const Token& test = tokens_[at_];
      element = test.kind == TokenKind::kNameTest;
      single = axis == "self" || axis == "parent" ||
               (axis == "attribute" && element && !test.text.ends_with('*')) ||
               (axis == "child" && element && at_root_);
      at_ = test.kind == TokenKind::kFunction ? closing(at_ + 1) + 1 : at_ + 1;
    }
    one_ = (predicates() || single) && one_;
    at_root_ = false;
  }

  // Is one among them that a single node passes: [1], [last()], [position()=1]?
  bool predicates() {
    bool picks = false;
    while (peek("[")) {
      const std::size_t end = closing(at_);
      picks = picks || picks_one(tokens_.subspan(at_ + 1, end - at_ - 1));
      at_ = end + 1;
    }
    return picks;
  }

  static bool picks_one(Tokens inside) {
    const auto call = [&](std::string_view name) {
      return inside.size() >= 3 && inside[0].kind == TokenKind::kFunction && inside[0].is(name) &&
             inside[1].is("(") && inside[2].is(")");
    };
    return (inside.size() == 1 && inside[0].kind == TokenKind::kNumber) ||
           (inside.size() == 3 && call("last")) ||
           (inside.size() == 5 && call("position") && inside[3].is("=") &&
            inside[4].kind == TokenKind::kNumber);
  }

  Tokens tokens_;
  std::size_t at_ = 0;
  bool one_ = true;
  bool at_root_ = true;  // the nodes so far are the document's root alone
};

}  // namespace

std::string_view Token::prefix() const {
  const std::size_t colon = kind == TokenKind::kNameTest ? text.find(':') : std::string_view::npos;
  return colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
}

std::vector<Token> tokens_of(std::string_view expression) { return Lexer(expression).run(); }

bool selects_one_at_most(Tokens tokens) { return tokens.empty() || PathWalk(tokens).one_at_most(); }

}  // namespace switchgate::xml
