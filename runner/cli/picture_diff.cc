#include "runner/cli/picture_diff.h"

#include <vector>

#include "checks/base/line_diff.h"

namespace switchgate::cli {
namespace {

using reporters::Tint;

std::vector<std::string> texts_of(const shape::Picture& picture) {
  std::vector<std::string> texts;
  texts.reserve(picture.size());
  for (const shape::PictureLine& line : picture) texts.push_back(line.text);
  return texts;
}

std::string shown(const DiffLine& line, const shape::Pictures& sides,
                  const reporters::Paint& paint) {
  switch (line.edit) {
    case LineEdit::kSame:
      return " " + sides.before[line.before].text;
    case LineEdit::kRemoved:
      return paint(Tint::kRed, "-" + shape::to_text(sides.before[line.before]));
    case LineEdit::kAdded:
      return paint(Tint::kGreen, "+" + shape::to_text(sides.after[line.after]));
  }
  return {};
}

}  // namespace

std::string picture_diff(const shape::Pictures& sides, const std::string& before,
                         const std::string& after, const reporters::Paint& paint) {
  const std::vector<Hunk> hunks =
      hunks_of(diff_lines(texts_of(sides.before), texts_of(sides.after)));
  if (hunks.empty()) return {};
  std::string out =
      paint(Tint::kBold, "--- " + before) + '\n' + paint(Tint::kBold, "+++ " + after) + '\n';
  for (const Hunk& hunk : hunks) {
    out += paint(Tint::kCyan, hunk.header()) + '\n';
    for (const DiffLine& line : hunk.lines) out += shown(line, sides, paint) + '\n';
  }
  return out;
}

}  // namespace switchgate::cli
