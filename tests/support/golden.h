// Golden files: what a program wrote, kept under tests/golden and read in
// review as if it were code. SWITCHGATE_UPDATE_GOLDEN=1 writes them anew.

#ifndef SWITCHGATE_TESTS_SUPPORT_GOLDEN_H_
#define SWITCHGATE_TESTS_SUPPORT_GOLDEN_H_

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace switchgate::support {

// Is `actual` byte for byte what tests/golden/`name` holds
// ("reporters/console.txt")? The failure shows the lines that differ. When
// SWITCHGATE_UPDATE_GOLDEN is 1 the file is written instead, folders included,
// and the answer is yes.
::testing::AssertionResult matches_golden(std::string_view name, std::string_view actual);

// The lines in which `actual` leaves `expected`: two lines of context, then "-"
// for what was expected and "+" for what came, cut after `max_lines`; empty
// when they are equal.
std::string describe_difference(std::string_view expected, std::string_view actual,
                                std::size_t max_lines = 40);

}  // namespace switchgate::support

#endif  // SWITCHGATE_TESTS_SUPPORT_GOLDEN_H_
