// A place in the text of an XML document that moves on token by token; the
// first thing that is wrong stops it.

#ifndef SWITCHGATE_CHECKS_XML_SCANNER_H_
#define SWITCHGATE_CHECKS_XML_SCANNER_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate::xml {

// A name with its prefix, pointing into the text.
struct QName {
  std::string_view whole;
  std::string_view prefix;  // empty: none
  std::string_view local;
  std::size_t at = 0;
};

class Scanner {
 public:
  // Valid UTF-8 whose line ends are LF; must outlive the scanner and what it
  // gives out.
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }
  // What comes `skip` bytes behind this place.
  std::string_view rest(std::size_t skip) const {
    return text_.substr(std::min(text_.size(), at_ + skip));
  }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool sees(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void skip(std::size_t bytes) { at_ += bytes; }
  bool take(std::string_view word);  // passes over it when it is next
  bool skip_blanks();                // were there any?

  // Each of these tells what is wrong and gives nothing when it is not next.
  std::optional<QName> name(std::string_view what);
  std::optional<std::string_view> quoted(std::string_view what);
  // What stands before `end`, which is passed over.
  std::optional<std::string_view> until(std::string_view end, std::string_view what);
  bool expect(std::string_view word, std::string_view what);
  // Behind the '&': what a reference stands for.
  std::optional<char32_t> reference();

  // Always false, so that a reader can return it. The first failure counts.
  bool fail(std::size_t at, const std::string& message);
  bool fail(const std::string& message) { return fail(at_, message); }
  // "expected <what>, found '<what is next>'".
  bool fail_expected(std::string_view what);

  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<char32_t> character_reference(std::size_t start, std::string_view digits);

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

// The '=' between a name and its value, with the blanks around it.
bool read_equals_sign(Scanner& in);

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_SCANNER_H_
