// JSONPath, whole, as RFC 9535 defines it: parsed once, applied to many values.

#ifndef SWITCHGATE_CHECKS_JSON_PATH_H_
#define SWITCHGATE_CHECKS_JSON_PATH_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"

namespace switchgate::json {

// A selected node: a pointer into the value that was queried (valid as long as
// that is), and where it stands in it.
struct Node {
  const Value* value = nullptr;
  std::string path;  // normalized path (RFC 9535 section 2.7): $['items'][0]
};

class Path {
 public:
  // The error's message says what is wrong and at which character of the expression
  // (1-based; also as the column of its SourcePos, which names no file), and what
  // would be right when that can be told. Stricter than the RFC in one point: a
  // pattern that is written out in match() or search() must be an I-Regexp.
  static Result<Path> parse(std::string_view expression);

  // At most one node, whatever the data (RFC 9535 section 2.3.5.1): decided by the expression.
  bool singular() const;
  const std::string& text() const;  // as written

  // Nodes in the order of the RFC. Bounded: a query that visits more than 10 million
  // nodes, or whose paths take more than 64 MB, is an error. Thread-safe.
  Result<std::vector<Node>> select(const Value& root) const;

 private:
  struct Query;
  explicit Path(std::shared_ptr<const Query> query) : query_(std::move(query)) {}
  std::shared_ptr<const Query> query_;
};

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_PATH_H_
