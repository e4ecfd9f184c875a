// Several trees laid over one another, as `include` and profiles do: mappings merge key
// by key at every depth, anything else replaces, and a written null removes.

#ifndef SWITCHGATE_CHECKS_TREE_MERGE_H_
#define SWITCHGATE_CHECKS_TREE_MERGE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checks/tree/node.h"

namespace switchgate::tree {

// One of the trees. `source` says whose it is: what the precedence is asked about.
struct Layer {
  const Node* node = nullptr;
  std::size_t source = 0;
};

struct MergeRules {
  // Does what `over` says replace what `under` says? Transitive; false both ways for
  // sources that stand side by side, which may then only say the same.
  std::function<bool(std::size_t over, std::size_t under)> wins;
  // Lists right below the root are joined, the lowest first; an equal scalar counts once.
  bool unite_lists = false;
  // The source whose nulls only remove: one that had nothing to remove is left out too.
  std::optional<std::size_t> remover;
};

// Two sources of which none wins say different things about one key.
struct Conflict {
  std::string path;  // "targets.live.url"
  SourcePos first;
  SourcePos second;
};

// A null of the remover that had nothing to remove.
struct IdleNull {
  std::string path;
  SourcePos pos;
  std::vector<std::string> beside;  // the keys that are there
};

struct Merged {
  Node root;
  std::vector<Conflict> conflicts;
  std::vector<IdleNull> idle;
};

// `layers` are mappings, at least one, the lowest first: keys stand in the order in which
// they appear from there, and a merged mapping has the place of its highest layer.
Merged merge(const std::vector<Layer>& layers, const MergeRules& rules);

}  // namespace switchgate::tree

#endif  // SWITCHGATE_CHECKS_TREE_MERGE_H_
