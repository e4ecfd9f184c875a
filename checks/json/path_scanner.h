// The words of JSONPath: names, strings, numbers, blanks; and where reading
// failed.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_SCANNER_H_
#define SWITCHGATE_CHECKS_JSON_PATH_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"
#include "checks/json/value.h"

namespace switchgate::json {

// Functions that can fail return nothing (or false) and leave the first failure
// in error().
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}  // valid UTF-8

  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  bool looking_at(std::string_view s) const { return rest().starts_with(s); }
  std::string_view rest() const { return text_.substr(at_); }
  std::size_t position() const { return at_; }
  void go_to(std::size_t position) { at_ = position; }

  bool take(std::string_view s);
  void skip_blanks();  // space, tab, line feed, carriage return

  // The longest member name without quotes here; empty when there is none.
  std::string_view take_name();
  // A lower-case word, as functions and literals are named; empty when there is
  // none.
  std::string_view take_word();
  // A string in single or double quotes, unescaped.
  std::optional<std::string> take_string();
  // An index: no leading zeros, no "-0", within ±(2^53 - 1).
  std::optional<std::int64_t> take_integer();
  std::optional<Value> take_number();

  // What stands here, for "found …".
  std::string found() const;

  bool fail(std::string_view what) { return fail_at(at_, what); }
  bool fail_at(std::size_t position, std::string_view what);
  const std::optional<Error>& error() const { return error_; }

 private:
  bool take_escape(char quote, std::string& out);
  std::optional<char32_t> take_hex();

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_SCANNER_H_
