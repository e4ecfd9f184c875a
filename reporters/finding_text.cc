#include "reporters/finding_text.h"

#include <algorithm>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"

namespace switchgate::reporters {
namespace {

struct Mark {
  std::string_view sign;
  Tint tint;
};

Mark mark_of(const Finding& finding) {
  if (finding.accepted) {
    return {"~", Tint::kDim};
  }
  switch (gravity_of(finding)) {
    case Gravity::kError:
      return {"✗", Tint::kRed};
    case Gravity::kUndecided:
      return {"?", Tint::kYellow};
    case Gravity::kWarning:
      return {"!", Tint::kYellow};
    case Gravity::kNote:
      return {"·", Tint::kDim};
  }
  return {"✗", Tint::kRed};
}

bool is_old_side(std::string_view label) { return label == "live" || label == "baseline"; }
bool is_new_side(std::string_view label) { return label == "candidate"; }

bool shows_both_sides(const std::vector<Evidence>& evidence) {
  const auto holds = [&](auto side) {
    return std::any_of(evidence.begin(), evidence.end(),
                       [&](const Evidence& fact) { return side(fact.label); });
  };
  return holds(is_old_side) && holds(is_new_side);
}

// "smoke.yaml:14:9  http/status  get /products  $.items[0].price"
std::string place_line(const Finding& finding, const SourceFiles& files) {
  std::vector<std::string> parts;
  for (const std::string& part :
       {to_string(finding.pos, files), finding.rule, finding.step, finding.path}) {
    if (!part.empty()) {
      parts.push_back(inert_line(part, 300));
    }
  }
  return join(parts, "  ");
}

}  // namespace

namespace {

std::vector<std::string> fact_lines(const std::vector<Evidence>& evidence, const Paint& paint) {
  std::size_t widest = 0;
  for (const Evidence& fact : evidence) {
    widest = std::max(widest, count_code_points(inert_line(fact.label, 40)));
  }
  const bool difference = shows_both_sides(evidence);
  std::vector<std::string> lines;
  for (const Evidence& fact : evidence) {
    const std::string text =
        padded(inert_line(fact.label, 40), widest) + "  " + inert_line(fact.value, 400);
    if (difference && is_old_side(fact.label)) {
      lines.push_back(paint(Tint::kRed, "- " + text));
    } else if (difference && is_new_side(fact.label)) {
      lines.push_back(paint(Tint::kGreen, "+ " + text));
    } else {
      lines.push_back((difference ? "  " : "") + text);
    }
  }
  return lines;
}

// Without `expected` and `found` where the sentence above has just said both.
std::vector<Evidence> untold(const Finding& finding) {
  std::vector<Evidence> left = finding.evidence;
  const auto is_pair = [](const Evidence& fact) {
    return fact.label == "expected" || fact.label == "found";
  };
  const bool all_told = std::all_of(left.begin(), left.end(), [&](const Evidence& fact) {
    return !is_pair(fact) || finding.message.find(fact.value) != std::string::npos;
  });
  if (all_told) {
    std::erase_if(left, is_pair);
  }
  return left;
}

}  // namespace

std::vector<std::string> evidence_lines(const Finding& finding, const Paint& paint) {
  return fact_lines(finding.evidence, paint);
}

std::vector<std::string> finding_lines(const Finding& finding, const SourceFiles& files,
                                       const Paint& paint, std::size_t width, bool with_curl) {
  const Mark mark = mark_of(finding);
  const std::string indent = "    ";
  const std::size_t room = width > indent.size() + 20 ? width - indent.size() : 0;
  std::vector<std::string> lines;

  const std::string word(word_of(finding));
  const std::string_view sentence = first_sentence(finding.message);
  const std::size_t word_room = word.size() + 2;
  bool first = true;
  for (const std::string& part :
       wrap(inert_line(sentence), room > word_room ? room - word_room : 0)) {
    lines.push_back(first ? "  " + paint(mark.tint, std::string(mark.sign) + ' ' + word) + "  " +
                                paint(Tint::kBold, part)
                          : indent + std::string(word_room, ' ') +
                                paint(Tint::kBold, break_commands(part)));
    first = false;
  }
  for (const std::string& rest :
       inert_lines(trim(std::string_view(finding.message).substr(sentence.size())))) {
    for (const std::string& part : wrap(rest, room)) {
      lines.push_back(indent + break_commands(part));
    }
  }
  for (const std::string& part : wrap(place_line(finding, files), room)) {
    lines.push_back(indent + paint(Tint::kCyan, break_commands(part)));
  }
  if (finding.accepted) {
    for (const std::string& part : wrap(inert_line(acceptance_of(finding), 600), room)) {
      lines.push_back(indent + break_commands(part));
    }
  }
  const std::string facts_indent = indent + "  ";
  for (const std::string& fact : fact_lines(untold(finding), paint)) {
    lines.push_back(facts_indent + fact);
  }
  const std::string advice = finding.undecided ? advice_for(finding.rule) : "";
  if (!advice.empty()) {
    std::string start = indent + "→ ";
    for (const std::string& part : wrap(advice, room > 2 ? room - 2 : 0)) {
      lines.push_back(start + part);
      start = facts_indent;
    }
  }
  if (with_curl && !finding.curl.empty()) {
    lines.push_back(indent + paint(Tint::kDim, "$ " + inert_line(finding.curl, kMostCommandBytes)));
  }
  return lines;
}

}  // namespace switchgate::reporters
