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
  for (const Scope* layer = &scope; layer != nullptr; layer = layer->outer) {
    if (reference.from == Reference::From::kEnvironment) {
      for (const auto& [name, value] : layer->environment) {
        names.push_back(name);
      }
    } else {
      for (const auto& [name, value] : layer->values) {
        names.push_back(name);
      }
    }
  }
  return {undefined_message(reference, names), pos};
}

Result<json::Value> environment_value(const Reference& reference, const Scope& scope,
                                      SourcePos pos) {
  const std::string* found = scope.find_environment(reference.name);
  if (found != nullptr && !(found->empty() && reference.fallback)) {
    return json::Value(*found);
  }
  if (reference.fallback) {
    return json::Value(*reference.fallback);
  }
  return undefined(reference, scope, pos);
}

// The value before any filter.
Result<json::Value> source_value(const Reference& reference, const Scope& scope, SourcePos pos) {
  if (reference.is_fresh() && scope.filling == nullptr) {
    return Error{"${" + reference.written + "} is known only once the run is there", pos};
  }
  switch (reference.from) {
    case Reference::From::kUuid:
      return json::Value(scope.filling->fresh.uuid());
    case Reference::From::kNow:
      return json::Value(format_date_time(scope.filling->fresh.now() + reference.from_now));
    case Reference::From::kEnvironment:
      return environment_value(reference, scope, pos);
    case Reference::From::kVariable:
      break;
  }
  const json::Value* found = scope.find(reference.name);
  return found == nullptr ? Result<json::Value>(undefined(reference, scope, pos))
                          : Result<json::Value>(*found);
}

bool is_data(const Reference& reference, const Scope& scope) {
  return reference.from == Reference::From::kVariable && !reference.means_as_written() &&
         scope.is_data(reference.name);
}

// `inserted`, where it is given, gets the stretches that are data.
Result<std::string> fill_in(const std::vector<Piece>& pieces, const Scope& scope, Encoding encoding,
                            SourcePos pos, std::vector<tree::Stretch>* inserted = nullptr) {
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
    const bool encoded = encoding == Encoding::kPathSegment && reference.path_encodes();
    if (inserted != nullptr && is_data(reference, scope)) {
      inserted->push_back({out.size(), text.size()});
    }
    out += encoded ? percent_encode(text) : text;
  }
  return out;
}

Result<Node> expand_string(const Node& node, const Scope& scope) {
  const auto pieces = parse_template(node.text, node.pos);
  if (!pieces) {
    return pieces.error();
  }
  const Reference* whole = whole_reference(*pieces);
  if (whole != nullptr) {
    const auto value = value_of(*whole, scope, node.pos);
    if (!value) {
      return value.error();
    }
    Node filled = tree::from_json(*value, node.pos);
    if (is_data(*whole, scope)) {
      tree::mark_as_data(filled);
    }
    return filled;
  }
  Node out = node;
  auto text = fill_in(*pieces, scope, Encoding::kNone, node.pos, &out.inserted);
  if (!text) {
    return text.error();
  }
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

const json::Value* Scope::find(std::string_view name) const {
  for (const Scope* layer = this; layer != nullptr; layer = layer->outer) {
    if (const auto found = layer->values.find(name); found != layer->values.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

bool Scope::is_data(std::string_view name) const {
  const Scope* layer = this;
  while (layer != nullptr && !layer->values.contains(name)) {
    layer = layer->outer;
  }
  return layer != nullptr && layer->data.contains(name);
}

void Scope::set(const std::string& name, json::Value value, bool is_data) {
  values.insert_or_assign(name, std::move(value));
  if (is_data) {
    data.insert(name);
  } else {
    data.erase(name);
  }
}

const std::string* Scope::find_environment(std::string_view name) const {
  for (const Scope* layer = this; layer != nullptr; layer = layer->outer) {
    if (const auto found = layer->environment.find(name); found != layer->environment.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

Result<json::Value> value_of(const Reference& reference, const Scope& scope, SourcePos pos) {
  Result<json::Value> value = source_value(reference, scope, pos);
  for (const Filter* filter : reference.filters) {
    if (!value) {
      return value;
    }
    std::optional<json::Value> result = filter->apply(*value);
    if (!result) {
      return Error{"'${" + excerpt(reference.written, 60) + "}': the filter '" +
                       std::string(filter->name) + "' expects " + std::string(filter->expects) +
                       ", and the value is none (it is not shown here: it could be a secret)",
                   pos};
    }
    if (scope.filling != nullptr && scope.filling->filtered) {
      scope.filling->filtered(text_of(*value), text_of(*result));
    }
    value = *std::move(result);
  }
  return value;
}

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
      const bool from_environment = reference->from == Reference::From::kEnvironment;
      std::string name = (from_environment ? "env." : "") + reference->name;
      if (!reference->is_fresh() && std::find(names.begin(), names.end(), name) == names.end()) {
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
