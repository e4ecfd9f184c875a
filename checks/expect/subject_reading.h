// What the subjects share when they are read from a suite.

#ifndef SWITCHGATE_CHECKS_EXPECT_SUBJECT_READING_H_
#define SWITCHGATE_CHECKS_EXPECT_SUBJECT_READING_H_

#include <span>
#include <string_view>

#include "checks/expect/matcher.h"
#include "checks/expect/subjects.h"

namespace switchgate::expect {

// The subject's value as a mapping of names to matchers; null when it is none,
// which is told unless it is still to be filled in.
const tree::Node* names_to_matchers(const tree::Node& node, std::string_view subject,
                                    std::string_view example, Reading& reading);

// May it be the name of a header or a cookie (RFC 9110 section 5.6.2)?
bool is_token(std::string_view name);

// Does the entry's key hold a ${ that is still to be filled in?
bool has_unresolved_key(const tree::Entry& entry, const Reading& reading);

// Tells "unknown phase 'totl' in 'time'; did you mean 'total'?".
void tell_unknown_name(const tree::Entry& entry, std::string_view noun, std::string_view where,
                       std::span<const std::string_view> names, Reading& reading);

// An expectation of one value that every answer has: `look` makes it of an answer.
template <typename Look>
void add_one_value(const tree::Node& node, std::string_view subject, Kind kind, const Rules& rules,
                   const Compiling& compiling, Look look) {
  const std::string quoted = '\'' + std::string(subject) + '\'';
  const MatcherPtr matcher = read_matcher(node, kind, quoted, compiling.reading);
  if (matcher == nullptr) {
    return;
  }
  auto judge = [matcher, subject, look](const Answer& answer, const Judging& judging) {
    const json::Value value = look(answer.response());
    return matcher->judge({&value, nullptr, Place(subject)}, judging);
  };
  compiling.add({compiling.level, node.pos, {}, rules, false, judge});
}

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_SUBJECT_READING_H_
