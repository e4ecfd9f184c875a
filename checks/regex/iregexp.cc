#include "checks/regex/iregexp.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "checks/base/text.h"

namespace switchgate {
namespace {

constexpr int kMaxNesting = 100;
constexpr int kMaxRepeat = 1000;  // RE2's own limit

// Everything assigned but controls, formats, private use and surrogates; RE2
// has no name for what is not assigned (Cn) and leaves it out of C.
constexpr std::string_view kAssignedButOthers = R"(\pL\pM\pN\pP\pS\pZ)";
constexpr std::string_view kAssigned = R"(\pL\pM\pN\pP\pS\pZ\pC)";

// The categories of RFC 9485: a letter, and what may follow it.
struct Category {
  char group;
  std::string_view members;
};
constexpr std::array<Category, 7> kCategories = {{{'L', "lmotu"},
                                                  {'M', "cen"},
                                                  {'N', "dlo"},
                                                  {'P', "cdefios"},
                                                  {'Z', "lps"},
                                                  {'S', "ckmo"},
                                                  {'C', "cfno"}}};

bool is_category(std::string_view name) {
  for (const Category& category : kCategories) {
    if (!name.empty() && name[0] == category.group) {
      return name.size() == 1 ||
             (name.size() == 2 && category.members.find(name[1]) != std::string_view::npos);
    }
  }
  return false;
}

// A literal in any context of RE2: letters, digits and what is not ASCII as
// they are, the rest by number.
void append_literal(std::string& out, std::string_view character) {
  const char c = character[0];
  const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     static_cast<unsigned char>(c) >= 0x80;
  if (plain) {
    out += character;
    return;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
}

// What "[…]" holds, in RE2's syntax. `apart` is what cannot stand inside a
// class there.
struct ClassBody {
  std::string inside;
  std::string apart;
};

// A recursive descent along the grammar of RFC 9485 section 3. Each function
// returns false once error_ is set.
class Translator {
 public:
  explicit Translator(std::string_view pattern) : text_(pattern) {}

  Result<std::string> run() {
    if (const auto bad = find_invalid_utf8(text_)) {
      at_ = *bad;
      fail("a byte that is not valid UTF-8");
      return *error_;
    }
    if (alternatives() && !done()) {
      fail("')' closes nothing; write '\\)' for the character");
    }
    if (error_) {
      return *error_;
    }
    return std::move(out_);
  }

 private:
  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  bool looking_at(std::string_view s) const { return text_.substr(at_).starts_with(s); }
  bool take(char c) {
    if (done() || text_[at_] != c) {
      return false;
    }
    ++at_;
    return true;
  }
  // One character, not only one byte.
  std::string_view take_character() {
    std::size_t length = 1;
    while (at_ + length < text_.size() &&
           (static_cast<unsigned char>(text_[at_ + length]) & 0xC0U) == 0x80) {
      ++length;
    }
    const std::string_view character = text_.substr(at_, length);
    at_ += length;
    return character;
  }

  bool fail(std::string_view what) {
    if (!error_) {
      error_ = Error{"not an I-Regexp (RFC 9485) at character " +
                         std::to_string(count_code_points(text_.substr(0, at_)) + 1) + ": " +
                         std::string(what),
                     {}};
    }
    return false;
  }

  bool alternatives() {
    while (branch()) {
      if (!take('|')) {
        return true;
      }
      out_ += '|';
    }
    return false;
  }

  bool branch() {
    while (!done() && peek() != '|' && peek() != ')') {
      if (!atom() || !quantifier()) {
        return false;
      }
    }
    return true;
  }

  bool atom() {
    switch (peek()) {
      case '(':
        return group();
      case '^':
      case '$':
        out_ += text_[at_++];
        return true;
      case '.':
        ++at_;
        out_ += R"([^\n\r])";
        return true;
      case '[':
        return class_expression();
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
      case '{':
        return fail(std::string("'") + peek() + "' has nothing to repeat; write '\\" + peek() +
                    "' for the character");
      case ']':
      case '}':
        return fail(std::string("'") + peek() + "' closes nothing; write '\\" + peek() +
                    "' for the character");
      default:
        append_literal(out_, take_character());
        return true;
    }
  }

  bool group() {
    const std::size_t start = at_++;
    if (looking_at("?")) {
      return fail("'(?' starts nothing here: there are plain groups only");
    }
    if (++nesting_ > kMaxNesting) {
      at_ = start;
      return fail("groups are nested deeper than " + std::to_string(kMaxNesting) + " levels");
    }
    out_ += "(?:";
    if (!alternatives()) {
      return false;
    }
    if (!take(')')) {
      at_ = start;
      return fail("'(' is not closed");
    }
    --nesting_;
    out_ += ')';
    return true;
  }

  bool escape() {
    if (looking_at("\\p") || looking_at("\\P")) {
      const bool negated = looking_at("\\P");
      const auto name = category();
      if (!name) {
        return false;
      }
      if (*name == "C" || *name == "Cn") {
        const bool others = *name == "C";
        out_ += negated ? "[" : "[^";
        out_ += others ? kAssignedButOthers : kAssigned;
        out_ += ']';
      } else {
        append_category(out_, *name, negated);
      }
      return true;
    }
    const auto character = escaped_character();
    if (!character) {
      return false;
    }
    append_literal(out_, std::string_view(&*character, 1));
    return true;
  }

  static void append_category(std::string& out, std::string_view name, bool negated) {
    out += negated ? "\\P{" : "\\p{";
    out += name;
    out += '}';
  }

  // "\p{Lu}" or "\P{Lu}": its name.
  std::optional<std::string_view> category() {
    const std::size_t close = text_.find('}', at_);
    if (text_.substr(at_ + 2, 1) != "{" || close == std::string_view::npos) {
      fail("\\p takes a category in braces, such as \\p{Lu}");
      return std::nullopt;
    }
    const std::string_view name = text_.substr(at_ + 3, close - at_ - 3);
    if (!is_category(name)) {
      fail('\'' + excerpt(name, 40) +
           "' is no Unicode category; there are L, M, N, P, Z, S and C, and "
           "their parts such as Lu");
      return std::nullopt;
    }
    at_ = close + 1;
    return name;
  }

  // "\." and its like: the character that is meant.
  std::optional<char> escaped_character() {
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (at_ + 1 == text_.size()) {
      fail("'\\' stands at the end; write '\\\\' for the character");
      return std::nullopt;
    }
    constexpr std::string_view kPunctuation = "()*+-.?[\\]^{|}";
    std::optional<char> meant;
    if (kPunctuation.find(c) != std::string_view::npos) {
      meant = c;
    } else if (c == 'n' || c == 'r' || c == 't') {
      meant = c == 'n' ? '\n' : c == 'r' ? '\r' : '\t';
    }
    if (!meant) {
      fail(refused_escape(c));
      return std::nullopt;
    }
    at_ += 2;
    return meant;
  }

  static std::string refused_escape(char c) {
    switch (c) {
      case 'd':
        return "there is no '\\d'; write [0-9]";
      case 'w':
        return "there is no '\\w'; write [A-Za-z0-9_]";
      case 's':
        return "there is no '\\s'; write [ \\t\\n\\r]";
      case 'b':
        return "there is no '\\b'";
      default:
        return "'\\' escapes ( ) * + - . ? [ \\ ] ^ { | } and makes \\n \\r "
               "\\t \\p \\P, nothing else";
    }
  }

  bool class_expression() {
    const std::size_t start = at_++;
    const bool negated = take('^');
    ClassBody body;
    if (take('-')) {
      append_literal(body.inside, "-");
    } else if (!class_item(body, start)) {
      return false;
    }
    while (peek() != ']' || done()) {
      if (looking_at("-]")) {
        take('-');
        append_literal(body.inside, "-");
      } else if (!class_item(body, start)) {
        return false;
      }
    }
    ++at_;
    return append_class(body, negated, start);
  }

  bool append_class(const ClassBody& body, bool negated, std::size_t start) {
    if (body.apart.empty()) {
      out_ += (negated ? "[^" : "[") + body.inside + ']';
      return true;
    }
    if (negated) {
      at_ = start;
      return fail("\\p{C} and \\p{Cn} cannot be used inside [^…] here");
    }
    out_ += body.inside.empty() ? "(?:" : "(?:[" + body.inside + "]|";
    out_ += body.apart + ')';
    return true;
  }

  // One character, range or category of a class.
  bool class_item(ClassBody& body, std::size_t start) {
    if (done()) {
      at_ = start;
      return fail("'[' is not closed");
    }
    if (looking_at("\\p") || looking_at("\\P")) {
      return class_category(body);
    }
    const std::size_t first_at = at_;
    const auto first = class_character();
    if (!first) {
      return false;
    }
    append_literal(body.inside, *first);
    if (peek() != '-' || looking_at("-]")) {
      return true;
    }
    ++at_;
    if (done()) {
      at_ = start;
      return fail("'[' is not closed");
    }
    const auto last = class_character();
    if (!last) {
      return false;
    }
    if (*last < *first) {  // UTF-8 sorts as code points do
      at_ = first_at;
      return fail("the range runs backwards");
    }
    body.inside += '-';
    append_literal(body.inside, *last);
    return true;
  }

  bool class_category(ClassBody& body) {
    const bool negated = looking_at("\\P");
    const auto name = category();
    if (!name) {
      return false;
    }
    if (*name != "C" && *name != "Cn") {
      append_category(body.inside, *name, negated);
      return true;
    }
    const std::string_view others = *name == "C" ? kAssignedButOthers : kAssigned;
    if (negated) {
      body.inside += others;
    } else {
      body.apart += (body.apart.empty() ? "[^" : "|[^") + std::string(others) + ']';
    }
    return true;
  }

  std::optional<std::string> class_character() {
    switch (peek()) {
      case '\\': {
        const auto character = escaped_character();
        return character ? std::optional(std::string(1, *character)) : std::nullopt;
      }
      case '[':
      case ']':
      case '-':
        fail(std::string("'") + peek() + "' may not stand here; write '\\" + peek() +
             "' for the character");
        return std::nullopt;
      default:
        return std::string(take_character());
    }
  }

  bool quantifier() {
    switch (peek()) {
      case '*':
      case '+':
      case '?':
        out_ += text_[at_++];
        break;
      case '{':
        if (!range_quantifier()) {
          return false;
        }
        break;
      default:
        return true;
    }
    constexpr std::string_view kQuantifiers = "*+?{";
    if (!done() && kQuantifiers.find(peek()) != std::string_view::npos) {
      return fail("two quantifiers in a row");
    }
    return true;
  }

  bool range_quantifier() {
    const std::size_t start = at_++;
    const auto least = count();
    if (!least) {
      return false;
    }
    std::optional<int> most = least;
    if (take(',')) {
      most = std::nullopt;
      if (peek() != '}') {
        most = count();
        if (!most) {
          return false;
        }
      }
    }
    if (!take('}')) {
      at_ = start;
      return fail("'{' takes {2}, {2,} or {2,5}; write '\\{' for the character");
    }
    if (most && *most < *least) {
      at_ = start;
      return fail("the repetition's upper bound is below its lower bound");
    }
    out_ += text_.substr(start, at_ - start);
    return true;
  }

  std::optional<int> count() {
    int value = 0;
    const char* const begin = text_.data() + at_;
    const bool digit = peek() >= '0' && peek() <= '9';
    const auto result = std::from_chars(begin, text_.data() + text_.size(), value);
    if (!digit) {
      fail("a repetition takes a number, such as {2}, {2,} or {2,5}");
      return std::nullopt;
    }
    if (result.ec != std::errc{} || value > kMaxRepeat) {
      fail("more than " + std::to_string(kMaxRepeat) + " repetitions are not supported");
      return std::nullopt;
    }
    at_ += static_cast<std::size_t>(result.ptr - begin);
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int nesting_ = 0;
  std::string out_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::string> iregexp_to_re2(std::string_view pattern) { return Translator(pattern).run(); }

}  // namespace switchgate
