// `vars:` with what --var puts in their place, and `secrets:` from the
// environment.

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/yaml/scalar.h"
#include "runner/suite/parts.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Fields;
using tree::Kind;
using tree::Node;

constexpr std::size_t kShortestSecret = 4;
constexpr std::size_t kShortSecret = 8;

struct Assignment {
  std::string_view name;
  std::string_view value;
};

std::optional<Assignment> split_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return std::nullopt;
  }
  return Assignment{text.substr(0, equals), text.substr(equals + 1)};
}

// The last one wins, as flags do everywhere.
std::optional<std::string_view> find_assignment(const std::vector<std::string>& vars,
                                                std::string_view name) {
  for (auto var = vars.rbegin(); var != vars.rend(); ++var) {
    const auto assignment = split_assignment(*var);
    if (assignment && assignment->name == name) {
      return assignment->value;
    }
  }
  return std::nullopt;
}

// `text` as a value of the declared kind; the error says what that is.
std::optional<json::Value> parse_as(Kind kind, std::string_view text, SourcePos pos,
                                    Context& context, std::string_view name) {
  Node node;
  node.text = text;
  node.pos = pos;
  node.kind = yaml::kind_of_plain(text);
  const bool number = node.kind == Kind::kInteger || node.kind == Kind::kNumber;
  const bool fits = kind == Kind::kString || kind == Kind::kNull || node.kind == kind ||
                    (kind == Kind::kNumber && number);
  if (fits) {
    node.kind = kind == Kind::kNull ? Kind::kString : kind == Kind::kNumber ? node.kind : kind;
    return tree::to_json(node);
  }
  context.problems.add(
      {}, "--var " + std::string(name) + '=' + excerpt(text, 60) + ": '" + std::string(name) +
              "' is declared as " + std::string(describe(kind)) + " at " +
              to_string(pos, context.files) +
              (kind == Kind::kList || kind == Kind::kMap ? ", which no flag can give" : ""));
  return std::nullopt;
}

}  // namespace

void read_vars(Fields& fields, Context& context) {
  const Node* map = fields.map("vars");
  if (map == nullptr) {
    return;
  }
  for (const Entry& entry : map->entries) {
    if (!is_variable_name(entry.key) || entry.key == "env") {
      context.problems.add(entry.key_pos, '\'' + excerpt(entry.key, 60) +
                                              "' cannot be a variable's name: letters, digits, '_' "
                                              "and '-', no digit first, and not 'env'");
      continue;
    }
    const auto& secrets = context.suite.secrets;
    if (std::find(secrets.begin(), secrets.end(), entry.key) != secrets.end()) {
      context.problems.add(entry.key_pos, "the name '" + entry.key + "' is a secret's already");
      continue;
    }
    if (!entry.value.written) {
      tell_expected(entry.value, entry.key, "a value", context);
      continue;
    }
    const auto given = find_assignment(context.options.vars, entry.key);
    std::optional<json::Value> value;
    if (given) {
      value = parse_as(entry.value.kind, *given, entry.value.pos, context, entry.key);
    } else if (check_references(entry.value, context.names, context)) {
      if (const auto filled = expand(entry.value, context.scope)) {
        value = tree::to_json(*filled);
      }
    }
    context.names.fixed.insert(entry.key);
    if (value) {
      context.scope.values[entry.key] = *value;
      context.suite.vars.push_back({entry.key, std::move(*value), entry.key_pos});
    } else {
      context.suite.vars.push_back({entry.key, tree::to_json(entry.value), entry.key_pos});
    }
  }
}

void read_secrets(Fields& fields, Context& context) {
  const Node* list = fields.list("secrets");
  if (list == nullptr) {
    return;
  }
  for (const Node& item : list->items) {
    if (!item.is_scalar() || !is_variable_name(item.text)) {
      tell_expected(item, "secrets", "names of environment variables", context);
      continue;
    }
    if (!context.names.fixed.insert(item.text).second) {
      context.problems.add(item.pos,
                           "the name '" + item.text + "' is taken already: a secret needs its own");
      continue;
    }
    context.suite.secrets.push_back(item.text);
    const auto found = context.options.environment.find(item.text);
    const bool set = found != context.options.environment.end() && !found->second.empty();
    if (!set) {
      if (context.options.need_secrets) {
        context.problems.add(item.pos, "the secret '" + item.text +
                                           "' is not set: give it as the environment variable " +
                                           item.text);
      }
      continue;
    }
    const std::string& value = found->second;
    const std::string size = std::to_string(value.size()) + " characters";
    if (value.size() < kShortestSecret) {
      context.problems.add(item.pos,
                           "the secret '" + item.text + "' has only " + size +
                               ": too short to be hidden without hiding innocent text too");
    } else if (value.size() < kShortSecret) {
      context.problems.add_warning(item.pos, "the secret '" + item.text + "' has only " + size +
                                                 ": innocent text may be hidden with it");
    }
    context.scope.values[item.text] = json::Value(value);
    context.masker.add(item.text, value);
  }
}

void check_undeclared_vars(const LoadOptions& options, const std::vector<Suite>& suites,
                           tree::Problems& problems) {
  std::vector<std::string_view> known;
  for (const Suite& suite : suites) {
    for (const Variable& var : suite.vars) {
      known.push_back(var.name);
    }
  }
  for (const std::string& var : options.vars) {
    const auto assignment = split_assignment(var);
    if (!assignment) {
      problems.add({}, "--var expects NAME=VALUE, got '" + excerpt(var, 60) + '\'');
      continue;
    }
    if (std::find(known.begin(), known.end(), assignment->name) != known.end()) {
      continue;
    }
    const auto near = nearest_name(assignment->name, known);
    problems.add({}, "--var " + excerpt(assignment->name, 60) +
                         ": no suite declares it under 'vars'" +
                         (near ? "; did you mean '" + *near + "'?" : ""));
  }
}

}  // namespace switchgate
