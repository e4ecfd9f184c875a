#include "reporters/html/parts.h"

#include "reporters/facts.h"

namespace switchgate::reporters::html {

Section::Section(Markup& out, const std::string& id, std::string_view heading)
    : section_(out.open("section", {{"id", id}, {"aria-labelledby", id + "-heading"}})) {
  out.leaf("h2", heading, {{"id", id + "-heading"}});
}

Markup::Element open_scroll(Markup& out, const std::string& label) {
  return out.open(
      "div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", label}});
}

void write_headings(Markup& out, const std::vector<std::string>& names) {
  const auto row = out.open("tr");
  for (const std::string& name : names) {
    out.leaf("th", name, {{"scope", "col"}});
  }
}

void write_badge(Markup& out, std::string_view css, std::string_view word) {
  out.leaf("span", word, {{"class", "badge " + std::string(css)}});
}

std::string_view css_of_word(std::string_view word) {
  return word == "error" ? "bad" : word == "undecided" || word == "warning" ? "unsure" : "plain";
}

std::string_view css_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "good";
    case Outcome::kFailed:
      return "bad";
    case Outcome::kUndecided:
      return "unsure";
    case Outcome::kSkipped:
      return "plain";
  }
  return "unsure";
}

void write_fact(Markup& out, std::string_view name, std::string_view value) {
  const auto row = out.open("div");
  out.leaf("dt", name);
  out.leaf("dd", value);
}

std::string check_anchor(std::size_t index) { return "check-" + std::to_string(index + 1); }

std::string place_text(const SourcePos& pos, const RunReport& report) {
  const SourceFile* file = file_of(pos, report.files);
  if (file == nullptr) {
    return {};
  }
  std::string text = portable_path(*file);
  for (const int number : {pos.line, pos.column}) {
    text += number > 0 ? ':' + std::to_string(number) : "";
  }
  return text;
}

}  // namespace switchgate::reporters::html
