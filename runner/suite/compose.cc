#include "runner/suite/compose.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/tree/fields.h"
#include "checks/tree/merge.h"
#include "runner/suite/context.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Kind;
using tree::Node;

void check_version(const Node& root, tree::Problems& problems) {
  tree::Fields fields(root, "a suite", problems);
  const Node* version = fields.take("switchgate");
  if (!fields.has("switchgate")) {
    problems.add(root.pos, "a suite says its format version: `switchgate: 1` is missing");
  } else if (version != nullptr && (version->text != "1" || version->kind != Kind::kInteger)) {
    tell_expected(*version, "switchgate", "the format version 1, the only one there is", problems);
  }
}

void remove_keys(Node& root, std::initializer_list<std::string_view> keys) {
  std::erase_if(root.entries, [&](const Entry& entry) {
    return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
  });
}

void tell_conflicts(const std::vector<tree::Conflict>& conflicts, const std::string& suite,
                    const SourceFiles& files, tree::Problems& problems) {
  for (const tree::Conflict& conflict : conflicts) {
    problems.add(conflict.second, "two included files differ on '" + excerpt(conflict.path, 100) +
                                      "', the other one at " + to_string(conflict.first, files) +
                                      ": remove one of them, or decide in " + excerpt(suite));
  }
}

}  // namespace

std::optional<Composed> compose(Pieces& pieces, std::size_t suite, const SourceFiles& files,
                                tree::Problems& problems) {
  const std::vector<std::size_t> parts = pieces.parts_of(suite);
  for (const std::size_t part : parts) {
    if (pieces[part].root) {
      check_version(*pieces[part].root, problems);
    }
  }
  if (!std::all_of(parts.begin(), parts.end(), [&](std::size_t at) { return pieces[at].whole; })) {
    return std::nullopt;
  }
  Composed composed;
  if (parts.size() == 1) {
    composed.root = pieces.take_root(suite);
    remove_keys(composed.root, {"include"});
    return composed;
  }
  std::vector<Node> roots;
  std::vector<tree::Layer> layers;
  roots.reserve(parts.size());  // the layers point into it
  for (const std::size_t part : parts) {
    roots.push_back(*pieces[part].root);
    remove_keys(roots.back(), {"include"});
    if (part != suite) {
      remove_keys(roots.back(), {"switchgate", "name"});
      composed.included.push_back(pieces[part].file);
    }
    layers.push_back({&roots.back(), part});
  }
  tree::MergeRules rules;
  rules.wins = [&](std::size_t over, std::size_t under) { return pieces.includes(over, under); };
  rules.unite_lists = true;
  tree::Merged merged = tree::merge(layers, rules);
  tell_conflicts(merged.conflicts, files[static_cast<std::size_t>(pieces[suite].file)].path, files,
                 problems);
  composed.root = std::move(merged.root);
  return composed;
}

}  // namespace switchgate
