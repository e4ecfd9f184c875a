// Shows mistakes as compilers do: the place, the sentence, the line and a
// caret.

#include "checks/tree/problems.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "checks/base/text.h"

namespace switchgate::tree {
namespace {

constexpr std::size_t kShownBefore = 60;  // code points of the line left of the caret
constexpr std::size_t kShownInAll = 110;

// The line `number` (1-based) of `text`, without its break.
std::string_view line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }

// A piece of a line as a terminal may show it; a tab is one blank, so that the
// caret stays right.
std::string harmless(std::string_view piece) {
  return excerpt(replace_all(std::string(piece), "\t", " "), piece.size() * 8);
}

// The end of `text` that holds at most `count` code points, and likewise its
// beginning.
std::string_view last_code_points(std::string_view text, std::size_t count) {
  std::size_t at = text.size();
  while (at > 0 && count > 0) {
    --at;
    count -= starts_code_point(text[at]) ? 1 : 0;
  }
  return text.substr(at);
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && (count > 0 || !starts_code_point(text[at]))) {
    count -= starts_code_point(text[at]) ? 1 : 0;
    ++at;
  }
  return text.substr(0, at);
}

using Hide = std::function<std::string(std::string_view)>;

// "   14 |   p95: 250" and the caret below it. A line is hidden whole, for a secret may stand
// across the caret, which then is about right.
std::string show_line(const SourcePos& pos, std::string_view written, const Hide& hide) {
  const auto column = static_cast<std::size_t>(pos.column);
  const std::string_view written_before = written.substr(0, std::min(column - 1, written.size()));
  const std::string whole = hide ? hide(written) : std::string(written);
  const std::string start = hide ? hide(written_before) : std::string(written_before);
  const std::string_view line = whole;
  const std::string_view before = line.substr(0, std::min(start.size(), line.size()));
  const std::string_view after = line.substr(before.size());
  const std::string_view left = last_code_points(before, kShownBefore);
  const std::string_view right = first_code_points(after, kShownInAll - count_code_points(left));
  const std::string shown_left = (left.size() < before.size() ? "…" : "") + harmless(left);
  const std::string number = std::to_string(pos.line);
  std::string out = "  " + number + " | " + shown_left + harmless(right);
  out += right.size() < after.size() ? "…\n" : "\n";
  out += std::string(number.size() + 2, ' ') + " | ";
  out += std::string(count_code_points(shown_left), ' ') + "^\n";
  return out;
}

std::string show(std::vector<Error> mistakes, std::string_view prefix, const SourceFiles& files,
                 const Hide& hide) {
  const auto place = [](const Error& e) {
    return std::tuple(e.pos.file, e.pos.line, e.pos.column);
  };
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [&](const Error& a, const Error& b) { return place(a) < place(b); });
  std::string out;
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    const Error& mistake = mistakes[i];
    const auto same = [&](const Error& e) {
      return e.pos == mistake.pos && e.message == mistake.message;
    };
    const auto first = std::find_if(mistakes.begin(), mistakes.end(),
                                    [&](const Error& e) { return place(e) == place(mistake); });
    if (std::any_of(first, mistakes.begin() + static_cast<std::ptrdiff_t>(i), same)) {
      continue;
    }
    const std::string where = to_string(mistake.pos, files);
    out += where.empty() ? "" : where + ": ";
    out += prefix;
    out += mistake.message + '\n';
    if (!where.empty() && mistake.pos.line > 0 && mistake.pos.column > 0) {
      const SourceFile& file = files[static_cast<std::size_t>(mistake.pos.file)];
      out += show_line(mistake.pos, line_of(file.text, mistake.pos.line), hide);
    }
  }
  return out;
}

}  // namespace

void Problems::add(SourcePos pos, std::string message) {
  if (!has(pos, message)) {
    errors_.push_back({std::move(message), pos});
  }
}

bool Problems::has(const SourcePos& pos, std::string_view message) const {
  return std::any_of(errors_.begin(), errors_.end(), [&](const Error& error) {
    return error.pos == pos && error.message == message;
  });
}

std::string Problems::to_text(const SourceFiles& files) const {
  return show(errors_, "", files, hide_);
}

std::string Problems::warnings_to_text(const SourceFiles& files) const {
  return show(warnings_, "warning: ", files, hide_);
}

}  // namespace switchgate::tree
