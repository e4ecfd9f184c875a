// Copies a value and leaves out the selected nodes, which are known by their
// address in the original.

#include "checks/shape/prune.h"

#include <unordered_set>
#include <utility>

namespace switchgate::shape {
namespace {

using Selected = std::unordered_set<const json::Value*>;

// Requires that `value` itself is not selected.
json::Value copy_without(const json::Value& value, const Selected& selected) {
  if (const json::Array* array = value.array()) {
    json::Array kept;
    kept.reserve(array->size());
    for (const json::Value& item : *array) {
      if (selected.count(&item) == 0) kept.push_back(copy_without(item, selected));
    }
    return kept;
  }
  if (const json::Object* object = value.object()) {
    std::vector<json::Object::Member> kept;
    kept.reserve(object->size());
    for (const auto& [name, member] : *object) {
      if (selected.count(&member) == 0) kept.emplace_back(name, copy_without(member, selected));
    }
    return json::Object::of(std::move(kept));
  }
  return value;
}

}  // namespace

Result<json::Value> prune(const json::Value& value, const std::vector<json::Path>& ignore) {
  Selected selected;
  for (const json::Path& path : ignore) {
    Result<std::vector<json::Node>> nodes = path.select(value);
    if (!nodes) return nodes.error();
    for (const json::Node& node : *nodes) selected.insert(node.value);
  }
  if (selected.count(&value) > 0) return json::Value();
  return copy_without(value, selected);
}

}  // namespace switchgate::shape
