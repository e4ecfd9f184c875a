// `vars:` with what is given in their place, and `secrets:` from the environment or
// the files that it names.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
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

// The type that a declaration gives its variable: that of what it refers to, when it is
// exactly one ${…}.
Kind declared_kind(const Node& node, const Context& context) {
  if (node.kind != Kind::kString) {
    return node.kind;
  }
  const auto pieces = parse_template(node.text, node.pos);
  const Reference* whole = pieces ? whole_reference(*pieces) : nullptr;
  if (whole == nullptr) {
    return Kind::kString;
  }
  if (const auto filled = expand(node, context.scope)) {
    return filled->kind;
  }
  const std::string_view last = whole->filters.empty() ? "" : whole->filters.back()->name;
  return last == "number" ? Kind::kNumber : last == "boolean" ? Kind::kBoolean : Kind::kString;
}

// The bytes of a file that holds a secret, without the line end that editors add.
Result<std::string> read_secret_file(const std::string& path) {
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(path, error) && !std::filesystem::is_fifo(path, error)) {
    return Error{"there is no such file", {}};
  }
  const std::size_t most = limits_in_force().secret_bytes;
  std::string text(most + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad() || (text.empty() && !stream.eof())) {
    return Error{"it cannot be read", {}};
  }
  if (text.size() > most) {
    return Error{"it is larger than " + format_bytes(most) + raise_hint(&Limits::secret_bytes), {}};
  }
  if (text.ends_with('\n')) {
    text.pop_back();
    text.resize(text.size() - (text.ends_with('\r') ? 1 : 0));
  }
  return text;
}

const std::string* find_set(const Context& context, const std::string& name) {
  const auto found = context.options.environment.find(name);
  return found == context.options.environment.end() || found->second.empty() ? nullptr
                                                                             : &found->second;
}

// NAME of the environment, or the file that NAME_FILE names. What is wrong was told.
std::optional<std::string> secret_value(const Node& item, Context& context) {
  const std::string& name = item.text;
  const std::string file_name = name + "_FILE";
  const std::string* value = find_set(context, name);
  const std::string* path = find_set(context, file_name);
  if (value != nullptr && path != nullptr) {
    context.problems.add(item.pos, "the secret '" + name + "' is given twice, by " + name +
                                       " and by " + file_name + ": unset one of them");
    return std::nullopt;
  }
  if (path != nullptr) {
    Result<std::string> text = read_secret_file(*path);
    context.secret_files.push_back(*path);
    if (!text && context.options.need_secrets) {
      context.problems.add(item.pos, "the secret '" + name + "' cannot be read from '" +
                                         excerpt(*path) + "', which " + file_name +
                                         " names: " + text.error().message);
    }
    return text ? std::optional(*std::move(text)) : std::nullopt;
  }
  if (value == nullptr && context.options.need_secrets) {
    context.problems.add(item.pos, "the secret '" + name +
                                       "' is not set: give it as the environment variable " + name +
                                       ", or its file as " + file_name);
  }
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

}  // namespace

void read_vars(Fields& fields, Context& context) {
  const Node* map = fields.map("vars");
  if (map == nullptr) {
    return;
  }
  for (const Entry& entry : map->entries) {
    if (const auto mistake = variable_name_mistake(entry.key)) {
      context.problems.add(entry.key_pos, *mistake);
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
    std::optional<json::Value> value;
    if (context.given != nullptr && context.given->has(entry.key)) {
      value = context.given->value(entry.key, declared_kind(entry.value, context), entry.value.pos,
                                   context.files, context.problems);
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
    if (!item.is_scalar() || variable_name_mistake(item.text)) {
      tell_expected(item, "secrets", "names of environment variables", context);
      continue;
    }
    if (!context.names.fixed.insert(item.text).second) {
      context.problems.add(item.pos,
                           "the name '" + item.text + "' is taken already: a secret needs its own");
      continue;
    }
    context.suite.secrets.push_back(item.text);
    const std::optional<std::string> secret = secret_value(item, context);
    if (!secret) {
      continue;
    }
    const std::string& value = *secret;
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

}  // namespace switchgate
