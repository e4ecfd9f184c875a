// What several sections of the page are made of.

#ifndef SWITCHGATE_REPORTERS_HTML_PARTS_H_
#define SWITCHGATE_REPORTERS_HTML_PARTS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// A landmark with a heading, as long as this lives. `id` is this program's own.
class Section {
 public:
  Section(Markup& out, const std::string& id, std::string_view heading);

 private:
  Markup::Element section_;
};

// A box that scrolls sideways when its table is too wide, also by keyboard.
Markup::Element open_scroll(Markup& out, const std::string& label);

// The heading cells of a table, in a row.
void write_headings(Markup& out, const std::vector<std::string>& names);

// A coloured word: "bad", "unsure", "good" or "plain".
void write_badge(Markup& out, std::string_view css, std::string_view word);

// Of a finding's word (facts.h): how its badge is coloured.
std::string_view css_of_word(std::string_view word);
std::string_view css_of(Outcome outcome);

// A row of a description list.
void write_fact(Markup& out, std::string_view name, std::string_view value);

// The id of the report's check number `index`, from 0.
std::string check_anchor(std::size_t index);

// "shop.yaml:14:9", portable; empty for nowhere.
std::string place_text(const SourcePos& pos, const RunReport& report);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_PARTS_H_
