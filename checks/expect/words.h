// Values in words: how operands and what was found stand in messages. Whatever
// comes from an answer is masked first and cut then, so that half a secret is
// never shown.

#ifndef SWITCHGATE_CHECKS_EXPECT_WORDS_H_
#define SWITCHGATE_CHECKS_EXPECT_WORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "checks/expect/matcher.h"

namespace switchgate::expect {

// An operand as a suite writes it, uncut: "\"done\"", "300ms", "1200 bytes".
std::string show_operand(const json::Value& value, Kind kind);

// What was found, masked and cut: "\"failed\"", "412ms", "nothing", "[1,2,3]".
std::string show_found(const Seen& seen, Kind kind, const Judging& judging);

// The same with its type, for values of an unexpected one: "the string
// \"9.50\"".
std::string show_typed(const Seen& seen, const Judging& judging);

// Masked, one line, at most 200 bytes.
std::string shown(std::string_view text, const Judging& judging);

// The same of what a reader says about `source`: it quotes pieces that it has cut out itself.
std::string shown_remark(std::string_view remark, std::string_view source, const Judging& judging);

// A Miss with its words, or a bare one when nobody asks for them. `found` in
// the first two is what show_found tells.
Miss missing(const Seen& seen, const std::string& expected, const Judging& judging);
Miss wrong_value(const Seen& seen, Kind kind, const std::string& expected, const Judging& judging);
Miss wrong_type(const Seen& seen, const std::string& expected, const Judging& judging);
Miss miss(Miss::Why why, const Place& place, const std::string& expected, std::string found,
          const Judging& judging);

// Does a present value satisfy an operator, or is it of a type that cannot?
enum class Fit { kYes, kNo, kWrongType };

// A test of one present value by `fits(value, judging)`; nothing there is a
// miss.
template <typename Fits>
Test value_test(std::string expected, Kind kind, Fits fits) {
  auto judge = [expected, kind, fits](const Seen& seen,
                                      const Judging& judging) -> std::optional<Miss> {
    if (seen.value == nullptr) {
      return missing(seen, expected, judging);
    }
    switch (fits(*seen.value, judging)) {
      case Fit::kYes:
        return std::nullopt;
      case Fit::kNo:
        return wrong_value(seen, kind, expected, judging);
      case Fit::kWrongType:
        return wrong_type(seen, expected, judging);
    }
    return std::nullopt;
  };
  return {std::move(expected), std::move(judge)};
}

// The value of a text that is a decimal number and nothing else ("10",
// "-1.5e3").
std::optional<json::Number> parse_number(std::string_view text);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_WORDS_H_
