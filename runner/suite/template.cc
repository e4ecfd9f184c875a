// Takes texts with ${…} apart.

#include "runner/suite/template.h"

#include <algorithm>
#include <utility>

#include "checks/base/calendar.h"
#include "checks/base/text.h"

namespace switchgate {
namespace {

constexpr std::string_view kEnvironment = "env.";
constexpr std::string_view kUuid = "uuid";
constexpr std::string_view kNow = "now";
constexpr const char* kNoName = "holds no name of a variable (letters, digits, '_' and '-')";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error malformed(std::string_view inside, SourcePos pos, const std::string& why) {
  return {"'${" + excerpt(inside, 60) + "}' " + why + "; write $${ for a literal ${", pos};
}

// "env.X", "env.X:-default".
Status parse_environment(std::string_view inside, std::string_view rest, SourcePos pos,
                         Reference& reference) {
  reference.from = Reference::From::kEnvironment;
  rest.remove_prefix(kEnvironment.size());
  const std::size_t dash = rest.find(":-");
  if (dash != std::string_view::npos) {
    reference.fallback = std::string(rest.substr(dash + 2));
    rest = rest.substr(0, dash);
  }
  reference.name = rest;
  return is_variable_name(rest) ? Status(Ok{}) : Status(malformed(inside, pos, kNoName));
}

// Does it begin as ${now+2d} does, and not as a variable's name?
bool counts_from_now(std::string_view text) {
  text = text.substr(std::min(text.size(), kNow.size()));
  return text.empty() || text[0] == '+' || (text.size() > 1 && text[0] == '-' && is_digit(text[1]));
}

// What stands before the filters.
Status parse_source(std::string_view inside, std::string_view source, SourcePos pos,
                    Reference& reference) {
  if (source.starts_with(kEnvironment)) {
    return parse_environment(inside, source, pos, reference);
  }
  if (source == kUuid) {
    reference.from = Reference::From::kUuid;
    return Ok{};
  }
  if (source.starts_with(kNow) && counts_from_now(source)) {
    reference.from = Reference::From::kNow;
    const auto from_now = parse_from_now(source);
    reference.from_now = from_now.value_or(Micros{0});
    return from_now ? Status(Ok{})
                    : Status(malformed(inside, pos,
                                       "counts from now by no duration such as now+2d, now-5m"));
  }
  if (source.find(":-") != std::string_view::npos) {
    return malformed(inside, pos, "has a default, which only ${env.NAME:-default} may have");
  }
  reference.name = source;
  return is_variable_name(source) ? Status(Ok{}) : Status(malformed(inside, pos, kNoName));
}

Result<const Filter*> parse_filter(std::string_view inside, std::string_view name, SourcePos pos) {
  if (const Filter* filter = find_filter(name)) {
    return filter;
  }
  std::vector<std::string_view> names;
  for (const Filter& filter : filters()) {
    names.push_back(filter.name);
  }
  const auto near = nearest_name(name, names);
  const std::vector<std::string> known(names.begin(), names.end());
  return Error{"'${" + excerpt(inside, 60) + "}' uses an unknown filter '" + excerpt(name, 60) +
                   "'; " +
                   (near ? "did you mean '" + *near + "'?" : "there are " + join(known, ", ")),
               pos};
}

// What stands between "${" and "}".
Result<Reference> parse_reference(std::string_view inside, SourcePos pos) {
  Reference reference;
  reference.written = inside;
  const std::vector<std::string_view> parts = split(inside, '|');
  if (Status status = parse_source(inside, parts.front(), pos, reference); !status) {
    return status.error();
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Result<const Filter*> filter = parse_filter(inside, parts[i], pos);
    if (!filter) {
      return filter.error();
    }
    reference.filters.push_back(*filter);
  }
  return reference;
}

}  // namespace

bool Reference::path_encodes() const {
  return std::none_of(filters.begin(), filters.end(),
                      [](const Filter* filter) { return filter->keeps_as_is; });
}

bool Reference::means_as_written() const {
  return std::any_of(filters.begin(), filters.end(),
                     [](const Filter* filter) { return filter->name == "raw"; });
}

const Reference* whole_reference(std::span<const Piece> pieces) {
  return pieces.size() == 1 ? std::get_if<Reference>(&pieces.front()) : nullptr;
}

std::string undefined_message(const Reference& reference, std::span<const std::string_view> known) {
  const bool from_environment = reference.from == Reference::From::kEnvironment;
  std::string message = from_environment ? "the environment variable '" + reference.name +
                                               "' is not set; ${env." + reference.name +
                                               ":-default} gives it a default"
                                         : "the variable '" + reference.name + "' is not defined";
  std::vector<std::string_view> names(known.begin(), known.end());
  if (!from_environment) {
    names.insert(names.end(), {kUuid, kNow});
  }
  if (const auto near = nearest_name(reference.name, names)) {
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

std::optional<std::string> variable_name_mistake(std::string_view name) {
  const bool taken =
      name == "env" || name == kUuid || (name.starts_with(kNow) && counts_from_now(name));
  if (is_variable_name(name) && !taken) {
    return std::nullopt;
  }
  return '\'' + excerpt(name, 60) +
         "' cannot be a variable's name: letters, digits, '_' and '-', no digit first, and not "
         "'env', 'uuid' or 'now'";
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
