// Takes texts with ${…} apart.

#include "runner/suite/template.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"

namespace switchgate {
namespace {

constexpr std::string_view kEnvironment = "env.";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error malformed(std::string_view inside, SourcePos pos, const std::string& why) {
  return {"'${" + excerpt(inside, 60) + "}' " + why + "; write $${ for a literal ${", pos};
}

// What stands between "${" and "}".
Result<Reference> parse_reference(std::string_view inside, SourcePos pos) {
  Reference reference;
  std::string_view rest = inside;
  const std::size_t bar = rest.rfind('|');
  if (bar != std::string_view::npos) {
    const std::string_view filter = rest.substr(bar + 1);
    if (filter != "raw") {
      return malformed(inside, pos,
                       "uses an unknown filter '" + excerpt(filter, 60) + "'; there is 'raw'");
    }
    reference.raw = true;
    rest = rest.substr(0, bar);
  }
  if (rest.starts_with(kEnvironment)) {
    reference.from_environment = true;
    rest.remove_prefix(kEnvironment.size());
    const std::size_t dash = rest.find(":-");
    if (dash != std::string_view::npos) {
      reference.fallback = std::string(rest.substr(dash + 2));
      rest = rest.substr(0, dash);
    }
  }
  if (rest.find(":-") != std::string_view::npos) {
    return malformed(inside, pos, "has a default, which only ${env.NAME:-default} may have");
  }
  if (!is_variable_name(rest)) {
    return malformed(inside, pos, "holds no name of a variable (letters, digits, '_' and '-')");
  }
  reference.name = rest;
  return reference;
}

}  // namespace

std::string undefined_message(const Reference& reference, std::span<const std::string_view> known) {
  std::string message = reference.from_environment
                            ? "the environment variable '" + reference.name +
                                  "' is not set; ${env." + reference.name +
                                  ":-default} gives it a default"
                            : "the variable '" + reference.name + "' is not defined";
  if (const auto near = nearest_name(reference.name, known)) {
    message += "; did you mean '" + *near + "'?";
  }
  return message;
}

bool is_variable_name(std::string_view name) {
  for (const char c : name) {
    if (!is_letter(c) && !is_digit(c) && c != '-') {
      return false;
    }
  }
  return !name.empty() && is_letter(name[0]);
}

Result<std::vector<Piece>> parse_template(std::string_view text, SourcePos pos) {
  std::vector<Piece> pieces;
  std::string literal;
  while (!text.empty()) {
    if (text.starts_with("$${")) {
      literal += "${";
      text.remove_prefix(3);
      continue;
    }
    if (!text.starts_with("${")) {
      const std::size_t next = std::min(text.find('$', 1), text.size());
      literal += text.substr(0, next);
      text.remove_prefix(next);
      continue;
    }
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) {
      return Error{"'" + excerpt(text, 60) + "' has no closing '}'; write $${ for a literal ${",
                   pos};
    }
    auto reference = parse_reference(text.substr(2, end - 2), pos);
    if (!reference) {
      return reference.error();
    }
    if (!literal.empty()) {
      pieces.emplace_back(std::move(literal));
      literal.clear();
    }
    pieces.emplace_back(std::move(*reference));
    text.remove_prefix(end + 1);
  }
  if (!literal.empty()) {
    pieces.emplace_back(std::move(literal));
  }
  return pieces;
}

}  // namespace switchgate
