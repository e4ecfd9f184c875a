// Queries by pugixml, the only place that knows it. Its names are plain texts,
// so an expression is spelled anew for each document: the prefixes that its
// author bound become those of the document's canonical form.

#include "checks/xml/xpath.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <pugixml.hpp>

#include "checks/base/text.h"
#include "checks/xml/namespaces.h"
#include "checks/xml/xpath_syntax.h"

namespace switchgate::xml {

struct Tree::Content {
  Document source;
  pugi::xml_document tree;  // its texts are in source.canonical
};

struct XPath::Query {
  std::string text;
  std::vector<Token> tokens;  // of `text`
  Bindings bindings;
  Type type = Type::kNodes;
  bool singular = false;
};

namespace {

// The canonical form has nothing else, and its blanks count.
constexpr unsigned kReadOptions =
    pugi::parse_comments | pugi::parse_pi | pugi::parse_escapes | pugi::parse_ws_pcdata;
constexpr std::size_t kSelectedBytes = 64'000'000;
// A prefix that no canonical form has.
constexpr std::string_view kNowhere = "n0:";
constexpr double kLargestExact = 9007199254740992;  // 2^53

Error mistake(std::size_t at, std::string_view expression, const std::string& what) {
  const auto column = static_cast<int>(count_code_points(expression.substr(0, at))) + 1;
  return {"not a valid XPath at character " + std::to_string(column) + ": " + what,
          {-1, 0, column}};
}

const std::string* find_uri(const Bindings& bindings, std::string_view prefix) {
  const auto found = std::find_if(bindings.begin(), bindings.end(),
                                  [&](const auto& one) { return one.first == prefix; });
  return found == bindings.end() ? nullptr : &found->second;
}

// What pugixml would take, and mean something else by it.
const char* refusal_of(const Token& token) {
  if (token.kind == TokenKind::kFunction && token.is("name")) {
    return "name() gives the prefix that a document happens to use; write local-name(), and "
           "namespace-uri() where it matters";
  }
  if (token.kind == TokenKind::kFunction && token.is("id")) {
    return "id() needs a document type, which is not read; write //*[@id='x']";
  }
  if (token.kind == TokenKind::kAxis && token.is("namespace")) {
    return "the namespace axis is not there; write namespace-uri()";
  }
  return token.is("$") ? "XPath has no variables here; write ${name}" : nullptr;
}

XPath::Type type_of(pugi::xpath_value_type type) {
  switch (type) {
    case pugi::xpath_type_number:
      return XPath::Type::kNumber;
    case pugi::xpath_type_string:
      return XPath::Type::kString;
    case pugi::xpath_type_boolean:
      return XPath::Type::kBoolean;
    default:
      return XPath::Type::kNodes;
  }
}

// "Expected ')' to match an opening '('" as the second half of a sentence.
std::string sentence(const char* complaint) {
  std::string text = complaint == nullptr ? "it cannot be read" : complaint;
  text[0] = to_lower_ascii(text.substr(0, 1))[0];
  return text;
}

json::Value number_value(double number) {
  if (!std::isfinite(number)) {
    return std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
  }
  if (std::abs(number) < kLargestExact && std::floor(number) == number) {
    return static_cast<std::int64_t>(number);
  }
  return number;
}

// The string-value of a node (XPath 1.0 section 5), appended to `out` as long
// as that is not too much.
void append_text(const pugi::xml_node& top, std::string& out) {
  if (top.type() != pugi::node_element && top.type() != pugi::node_document) {
    out += top.value();
    return;
  }
  pugi::xml_node node = top.first_child();
  while (node && out.size() <= kSelectedBytes) {
    if (node.type() == pugi::node_pcdata) {
      out += node.value();
    }
    pugi::xml_node next = node.first_child();
    while (!next && node != top) {
      next = node.next_sibling();
      node = next ? node : node.parent();
    }
    node = next;
  }
}

Result<std::vector<json::Value>> texts_of(const pugi::xpath_node_set& nodes) {
  std::vector<json::Value> out;
  out.reserve(nodes.size());
  std::size_t bytes = 0;
  for (const pugi::xpath_node& node : nodes) {
    std::string text;
    if (node.attribute()) {
      text = node.attribute().value();
    } else {
      append_text(node.node(), text);
    }
    bytes += text.size();
    if (bytes > kSelectedBytes) {
      return Error{"the nodes that it selects hold more than 64 MB of text", {}};
    }
    out.emplace_back(std::move(text));
  }
  return out;
}

}  // namespace

Tree::Tree(Document document) {
  auto content = std::make_shared<Content>();
  content->source = std::move(document);
  std::string& text = content->source.canonical;
  content->tree.load_buffer_inplace(text.data(), text.size(), kReadOptions, pugi::encoding_utf8);
  content_ = std::move(content);
}

const Document& Tree::document() const { return content_->source; }

Result<XPath> XPath::parse(std::string_view expression, const Bindings& bindings) {
  auto query = std::make_shared<Query>();
  query->text = to_valid_utf8(expression);
  query->bindings = bindings;
  const std::string_view text = query->text;
  query->tokens = tokens_of(text);
  for (const Token& token : query->tokens) {
    if (const char* refusal = refusal_of(token)) {
      return mistake(token.at, text, refusal);
    }
  }
  try {
    const pugi::xpath_query compiled(query->text.c_str());
    query->type = type_of(compiled.return_type());
  } catch (const pugi::xpath_exception& failure) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(failure.result().offset, 0));
    return mistake(std::min(at, text.size()), text, sentence(failure.what()));
  } catch (const std::bad_alloc&) {
    return mistake(0, text, "it is too large");
  }
  for (const Token& token : query->tokens) {
    const std::string_view prefix = token.prefix();
    if (!prefix.empty() && prefix != "xml" && find_uri(bindings, prefix) == nullptr) {
      return mistake(token.at, text,
                     "no namespace is bound to the prefix '" + std::string(prefix) +
                         "'; write namespaces: {" + std::string(prefix) + ": 'http://…'}");
    }
  }
  query->singular = query->type == Type::kNodes && selects_one_at_most(query->tokens);
  return XPath(std::move(query));
}

XPath::Type XPath::type() const { return query_->type; }
bool XPath::singular() const { return query_->singular; }
const std::string& XPath::text() const { return query_->text; }

bool XPath::uses_prefixes() const {
  return std::any_of(query_->tokens.begin(), query_->tokens.end(),
                     [](const Token& token) { return !token.prefix().empty(); });
}

Result<XPath::Selected> XPath::select(const Tree& tree) const {
  const std::vector<std::string>& known = tree.document().namespaces;
  std::string spelled;
  std::size_t copied = 0;
  for (const Token& token : query_->tokens) {
    const std::string_view prefix = token.prefix();
    if (prefix.empty() || prefix == "xml") {
      continue;
    }
    const std::string* uri = find_uri(query_->bindings, prefix);
    const auto number = std::find(known.begin(), known.end(), *uri) - known.begin();
    spelled.append(query_->text, copied, token.at - copied);
    spelled += static_cast<std::size_t>(number) == known.size()
                   ? std::string(kNowhere)
                   : canonical_prefix(static_cast<std::size_t>(number)) + ':';
    copied = token.at + prefix.size() + 1;
  }
  spelled.append(query_->text, copied);
  try {
    const pugi::xpath_query query(spelled.c_str());
    const pugi::xpath_node root(tree.content_->tree);
    switch (query_->type) {
      case Type::kNumber:
        return Selected(number_value(query.evaluate_number(root)));
      case Type::kString:
        return Selected(json::Value(to_valid_utf8(query.evaluate_string(root))));
      case Type::kBoolean:
        return Selected(json::Value(query.evaluate_boolean(root)));
      case Type::kNodes:
        break;
    }
    pugi::xpath_node_set nodes = query.evaluate_node_set(root);
    nodes.sort();
    auto texts = texts_of(nodes);
    return texts ? Result<Selected>(Selected(std::move(*texts))) : texts.error();
  } catch (const pugi::xpath_exception& failure) {
    return Error{sentence(failure.what()), {}};
  } catch (const std::bad_alloc&) {
    return Error{"it takes more memory than there is", {}};
  }
}

}  // namespace switchgate::xml
