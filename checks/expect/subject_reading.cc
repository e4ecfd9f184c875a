// Reads what the subjects have in common.

#include "checks/expect/subject_reading.h"

#include <algorithm>

#include "checks/base/text.h"

namespace switchgate::expect {
namespace {

// What a token may hold beside letters and digits.
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

}  // namespace

// The subject's value as a mapping of names to matchers; null when it is none.
const tree::Node* names_to_matchers(const tree::Node& node, std::string_view subject,
                                    std::string_view example, Reading& reading) {
  if (is_unresolved(node, reading) && node.is_scalar()) {
    return nullptr;
  }
  if (node.kind == tree::Kind::kMap && !node.entries.empty() && !node.is_data) {
    return &node;
  }
  reading.problems.add(node.pos, '\'' + std::string(subject) + "' expects a mapping such as " +
                                     std::string(example) + ", got " + found_there(node));
  return nullptr;
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

bool has_unresolved_key(const tree::Entry& entry, const Reading& reading) {
  tree::Node key;
  key.kind = tree::Kind::kString;
  key.text = entry.key;
  return is_unresolved(key, reading);
}

void tell_unknown_name(const tree::Entry& entry, std::string_view noun, std::string_view where,
                       std::span<const std::string_view> names, Reading& reading) {
  const auto near = nearest_name(entry.key, names);
  const std::vector<std::string> texts(names.begin(), names.end());
  reading.problems.add(
      entry.key_pos,
      "unknown " + std::string(noun) + " '" + excerpt(entry.key, 60) + "' in " +
          std::string(where) + "; " +
          (near ? "did you mean '" + *near + "'?" : "it takes " + join(texts, ", ")));
}

}  // namespace switchgate::expect
