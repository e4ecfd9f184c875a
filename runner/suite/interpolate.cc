// Fills in ${…}: texts become texts, a string that is exactly ${name} takes the
// value's own type.

#include "runner/suite/interpolate.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Kind;
using tree::Node;

Error undefined(const Reference& reference, const Scope& scope, SourcePos pos) {
  std::vector<std::string_view> names;
  if (reference.from_environment) {
    for (const auto& [name, value] : scope.environment) {
      names.push_back(name);
    }
  } else {
    for (const auto& [name, value] : scope.values) {
      names.push_back(name);
    }
  }
  return {undefined_message(reference, names), pos};
}

Result<json::Value> value_of(const Reference& reference, const Scope& scope, SourcePos pos) {
  if (!reference.from_environment) {
    const auto found = scope.values.find(reference.name);
    return found == scope.values.end() ? Result<json::Value>(undefined(reference, scope, pos))
                                       : Result<json::Value>(found->second);
  }
  const auto found = scope.environment.find(reference.name);
  const bool usable =
      found != scope.environment.end() && !(found->second.empty() && reference.fallback);
  if (usable) {
    return json::Value(found->second);
  }
  if (reference.fallback) {
    return json::Value(*reference.fallback);
  }
  return undefined(reference, scope, pos);
}

// Strings stand for themselves; everything else as JSON writes it.
std::string text_of(const json::Value& value) {
  const std::string* string = value.string();
  return string != nullptr ? *string : json::to_text(value);
}

Result<std::string> fill_in(const std::vector<Piece>& pieces, const Scope& scope, Encoding encoding,
                            SourcePos pos) {
  std::string out;
  for (const Piece& piece : pieces) {
    if (const auto* literal = std::get_if<std::string>(&piece)) {
      out += *literal;
      continue;
    }
    const auto& reference = std::get<Reference>(piece);
    const auto value = value_of(reference, scope, pos);
    if (!value) {
      return value.error();
    }
    const std::string text = text_of(*value);
    out += encoding == Encoding::kPathSegment && !reference.raw ? percent_encode(text) : text;
  }
  return out;
}

Result<Node> expand_string(const Node& node, const Scope& scope) {
  const auto pieces = parse_template(node.text, node.pos);
  if (!pieces) {
    return pieces.error();
  }
  const Reference* whole = pieces->size() == 1 ? std::get_if<Reference>(&pieces->front()) : nullptr;
  if (whole != nullptr) {
    const auto value = value_of(*whole, scope, node.pos);
    return value ? Result<Node>(tree::from_json(*value, node.pos)) : Result<Node>(value.error());
  }
  auto text = fill_in(*pieces, scope, Encoding::kNone, node.pos);
  if (!text) {
    return text.error();
  }
  Node out = node;
  out.text = std::move(*text);
  return out;
}

Result<Node> expand_list(const Node& node, const Scope& scope) {
  Node out;
  out.kind = Kind::kList;
  out.pos = node.pos;
  out.items.reserve(node.items.size());
  for (const Node& item : node.items) {
    auto filled = expand(item, scope);
    if (!filled) {
      return filled.error();
    }
    out.items.push_back(std::move(*filled));
  }
  return out;
}

Result<Node> expand_map(const Node& node, const Scope& scope) {
  Node out;
  out.kind = Kind::kMap;
  out.pos = node.pos;
  out.entries.reserve(node.entries.size());
  for (const tree::Entry& entry : node.entries) {
    auto key = expand(Text{entry.key, entry.key_pos}, scope);
    if (!key) {
      return key.error();
    }
    if (*key != entry.key && out.find(*key) != nullptr) {
      return Error{"the key '" + excerpt(*key, 60) + "' stands here twice once it is filled in",
                   entry.key_pos};
    }
    auto value = expand(entry.value, scope);
    if (!value) {
      return value.error();
    }
    out.entries.push_back({std::move(*key), entry.key_pos, std::move(*value)});
  }
  return out;
}

}  // namespace

bool has_reference(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("${")) {
      return true;
    }
    at += rest.starts_with("$${") ? 3 : 1;
  }
  return false;
}

bool has_reference(const Node& node) {
  return (node.kind == Kind::kString && has_reference(node.text)) ||
         std::any_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return has_reference(item); }) ||
         std::any_of(node.entries.begin(), node.entries.end(), [](const tree::Entry& entry) {
           return has_reference(entry.key) || has_reference(entry.value);
         });
}

Result<std::vector<std::string>> references(const Text& text) {
  const auto pieces = parse_template(text.text, text.pos);
  if (!pieces) {
    return pieces.error();
  }
  std::vector<std::string> names;
  for (const Piece& piece : *pieces) {
    if (const auto* reference = std::get_if<Reference>(&piece)) {
      std::string name = (reference->from_environment ? "env." : "") + reference->name;
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  return names;
}

Result<std::string> expand(const Text& text, const Scope& scope, Encoding encoding) {
  if (text.text.find("${") == std::string::npos) {
    return text.text;
  }
  const auto pieces = parse_template(text.text, text.pos);
  if (!pieces) {
    return pieces.error();
  }
  return fill_in(*pieces, scope, encoding, text.pos);
}

Result<Node> expand(const Node& node, const Scope& scope) {
  switch (node.kind) {
    case Kind::kString:
      return node.text.find("${") == std::string::npos ? Result<Node>(node)
                                                       : expand_string(node, scope);
    case Kind::kList:
      return expand_list(node, scope);
    case Kind::kMap:
      return expand_map(node, scope);
    default:
      return node;
  }
}

}  // namespace switchgate
