#include "reporters/html/markup.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "checks/base/units.h"
#include "reporters/escape.h"

namespace switchgate::reporters::html {
namespace {

// They stand within a line: a line end before them would be a blank on the page.
constexpr std::array<std::string_view, 12> kInline = {
    "a", "b", "button", "code", "em", "input", "label", "option", "span", "td", "th", "time"};

bool is_inline(std::string_view name) {
  return std::find(kInline.begin(), kInline.end(), name) != kInline.end();
}

}  // namespace

std::string escaped(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (const char c : inert_line(text, max_bytes)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string coordinate(double value) {
  return std::isfinite(value) ? format_number(std::round(value * 10) / 10) : "0";
}

Markup::Element::~Element() {
  markup_.out_ += "</";
  markup_.out_ += name_;
  markup_.out_ += '>';
}

void Markup::start(std::string_view name, const Attributes& attributes, std::string_view end) {
  if (!is_inline(name)) {
    out_ += '\n';
  }
  out_ += '<';
  out_ += name;
  for (const Attribute& attribute : attributes) {
    out_ += ' ';
    out_ += attribute.name;
    // Paths of pictures are long, and made of coordinates.
    out_ += "=\"" + escaped(attribute.value, 100'000) + '"';
  }
  out_ += end;
}

Markup::Element Markup::open(std::string_view name, const Attributes& attributes) {
  start(name, attributes, ">");
  return {*this, name};
}

void Markup::leaf(std::string_view name, std::string_view text, const Attributes& attributes) {
  const Element element = open(name, attributes);
  this->text(text);
}

void Markup::empty(std::string_view name, const Attributes& attributes) {
  start(name, attributes, "/>");
}

void Markup::text(std::string_view text, std::size_t max_bytes) {
  out_ += escaped(text, max_bytes);
}

void Markup::prose(std::string_view text) {
  for (bool code = false; !text.empty(); code = !code) {
    const std::size_t end = text.find('`');
    const std::string_view part = text.substr(0, end);
    if (code && end != std::string_view::npos) {
      leaf("code", part);
    } else {
      this->text(part);
    }
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

}  // namespace switchgate::reporters::html
