// HTML under construction. Tags and names of attributes are this program's own words;
// everything else goes through text() or an attribute's value, which neutralise it, so that
// no caller can forget to.

#ifndef SWITCHGATE_REPORTERS_HTML_MARKUP_H_
#define SWITCHGATE_REPORTERS_HTML_MARKUP_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::reporters::html {

// One that only stands there ("open") has an empty value.
struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

// `text` as one line that shows itself: control and bidirectional characters written out,
// nothing that a CI system obeys, at most `max_bytes`, the five characters of markup as
// references.
std::string escaped(std::string_view text, std::size_t max_bytes = 2000);

// An SVG coordinate: a tenth of a unit is as fine as a screen shows.
std::string coordinate(double value);

class Markup {
 public:
  // An element that ends with its scope.
  class Element {
   public:
    Element(Markup& markup, std::string_view name) : markup_(markup), name_(name) {}
    ~Element();
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;

   private:
    Markup& markup_;
    std::string_view name_;
  };

  [[nodiscard]] Element open(std::string_view name, const Attributes& attributes = {});
  // An element with nothing but text in it.
  void leaf(std::string_view name, std::string_view text, const Attributes& attributes = {});
  // An element that has no end tag, or an empty one of SVG.
  void empty(std::string_view name, const Attributes& attributes);
  void text(std::string_view text, std::size_t max_bytes = 2000);
  // A page's sentence: what stands between backticks is code.
  void prose(std::string_view text);
  // The program's own style, script or document type, as it is.
  void own(std::string_view bytes) { out_ += bytes; }

  std::string take() { return std::move(out_); }

 private:
  void start(std::string_view name, const Attributes& attributes, std::string_view end);
  std::string out_;
};

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_MARKUP_H_
