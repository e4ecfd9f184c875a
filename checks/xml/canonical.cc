// The canonical form: names as they are given, everything else escaped.

#include "checks/xml/canonical.h"

#include "checks/xml/reader.h"

namespace switchgate::xml {
namespace {

// What a text or an attribute's value must not hold as it is. Line ends and
// tabs in a value came from references, and would be taken for plain blanks.
void append_escaped(std::string& out, std::string_view text, bool attribute) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '"':
        out += attribute ? "&quot;" : "\"";
        break;
      case '\n':
        out += attribute ? "&#10;" : "\n";
        break;
      case '\t':
        out += attribute ? "&#9;" : "\t";
        break;
      default:
        out += c;
    }
  }
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_escaped(out, value, true);
  out += '"';
}

}  // namespace

void CanonicalText::text(std::string_view text) { append_escaped(out_, text, false); }

void CanonicalText::comment(std::string_view inside) {
  out_ += "<!--";
  out_ += inside;
  out_ += "-->";
}

void CanonicalText::instruction(std::string_view target, std::string_view inside) {
  out_ += "<?";
  out_ += target;
  out_ += inside.empty() ? "" : " ";
  out_ += inside;
  out_ += "?>";
}

void CanonicalText::open(std::string_view name) {
  out_ += '<';
  out_ += name;
  root_name_end_ = root_name_end_ == 0 ? out_.size() : root_name_end_;
}

void CanonicalText::attribute(std::string_view name, std::string_view value) {
  append_attribute(out_, name, value);
}

void CanonicalText::close(std::string_view name) {
  out_ += "</";
  out_ += name;
  out_ += '>';
}

std::string CanonicalText::finish(const std::vector<std::string>& namespaces) {
  std::string declarations;
  for (std::size_t i = 0; i < namespaces.size(); ++i) {
    append_attribute(declarations, "xmlns:" + canonical_prefix(i), namespaces[i]);
  }
  out_.insert(root_name_end_, declarations);
  return std::move(out_);
}

}  // namespace switchgate::xml
