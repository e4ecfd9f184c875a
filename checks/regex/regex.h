// Regular expressions that cannot backtrack: RE2 behind a small face.

#ifndef SWITCHGATE_CHECKS_REGEX_REGEX_H_
#define SWITCHGATE_CHECKS_REGEX_REGEX_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace re2 {
class RE2;
}

namespace switchgate {

class Regex {
 public:
  // RE2's own syntax, as users write it after `matches`.
  static Result<Regex> compile(std::string_view pattern);
  // I-Regexp (RFC 9485), as JSONPath's match() and search() take it; refuses what
  // is valid RE2 but not I-Regexp.
  static Result<Regex> compile_iregexp(std::string_view pattern);

  // The pattern, in RE2's syntax, that matches `text` and nothing else.
  static std::string quote(std::string_view text);

  bool matches_somewhere(std::string_view text) const;  // unanchored
  bool matches_whole(std::string_view text) const;
  // The text of group `group` (0: all) in the first match; nothing when there is none.
  std::optional<std::string> capture(std::string_view text, int group) const;
  int groups() const;
  const std::string& pattern() const { return pattern_; }  // as written

 private:
  Regex(std::string pattern, std::shared_ptr<const re2::RE2> compiled)
      : pattern_(std::move(pattern)), compiled_(std::move(compiled)) {}
  std::string pattern_;
  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_REGEX_REGEX_H_
