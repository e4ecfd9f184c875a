// XPath 1.0 with namespaces: parsed once, applied to many documents.

#ifndef SWITCHGATE_CHECKS_XML_XPATH_H_
#define SWITCHGATE_CHECKS_XML_XPATH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/xml/reader.h"

namespace switchgate::xml {

// A document made ready for queries.
class Tree {
 public:
  explicit Tree(Document document);

  const Document& document() const;

 private:
  friend class XPath;
  struct Content;
  std::shared_ptr<const Content> content_;
};

// What prefixes stand for: {"s", "http://www.w3.org/2003/05/soap-envelope"}.
// "xml" is always bound.
using Bindings = std::vector<std::pair<std::string, std::string>>;

class XPath {
 public:
  enum class Type : std::uint8_t { kNodes, kNumber, kString, kBoolean };

  // The message says what is wrong and at which character of the expression
  // (1-based; also as the column of its SourcePos, which names no file).
  // A name without a prefix is in no namespace, whatever the default namespace
  // of a document is. Not taken, since they would depend on how a document
  // happens to be spelled or are not there: name(), the namespace axis,
  // variables, id().
  static Result<XPath> parse(std::string_view expression, const Bindings& bindings = {});

  // What it gives, whatever the document.
  Type type() const;
  // One node at most, whatever the document (see xpath_syntax.h).
  bool singular() const;
  bool uses_prefixes() const;
  const std::string& text() const;  // as written

  // A number (as a string when it is NaN or infinite), a string or a boolean;
  // or for each node, in document order, its text: of an element all text
  // within. Bounded: nodes whose texts take more than 64 MB are an error.
  // Thread-safe.
  using Selected = std::variant<json::Value, std::vector<json::Value>>;
  Result<Selected> select(const Tree& tree) const;

 private:
  struct Query;
  explicit XPath(std::shared_ptr<const Query> query) : query_(std::move(query)) {}
  std::shared_ptr<const Query> query_;
};

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_XPATH_H_
