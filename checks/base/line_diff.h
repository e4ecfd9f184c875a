// Which lines two texts have in common, and their difference as `diff -u` shows it.

#ifndef SWITCHGATE_CHECKS_BASE_LINE_DIFF_H_
#define SWITCHGATE_CHECKS_BASE_LINE_DIFF_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace switchgate {

enum class LineEdit : std::uint8_t { kSame, kRemoved, kAdded };

// One line of the way from the old lines to the new ones. A line that is the same has a place
// in both.
struct DiffLine {
  LineEdit edit = LineEdit::kSame;
  std::size_t before = 0;  // index into the old lines; where it would stand, for an added one
  std::size_t after = 0;   // the same of the new lines
};

// The shortest way, removals first; where both sides differ in thousands of lines, everything
// between the first and the last difference is replaced.
std::vector<DiffLine> diff_lines(std::span<const std::string> before,
                                 std::span<const std::string> after);

// Lines that differ, with up to `context` lines around them.
struct Hunk {
  std::vector<DiffLine> lines;
  std::string header() const;  // "@@ -1,4 +1,5 @@"
};

std::vector<Hunk> hunks_of(const std::vector<DiffLine>& lines, std::size_t context = 3);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_LINE_DIFF_H_
