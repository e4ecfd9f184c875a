// The bytes behind the parser's events: what yaml-cpp does not tell, such as
// whether a null was written, a quote was closed, or a plain value was cut by a
// comment.

#ifndef SWITCHGATE_CHECKS_YAML_SOURCE_H_
#define SWITCHGATE_CHECKS_YAML_SOURCE_H_

#include <cstddef>
#include <string_view>

namespace switchgate::yaml {

class Source {
 public:
  explicit Source(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  // The byte at `offset`, or '\0' behind the end.
  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

  // `offset`, or where the value begins behind an anchor and a tag that stand
  // there.
  std::size_t skip_properties(std::size_t offset) const;

  // The word for null that stands at `offset`; empty when nothing is written
  // there. `null: 1` is a word only for a key.
  std::string_view null_word(std::size_t offset, bool as_key) const;

  // For a quoted scalar at `offset`: does its quote end? (yaml-cpp 0.7 takes
  // the end of the file for one.)
  bool quote_is_closed(std::size_t offset) const;

  // The offset of a `#` that cuts off the rest of a plain scalar: blanks stand
  // before it and none behind, as in `contains: issue #42`. A comment that
  // people mean has a blank behind its '#'. npos when there is none, and for
  // scalars of several lines.
  std::size_t glued_comment(std::size_t offset, std::string_view scalar) const;

  // Where the dash of an empty list item stands: the last one before `offset`
  // with only white space between, or `offset` itself.
  std::size_t dash_before(std::size_t offset) const;

 private:
  std::string_view text_;
};

}  // namespace switchgate::yaml

#endif  // SWITCHGATE_CHECKS_YAML_SOURCE_H_
