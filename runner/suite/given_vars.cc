#include "runner/suite/given_vars.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/yaml/scalar.h"

namespace switchgate {
namespace {

using tree::Kind;
using tree::Node;

bool is_number(Kind kind) { return kind == Kind::kInteger || kind == Kind::kNumber; }

// A value of `given` kind where `declared` is the type: a null says nothing about it, and
// every integer is a number.
bool fits(Kind declared, Kind given) {
  return declared == Kind::kNull || declared == given ||
         (declared == Kind::kNumber && is_number(given));
}

// What `text` is where a `declared` value is expected.
Kind kind_of_text(Kind declared, std::string_view text) {
  if (declared == Kind::kString || declared == Kind::kNull) {
    return Kind::kString;
  }
  return yaml::type_scalar("?", text).mistake ? Kind::kString : yaml::kind_of_plain(text);
}

std::string shown(std::string_view name, const Node& value) {
  return value.is_scalar() ? std::string(name) + '=' + excerpt(value.text, 60)
                           : std::string(name) + " as " + std::string(describe(value.kind));
}

}  // namespace

void GivenVars::add_flags(const std::vector<std::string>& vars) {
  for (const std::string& var : vars) {
    const std::size_t equals = var.find('=');
    if (equals == std::string::npos || equals == 0) {
      nameless_.push_back(var);
      continue;
    }
    Given given;
    given.is_text = true;
    given.value.kind = Kind::kString;
    given.value.text = var.substr(equals + 1);
    from_flags_.insert_or_assign(var.substr(0, equals), std::move(given));
  }
}

void GivenVars::add_file(const Node& root, tree::Problems& problems) {
  if (root.kind != Kind::kMap) {
    problems.add(root.pos, "a file for --vars-file is a mapping such as `product: 43`, got " +
                               std::string(describe(root.kind)));
    return;
  }
  for (const tree::Entry& entry : root.entries) {
    if (!entry.value.written) {
      problems.add(entry.key_pos, '\'' + excerpt(entry.key, 60) +
                                      "' expects a value, got nothing (write null if that is "
                                      "meant)");
      continue;
    }
    from_files_.insert_or_assign(entry.key, Given{entry.value, entry.key_pos, false});
  }
}

const GivenVars::Given* GivenVars::find(std::string_view name) const {
  for (const auto* given : {&from_flags_, &from_files_}) {
    if (const auto found = given->find(name); found != given->end()) {
      return &found->second;
    }
  }
  return nullptr;
}

std::optional<json::Value> GivenVars::value(std::string_view name, Kind kind, SourcePos declared,
                                            const SourceFiles& files,
                                            tree::Problems& problems) const {
  const Given& given = *find(name);
  Node node = given.value;
  if (given.is_text) {
    node.kind = kind_of_text(kind, node.text);
  } else if (kind == Kind::kString && node.is_scalar() && node.kind != Kind::kNull) {
    node.kind = Kind::kString;  // as written: a version 1.10 stays 1.10
  }
  if (fits(kind, node.kind)) {
    return tree::to_json(node);
  }
  const std::string cure = kind == Kind::kList || kind == Kind::kMap
                               ? ", which no flag can give; --vars-file can"
                               : std::string();
  problems.add(given.is_text ? SourcePos{} : given.value.pos,
               (given.is_text ? "--var " : "") + shown(name, given.value) + ": '" +
                   std::string(name) + "' is declared as " + std::string(describe(kind)) + " at " +
                   to_string(declared, files) + (given.is_text ? cure : ""));
  return std::nullopt;
}

void GivenVars::check_declared(const std::vector<Suite>& suites, tree::Problems& problems) const {
  std::vector<std::string_view> known;
  for (const Suite& suite : suites) {
    for (const Variable& var : suite.vars) {
      known.push_back(var.name);
    }
  }
  for (const auto* all : {&from_files_, &from_flags_}) {
    for (const auto& [name, given] : *all) {
      if (std::find(known.begin(), known.end(), name) != known.end()) {
        continue;
      }
      const auto near = nearest_name(name, known);
      const std::string what =
          given.is_text ? "--var " + excerpt(name, 60) : '\'' + excerpt(name, 60) + '\'';
      problems.add(given.name_pos, what + ": no suite declares it under 'vars'" +
                                       (near ? "; did you mean '" + *near + "'?" : ""));
    }
  }
  for (const std::string& var : nameless_) {
    problems.add({}, "--var expects NAME=VALUE, got '" + excerpt(var, 60) + '\'');
  }
}

}  // namespace switchgate
