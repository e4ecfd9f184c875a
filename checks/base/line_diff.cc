// The longest common subsequence by its table, once what both begin and end with is set aside.

#include "checks/base/line_diff.h"

#include <algorithm>

namespace switchgate {
namespace {

constexpr std::size_t kMostCells = 16'000'000;

// The table of common lengths of all tails, (n + 1) x (m + 1).
class Table {
 public:
  Table(std::span<const std::string> before, std::span<const std::string> after)
      : width_(after.size() + 1), cells_((before.size() + 1) * width_) {
    for (std::size_t i = before.size(); i-- > 0;) {
      for (std::size_t j = after.size(); j-- > 0;) {
        cell(i, j) =
            before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  std::uint32_t at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }

 private:
  std::uint32_t& cell(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }
  std::size_t width_;
  std::vector<std::uint32_t> cells_;
};

void replace(std::size_t i, std::size_t n, std::size_t j, std::size_t m,
             std::vector<DiffLine>& out) {
  for (std::size_t k = 0; k < n; ++k) out.push_back({LineEdit::kRemoved, i + k, j});
  for (std::size_t k = 0; k < m; ++k) out.push_back({LineEdit::kAdded, i + n, j + k});
}

// `offset` is where both spans begin in their texts.
void diff_middle(std::span<const std::string> before, std::span<const std::string> after,
                 std::size_t offset, std::vector<DiffLine>& out) {
  const std::size_t n = before.size();
  const std::size_t m = after.size();
  if ((n + 1) * (m + 1) > kMostCells) return replace(offset, n, offset, m, out);
  const Table table(before, after);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < n && j < m) {
    if (before[i] == after[j]) {
      out.push_back({LineEdit::kSame, offset + i++, offset + j++});
    } else if (table.at(i + 1, j) >= table.at(i, j + 1)) {
      out.push_back({LineEdit::kRemoved, offset + i++, offset + j});
    } else {
      out.push_back({LineEdit::kAdded, offset + i, offset + j++});
    }
  }
  replace(offset + i, n - i, offset + j, m - j, out);
}

}  // namespace

std::vector<DiffLine> diff_lines(std::span<const std::string> before,
                                 std::span<const std::string> after) {
  const std::size_t most = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < most && before[front] == after[front]) ++front;
  std::size_t back = 0;
  while (back < most - front &&
         before[before.size() - 1 - back] == after[after.size() - 1 - back]) {
    ++back;
  }
  std::vector<DiffLine> out;
  for (std::size_t i = 0; i < front; ++i) out.push_back({LineEdit::kSame, i, i});
  diff_middle(before.subspan(front, before.size() - front - back),
              after.subspan(front, after.size() - front - back), front, out);
  for (std::size_t i = back; i > 0; --i) {
    out.push_back({LineEdit::kSame, before.size() - i, after.size() - i});
  }
  return out;
}

std::string Hunk::header() const {
  const auto count = [this](LineEdit other) {
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [other](const DiffLine& l) { return l.edit != other; }));
  };
  // Lines count from 1; an empty side names the line before it.
  const auto range = [](std::size_t first, std::size_t n) {
    return std::to_string(n == 0 ? first : first + 1) + (n == 1 ? "" : "," + std::to_string(n));
  };
  return "@@ -" + range(lines.front().before, count(LineEdit::kAdded)) + " +" +
         range(lines.front().after, count(LineEdit::kRemoved)) + " @@";
}

std::vector<Hunk> hunks_of(const std::vector<DiffLine>& lines, std::size_t context) {
  std::vector<Hunk> hunks;
  std::size_t end = 0;  // of the last hunk
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].edit == LineEdit::kSame) continue;
    const std::size_t begin = i > context ? i - context : 0;
    if (hunks.empty() || begin > end) {
      hunks.emplace_back();
      end = begin;
    }
    const std::size_t until = std::min(i + context + 1, lines.size());
    for (; end < until; ++end) hunks.back().lines.push_back(lines[end]);
  }
  return hunks;
}

}  // namespace switchgate
