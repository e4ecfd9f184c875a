// Texts, names and headers as every part of a suite has them.

#include "runner/suite/context.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Fields;
using tree::Kind;
using tree::Node;

bool is_token(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool check_environment(const Reference& reference, SourcePos pos, Context& context) {
  const auto& secrets = context.suite.secrets;
  if (std::find(secrets.begin(), secrets.end(), reference.name) != secrets.end()) {
    // A file may have given it. One that is not set was told where it is declared.
    if (const json::Value* secret = context.scope.find(reference.name)) {
      context.scope.environment[reference.name] = *secret->string();
    }
    return true;
  }
  const auto& environment = context.options.environment;
  const auto found = environment.find(reference.name);
  if (found != environment.end()) {
    context.scope.environment[reference.name] = found->second;
    return true;
  }
  if (reference.fallback || !context.options.need_secrets) {
    return true;
  }
  std::vector<std::string_view> known;
  known.reserve(environment.size());
  for (const auto& [name, value] : environment) {
    known.push_back(name);
  }
  context.problems.add(pos, undefined_message(reference, known));
  return false;
}

// Calls `visit` with every reference in the strings and keys of `node`.
template <typename Visit>
void for_each_text(const Node& node, const Visit& visit) {
  if (node.kind == Kind::kString) {
    visit(node.text, node.pos);
  }
  for (const Node& item : node.items) {
    for_each_text(item, visit);
  }
  for (const Entry& entry : node.entries) {
    visit(entry.key, entry.key_pos);
    for_each_text(entry.value, visit);
  }
}

// "; the flow 'login' captures it: …", when one does that is not used here.
std::string captured_by_flow(const std::string& name, const Flows& flows) {
  for (const FlowSource& flow : flows.sources) {
    if (flow.captures.contains(name) && flow.name != flows.reading) {
      return "; the flow '" + excerpt(flow.name, 60) +
             "' captures it: make it known with `uses: " + excerpt(flow.name, 60) + '`';
    }
  }
  return {};
}

bool waits_for_run(std::string_view text, SourcePos pos, const Names& names) {
  if (!has_reference(text)) {
    return false;
  }
  const auto pieces = parse_template(text, pos);
  return !pieces || std::any_of(pieces->begin(), pieces->end(), [&](const Piece& piece) {
    const auto* reference = std::get_if<Reference>(&piece);
    return reference != nullptr &&
           (reference->is_fresh() || (reference->from == Reference::From::kVariable &&
                                      names.waits_for_run(reference->name)));
  });
}

// Does the reference's value, where it is known, pass its filters?
bool check_filters(const Reference& reference, const Names& names, SourcePos pos,
                   Context& context) {
  const bool variable = reference.from == Reference::From::kVariable;
  if (reference.filters.empty() || (variable && names.waits_for_run(reference.name))) {
    return true;
  }
  Filling sample{Fresh(0, {}), {}};
  Scope scope;
  scope.outer = variable ? names.values() : &context.scope;
  scope.filling = &sample;
  const bool unknown =
      variable ? scope.find(reference.name) == nullptr
      : reference.is_fresh()
          ? false
          : !reference.fallback && scope.find_environment(reference.name) == nullptr;
  const auto value = unknown ? Result<json::Value>(json::Value()) : value_of(reference, scope, pos);
  if (!value) {
    context.problems.add(pos, value.error().message);
  }
  return value.ok();
}

bool check_reference(const Reference& reference, const Names& names, SourcePos pos,
                     Context& context) {
  context.suite.uses_uuid = context.suite.uses_uuid || reference.from == Reference::From::kUuid;
  if (reference.from == Reference::From::kEnvironment) {
    return check_environment(reference, pos, context) &&
           check_filters(reference, names, pos, context);
  }
  if (reference.from == Reference::From::kVariable && !names.defines(reference.name)) {
    const std::string hint = captured_by_flow(reference.name, context.flows);
    context.problems.add(pos, hint.empty() ? undefined_message(reference, names.all())
                                           : undefined_message(reference, {}) + hint);
    return false;
  }
  return check_filters(reference, names, pos, context);
}

}  // namespace

std::string Context::directory_of(const SourcePos& pos) const {
  const int file = pos.known() ? pos.file : suite.file;
  return std::filesystem::path(files[static_cast<std::size_t>(file)].path).parent_path().string();
}

std::vector<std::string_view> Names::all() const {
  std::vector<std::string_view> out =
      outer != nullptr ? outer->all() : std::vector<std::string_view>();
  out.insert(out.end(), fixed.begin(), fixed.end());
  out.insert(out.end(), captured.begin(), captured.end());
  return out;
}

bool check_references(const Text& text, const Names& names, Context& context) {
  if (text.text.find("${") == std::string::npos) {
    return true;
  }
  const auto pieces = parse_template(text.text, text.pos);
  if (!pieces) {
    context.problems.add(pieces.error().pos, pieces.error().message);
    return false;
  }
  bool fine = true;
  for (const Piece& piece : *pieces) {
    const auto* reference = std::get_if<Reference>(&piece);
    if (reference != nullptr) {
      fine = check_reference(*reference, names, text.pos, context) && fine;
    }
  }
  return fine;
}

bool check_references(const Node& node, const Names& names, Context& context) {
  bool fine = true;
  for_each_text(node, [&](const std::string& text, SourcePos pos) {
    if (text.find("${") != std::string::npos) {
      fine = check_references(Text{text, pos}, names, context) && fine;
    }
  });
  return fine;
}

bool is_literal(const Node& node) {
  bool literal = true;
  for_each_text(node, [&](const std::string& text, SourcePos) {
    literal = literal && text.find("${") == std::string::npos;
  });
  return literal;
}

bool known_at_load(const Node& node, const Names& names) {
  bool known = true;
  for_each_text(node, [&](const std::string& text, SourcePos pos) {
    known = known && !waits_for_run(text, pos, names);
  });
  return known;
}

std::optional<std::string> expand_now(const Text& text, const Names& names, const Scope& scope) {
  if (waits_for_run(text.text, text.pos, names)) {
    return std::nullopt;
  }
  auto filled = expand(text, scope);
  return filled ? std::optional(std::move(*filled)) : std::nullopt;
}

std::optional<Text> take_text(Fields& fields, std::string_view key, const Names& names,
                              Context& context) {
  const Node* node = fields.take(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (!node->is_scalar() || node->kind == Kind::kNull) {
    tell_expected(*node, key, "a text", context);
    return std::nullopt;
  }
  Text text{node->text, node->pos};
  check_references(text, names, context);
  return text;
}

std::vector<NamedText> take_named_texts(Fields& fields, std::string_view key, bool repeat,
                                        const Names& names, Context& context) {
  std::vector<NamedText> out;
  const Node* map = fields.map(key);
  if (map == nullptr) {
    return out;
  }
  const auto read_one = [&](const Entry& entry, const Node& value) {
    if (!value.is_scalar() || value.kind == Kind::kNull) {
      const bool list = value.kind == Kind::kList && !repeat;
      tell_expected(value, entry.key, list ? "one text" : "a text", context);
      return;
    }
    out.push_back({entry.key, Text{value.text, value.pos}});
    check_references(out.back().value, names, context);
  };
  for (const Entry& entry : map->entries) {
    if (repeat && entry.value.kind == Kind::kList) {
      for (const Node& item : entry.value.items) {
        read_one(entry, item);
      }
    } else {
      read_one(entry, entry.value);
    }
  }
  return out;
}

std::vector<NamedText> take_headers(Fields& fields, std::string_view key, const Names& names,
                                    Context& context) {
  std::vector<NamedText> headers = take_named_texts(fields, key, false, names, context);
  const Node* map = fields.has(key) ? fields.take(key) : nullptr;
  if (map == nullptr) {
    return headers;
  }
  for (auto entry = map->entries.begin(); entry != map->entries.end(); ++entry) {
    if (!is_token(entry->key)) {
      context.problems.add(entry->key_pos,
                           '\'' + excerpt(entry->key, 60) +
                               "' cannot be a name here: letters, digits and "
                               "-_.!#$%&'*+^`|~ are possible, blanks and line ends are not");
    }
    const auto twin = std::find_if(map->entries.begin(), entry, [&](const Entry& other) {
      return equals_ignore_case(other.key, entry->key);
    });
    if (twin != entry && key != "cookies") {
      context.problems.add(entry->key_pos, "the header '" + excerpt(entry->key, 60) +
                                               "' stands here twice, first as '" +
                                               excerpt(twin->key, 60) + '\'');
    }
  }
  for (const NamedText& header : headers) {
    if (has_control(header.value.text)) {
      context.problems.add(header.value.pos,
                           '\'' + excerpt(header.name, 60) +
                               "' holds a line end or another control character, which would "
                               "split the request: remove it");
    }
  }
  return headers;
}

std::optional<Micros> take_positive_duration(Fields& fields, std::string_view key,
                                             Context& context) {
  const auto value = fields.duration(key);
  if (value && value->count() == 0) {
    tell_expected(*fields.take(key), key, "a duration above zero", context);
    return std::nullopt;
  }
  return value;
}

void tell_expected(const Node& node, std::string_view what, std::string_view expected,
                   tree::Problems& problems) {
  const std::string found = !node.written              ? "nothing (write null if that is meant)"
                            : node.kind == Kind::kNull ? "null"
                            : node.is_scalar()         ? '\'' + excerpt(node.text, 60) + '\''
                                                       : std::string(describe(node.kind));
  problems.add(node.pos,
               '\'' + excerpt(what, 60) + "' expects " + std::string(expected) + ", got " + found);
}

void tell_expected(const Node& node, std::string_view what, std::string_view expected,
                   Context& context) {
  tell_expected(node, what, expected, context.problems);
}

std::string describe_place(const SourcePos& pos, const SourcePos& from, const SourceFiles& files) {
  return pos.file == from.file
             ? "line " + std::to_string(pos.line) + ", column " + std::to_string(pos.column)
             : to_string(pos, files);
}

}  // namespace switchgate
