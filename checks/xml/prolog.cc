// The XML declaration and the document type.

#include "checks/xml/prolog.h"

#include <algorithm>
#include <array>

#include "checks/xml/characters.h"

namespace switchgate::xml {
namespace {

constexpr std::string_view kDeclaration = "<?xml";
constexpr std::array<std::string_view, 3> kParts = {"version", "encoding", "standalone"};

}  // namespace

bool read_declaration(Scanner& in) {
  const std::string_view behind = in.rest(kDeclaration.size());
  if (!in.sees(kDeclaration) || behind.empty() || !is_blank(behind.front())) {
    return true;
  }
  in.skip(kDeclaration.size());
  const auto* next = kParts.begin();  // what may come, in this order
  while (in.skip_blanks() && !in.sees("?>")) {
    const auto name = in.name("version, encoding or standalone");
    if (!name || !read_equals_sign(in)) {
      return false;
    }
    const auto value = in.quoted("a value");
    if (!value) {
      return false;
    }
    const auto* part = std::find(next, kParts.end(), name->whole);
    const bool version = part == kParts.begin();
    if (part == kParts.end() || (next == kParts.begin() && !version) ||
        (version && !value->starts_with("1."))) {
      return in.fail(name->at, "the XML declaration is not one of XML 1.0");
    }
    next = part + 1;
  }
  return (next != kParts.begin() || in.fail_expected("version=\"1.0\"")) &&
         in.expect("?>", "'?>' behind the XML declaration");
}

bool read_document_type(Scanner& in) {
  in.take("<!DOCTYPE");
  if (!in.skip_blanks()) {
    return in.fail_expected("a blank behind <!DOCTYPE");
  }
  if (!in.name("the name of the root element")) {
    return false;
  }
  in.skip_blanks();
  const bool is_public = in.take("PUBLIC");
  if (is_public || in.take("SYSTEM")) {
    for (int part = is_public ? 0 : 1; part < 2; ++part) {
      if (!in.skip_blanks() || !in.quoted("the identifier of a document type")) {
        return in.fail_expected("a blank and an identifier in quotes");
      }
    }
    in.skip_blanks();
  }
  if (in.peek() == '[') {
    return in.fail(
        "the document type declares entities or elements of its own, which is refused because a "
        "few lines of them can stand for gigabytes; have it sent without");
  }
  return in.expect(">", "'>' behind the document type");
}

}  // namespace switchgate::xml
