// Reads a document strictly and writes it anew, see reader.h. The elements that
// are open stand on a stack of its own, so that depth costs no stack of ours.

#include "checks/xml/reader.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/xml/canonical.h"
#include "checks/xml/characters.h"
#include "checks/xml/namespaces.h"
#include "checks/xml/prolog.h"
#include "checks/xml/scanner.h"

namespace switchgate::xml {
namespace {

struct Attribute {
  QName name;
  std::string value;  // references resolved, blanks normalised
  std::size_t number = Namespaces::kNone;
};

struct OpenElement {
  std::string_view name;  // as written
  std::string canonical;
  std::vector<std::string_view> declared;  // prefixes
};

bool is_declaration(const QName& name) {
  return name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns");
}

class Reader {
 public:
  Reader(std::string_view text, const ReadLimits& limits) : in_(text), limits_(limits) {}

  Result<Document> read() {
    if (!read_declaration(in_) || !outside(true) || !content() || !outside(false)) {
      return in_.error();
    }
    return Document{out_.finish(namespaces_.uris()), namespaces_.uris(),
                    std::move(root_namespace_)};
  }

 private:
  // What may stand before the root element, and behind it.
  bool outside(bool before) {
    bool type_seen = !before;
    while (true) {
      in_.skip_blanks();
      if (in_.sees("<!--") || in_.sees("<?")) {
        if (!in_.take("<!--") ? !instruction() : !comment()) {
          return false;
        }
      } else if (!type_seen && in_.sees("<!DOCTYPE")) {
        type_seen = true;
        if (!read_document_type(in_)) {
          return false;
        }
      } else if (before) {
        const bool element = in_.peek() == '<' && name_length(in_.rest(1)) > 0;
        return element || in_.fail_expected("the root element");
      } else {
        return in_.at_end() || in_.fail_expected("nothing more behind the root element");
      }
    }
  }

  bool comment() {
    const std::size_t start = in_.at();
    const auto inside = in_.until("--", "a comment");
    if (!inside) {
      return false;
    }
    if (!in_.take(">")) {
      return in_.fail(start, "a comment holds '--'");
    }
    out_.comment(*inside);
    return count_node();
  }

  bool instruction() {
    in_.skip(2);
    const auto target = in_.name("the target of a processing instruction");
    if (!target) {
      return false;
    }
    if (!target->prefix.empty() || to_lower_ascii(target->whole) == "xml") {
      return in_.fail(target->at - 2, "'<?" + excerpt(target->whole, 20) +
                                          "' may stand at the very start only, and in small "
                                          "letters");
    }
    if (!in_.sees("?>") && !in_.skip_blanks()) {
      return in_.fail_expected("'?>'");
    }
    const auto inside = in_.until("?>", "a processing instruction");
    if (!inside) {
      return false;
    }
    out_.instruction(target->whole, *inside);
    return count_node();
  }

  // The root element with all that is in it.
  bool content() {
    do {
      if (in_.at_end()) {
        return in_.fail_expected("</" + excerpt(open_.back().name, 40) + '>');
      }
      const bool sound = in_.peek() != '<'       ? text()
                         : in_.sees("</")        ? close_tag()
                         : in_.take("<!--")      ? comment()
                         : in_.take("<![CDATA[") ? character_data()
                         : in_.sees("<?")        ? instruction()
                                                 : open_tag();
      if (!sound) {
        return false;
      }
      if (out_.size() > limits_.bytes) {
        return in_.fail("more than " + std::to_string(limits_.bytes) + " bytes are not read" +
                        raise_hint(&Limits::xml_bytes));
      }
    } while (!open_.empty());
    return true;
  }

  bool text() {
    std::string run;
    while (!in_.at_end() && in_.peek() != '<') {
      if (in_.sees("]]>")) {
        return in_.fail("']]>' stands in a text; write ]]&gt;");
      }
      const std::string_view plain = in_.rest(0).substr(0, in_.rest(0).find_first_of("<&]"));
      run += plain;
      in_.skip(plain.size());
      if (!in_.at_end() && in_.peek() != '<' && !in_.sees("]]>") && !append_character(run)) {
        return false;
      }
    }
    out_.text(run);
    return count_node();
  }

  // One byte, or what a reference stands for.
  bool append_character(std::string& into) {
    const char c = in_.peek();
    in_.skip(1);
    if (c != '&') {
      into += c;
      return true;
    }
    const auto value = in_.reference();
    if (value) {
      append_utf8(into, *value);
    }
    return value.has_value();
  }

  bool character_data() {
    const auto inside = in_.until("]]>", "a CDATA section");
    if (inside) {
      out_.text(*inside);
    }
    return inside && count_node();
  }

  bool open_tag() {
    in_.skip(1);
    const auto name = in_.name("the name of an element");
    if (!name) {
      return false;
    }
    if (open_.size() >= limits_.depth) {
      return in_.fail(name->at - 1, "elements nested deeper than " + std::to_string(limits_.depth) +
                                        " levels are not read; ask for them with `text` or "
                                        "`regex`" +
                                        raise_hint(&Limits::xml_depth));
    }
    std::vector<Attribute> attributes;
    if (!read_attributes(attributes)) {
      return false;
    }
    OpenElement element{name->whole, {}, {}};
    if (!declare(attributes, element) || !resolve(*name, attributes, element)) {
      return false;
    }
    out_.open(element.canonical);
    for (const Attribute& attribute : attributes) {
      out_.attribute(spelled(attribute.number, attribute.name.local), attribute.value);
    }
    if (in_.take("/")) {
      out_.close_empty();
      leave(element);
    } else {
      out_.end_open();
      open_.push_back(std::move(element));
    }
    return in_.expect(">", "'>'") && count_node(attributes.size() + 1);
  }

  bool read_attributes(std::vector<Attribute>& into) {
    while (true) {
      const bool blank = in_.skip_blanks();
      if (in_.peek() == '>' || in_.sees("/>")) {
        return true;
      }
      if (!blank) {
        return in_.fail_expected("a blank, '>' or '/>'");
      }
      const auto name = in_.name("an attribute, '>' or '/>'");
      if (!name || !read_equals_sign(in_)) {
        return false;
      }
      Attribute attribute{*name, {}};
      if (!attribute_value(attribute.value)) {
        return false;
      }
      into.push_back(std::move(attribute));
      if (into.size() > limits_.attributes) {
        return in_.fail("more than " + std::to_string(limits_.attributes) +
                        " attributes of one element are not read" +
                        raise_hint(&Limits::xml_attributes));
      }
    }
  }

  bool attribute_value(std::string& into) {
    const char quote = in_.peek();
    if (quote != '"' && quote != '\'') {
      return in_.fail_expected("a value in quotes");
    }
    in_.skip(1);
    while (in_.peek() != quote || in_.at_end()) {
      if (in_.at_end() || in_.peek() == '<') {
        return in_.fail_expected(std::string("the quote ") + quote +
                                 " that ends the value ('<' is written &lt;)");
      }
      if (is_blank(in_.peek())) {
        in_.skip(1);
        into += ' ';
      } else if (!append_character(into)) {
        return false;
      }
    }
    in_.skip(1);
    return true;
  }

  // Takes the declarations of namespaces out of the attributes.
  bool declare(std::vector<Attribute>& attributes, OpenElement& element) {
    for (const Attribute& attribute : attributes) {
      if (!is_declaration(attribute.name)) {
        continue;
      }
      const bool is_default = attribute.name.prefix.empty();
      const std::string_view prefix = is_default ? "" : attribute.name.local;
      if (!may_declare(prefix, attribute)) {
        return false;
      }
      if (std::find(element.declared.begin(), element.declared.end(), prefix) !=
          element.declared.end()) {
        return fail_duplicate(attribute);
      }
      namespaces_.bind(prefix, namespaces_.number_of(attribute.value));
      element.declared.push_back(prefix);
      if (namespaces_.uris().size() > limits_.namespaces) {
        return in_.fail(attribute.name.at, "more than " + std::to_string(limits_.namespaces) +
                                               " namespaces are not read" +
                                               raise_hint(&Limits::xml_namespaces));
      }
    }
    attributes.erase(std::remove_if(attributes.begin(), attributes.end(),
                                    [](const Attribute& one) { return is_declaration(one.name); }),
                     attributes.end());
    return true;
  }

  // Namespaces in XML 1.0, section 3: xml and xmlns keep what they stand for,
  // and only the default namespace can be taken back.
  bool may_declare(std::string_view prefix, const Attribute& attribute) {
    const bool is_xml = attribute.value == kXmlNamespace;
    const bool sound = prefix == "xml"
                           ? is_xml
                           : prefix != "xmlns" && !is_xml && attribute.value != kXmlnsNamespace &&
                                 (prefix.empty() || !attribute.value.empty());
    return sound || in_.fail(attribute.name.at, "'" + excerpt(attribute.name.whole, 40) +
                                                    "' cannot stand for '" +
                                                    excerpt(attribute.value, 60) + '\'');
  }

  // Finds the namespaces of an element and its attributes; each attribute may
  // be there once.
  bool resolve(const QName& name, std::vector<Attribute>& attributes, OpenElement& element) {
    const auto number = number_of(name);
    if (!number) {
      return false;
    }
    element.canonical = spelled(*number, name.local);
    if (open_.empty()) {
      root_namespace_ = *number == Namespaces::kNone ? "" : namespaces_.uris()[*number];
    }
    std::vector<std::pair<std::pair<std::size_t, std::string_view>, const Attribute*>> seen;
    for (Attribute& attribute : attributes) {
      if (!attribute.name.prefix.empty()) {
        const auto found = number_of(attribute.name);
        if (!found) {
          return false;
        }
        attribute.number = *found;
      }
      seen.push_back({{attribute.number, attribute.name.local}, &attribute});
    }
    std::sort(seen.begin(), seen.end());
    const auto twice = std::adjacent_find(
        seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
    return twice == seen.end() || fail_duplicate(*(twice + 1)->second);
  }

  bool fail_duplicate(const Attribute& attribute) {
    return in_.fail(attribute.name.at,
                    "the attribute '" + excerpt(attribute.name.whole, 40) + "' stands there twice");
  }

  std::optional<std::size_t> number_of(const QName& name) {
    const auto number = namespaces_.find(name.prefix);
    if (!number && name.prefix.empty()) {
      return Namespaces::kNone;
    }
    if (!number) {
      in_.fail(name.at, "the prefix '" + excerpt(name.prefix, 40) + "' is not declared");
    }
    return number;
  }

  static std::string spelled(std::size_t number, std::string_view local) {
    return number == Namespaces::kNone ? std::string(local)
                                       : canonical_prefix(number) + ':' + std::string(local);
  }

  bool close_tag() {
    const std::size_t start = in_.at();
    in_.skip(2);
    const auto name = in_.name("the name of an element");
    if (!name) {
      return false;
    }
    if (name->whole != open_.back().name) {
      return in_.fail(start, "expected </" + excerpt(open_.back().name, 40) + ">, found </" +
                                 excerpt(name->whole, 40) + '>');
    }
    in_.skip_blanks();
    out_.close(open_.back().canonical);
    leave(open_.back());
    open_.pop_back();
    return in_.expect(">", "'>'");
  }

  void leave(const OpenElement& element) {
    for (const std::string_view prefix : element.declared) {
      namespaces_.unbind(prefix);
    }
  }

  bool count_node(std::size_t count = 1) {
    nodes_ += count;
    return nodes_ <= limits_.nodes ||
           in_.fail("more than " + std::to_string(limits_.nodes) + " nodes are not read" +
                    raise_hint(&Limits::xml_nodes));
  }

  Scanner in_;
  const ReadLimits& limits_;
  Namespaces namespaces_;
  std::vector<OpenElement> open_;
  CanonicalText out_;
  std::string root_namespace_;
  std::size_t nodes_ = 0;
};

// XML 1.0 section 2.11: CR LF and CR alone are LF.
void normalize_line_ends(std::string& text) {
  std::size_t to = std::min(text.find('\r'), text.size());
  for (std::size_t from = to; from < text.size(); ++from) {
    const bool carriage_return = text[from] == '\r';
    text[to++] = carriage_return ? '\n' : text[from];
    from += carriage_return && from + 1 < text.size() && text[from + 1] == '\n' ? 1 : 0;
  }
  text.resize(to);
}

}  // namespace

std::string canonical_prefix(std::size_t number) {
  return number == 0 ? "xml" : 'n' + std::to_string(number);
}

Result<Document> read(std::string_view bytes, const ReadLimits& limits) {
  Result<std::string> text = to_utf8(bytes);
  if (!text) {
    return Error{"not readable XML: " + text.error().message, {}};
  }
  normalize_line_ends(*text);
  if (const auto forbidden = find_forbidden(*text)) {
    Scanner at_that_place(std::string_view(*text).substr(0, *forbidden));
    at_that_place.skip(*forbidden);
    at_that_place.fail("a byte that is no UTF-8, or a character that XML does not have");
    return at_that_place.error();
  }
  return Reader(*text, limits).read();
}

}  // namespace switchgate::xml
