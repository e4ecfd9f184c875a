// Writes the canonical form of a document (see reader.h), piece by piece.

#ifndef SWITCHGATE_CHECKS_XML_CANONICAL_H_
#define SWITCHGATE_CHECKS_XML_CANONICAL_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::xml {

class CanonicalText {
 public:
  void text(std::string_view text);
  void comment(std::string_view inside);
  void instruction(std::string_view target, std::string_view inside);
  // A start tag: open, its attributes, and one of end_open and close_empty.
  void open(std::string_view name);
  void attribute(std::string_view name, std::string_view value);
  void end_open() { out_ += '>'; }
  void close_empty() { out_ += "/>"; }
  void close(std::string_view name);

  std::size_t size() const { return out_.size(); }
  // The whole, with the namespaces declared on the root element.
  std::string finish(const std::vector<std::string>& namespaces);

 private:
  std::string out_;
  std::size_t root_name_end_ = 0;
};

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_CANONICAL_H_
