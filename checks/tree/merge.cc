// Decides, key by key, which layers are still seen, and joins those.

#include "checks/tree/merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace switchgate::tree {
namespace {

bool same(const Node& a, const Node& b);

bool same_entry(const Entry& a, const Entry& b) { return a.key == b.key && same(a.value, b.value); }

// The same content, wherever it stands.
bool same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.written == b.written && a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    same_entry);
}

bool is_map(const Layer& layer) { return layer.node->kind == Kind::kMap; }
bool is_no_map(const Layer& layer) { return !is_map(layer); }
bool is_list(const Layer& layer) { return layer.node->kind == Kind::kList; }

// One key as the layers have it.
struct Held {
  const Entry* highest = nullptr;
  std::vector<Layer> layers;
};

class Merger {
 public:
  explicit Merger(const MergeRules& rules) : rules_(rules) {}

  Merged go(const std::vector<Layer>& layers) {
    merged_.root = join_maps(layers, "");
    return std::move(merged_);
  }

 private:
  Node join_maps(const std::vector<Layer>& layers, const std::string& path) {
    Node out;
    out.kind = Kind::kMap;
    out.pos = layers.back().node->pos;
    std::map<std::string_view, Held> held;
    std::vector<std::string_view> order;
    for (const Layer& layer : layers) {
      for (const Entry& entry : layer.node->entries) {
        Held& here = held[entry.key];
        if (here.layers.empty()) {
          order.push_back(entry.key);
        }
        here.highest = &entry;
        here.layers.push_back({&entry.value, layer.source});
      }
    }
    std::vector<std::string> there;
    for (const std::string_view key : order) {
      if (!is_idle(held[key].layers)) {
        there.emplace_back(key);
      }
    }
    for (const std::string_view key : order) {
      const Held& here = held[key];
      const std::string below = path.empty() ? std::string(key) : path + '.' + std::string(key);
      if (is_idle(here.layers)) {
        merged_.idle.push_back({below, here.highest->value.pos, there});
      } else if (auto node = settle(here.layers, below, path.empty())) {
        out.entries.push_back({std::string(key), here.highest->key_pos, *std::move(node)});
      }
    }
    return out;
  }

  // What the layers add up to; nothing when it is removed.
  std::optional<Node> settle(const std::vector<Layer>& layers, const std::string& path,
                             bool below_root) {
    if (below_root && rules_.unite_lists && std::all_of(layers.begin(), layers.end(), is_list)) {
      return join_lists(layers);
    }
    const std::vector<Layer> seen = still_seen(layers);
    if (std::all_of(seen.begin(), seen.end(), is_map)) {
      return join_maps(seen, path);
    }
    const Node& value = *seen.back().node;
    for (const Layer& other : seen) {
      if (!same(*other.node, value)) {
        merged_.conflicts.push_back({path, other.node->pos, value.pos});
        break;
      }
    }
    const bool removes = value.kind == Kind::kNull && value.written && seen.size() < layers.size();
    return removes ? std::nullopt : std::optional(value);
  }

  bool is_idle(const std::vector<Layer>& layers) const {
    const Node& node = *layers.back().node;
    return layers.size() == 1 && layers.back().source == rules_.remover &&
           node.kind == Kind::kNull && node.written;
  }

  // What is no mapping hides all that it wins over, and is hidden by a mapping above it.
  std::vector<Layer> still_seen(const std::vector<Layer>& layers) const {
    std::vector<Layer> seen = layers;
    std::erase_if(seen, [&](const Layer& under) { return hidden(under, layers, is_no_map); });
    const std::vector<Layer> left = seen;
    std::erase_if(
        seen, [&](const Layer& under) { return is_no_map(under) && hidden(under, left, is_map); });
    return seen;
  }

  bool hidden(const Layer& under, const std::vector<Layer>& layers,
              bool (*kind)(const Layer&)) const {
    return std::any_of(layers.begin(), layers.end(), [&](const Layer& over) {
      return kind(over) && rules_.wins(over.source, under.source);
    });
  }

  static Node join_lists(const std::vector<Layer>& layers) {
    Node out = *layers.front().node;
    for (auto layer = layers.begin() + 1; layer != layers.end(); ++layer) {
      for (const Node& item : layer->node->items) {
        const bool there =
            item.is_scalar() && std::any_of(out.items.begin(), out.items.end(),
                                            [&](const Node& other) { return same(item, other); });
        if (!there) {
          out.items.push_back(item);
        }
      }
    }
    out.pos = layers.back().node->pos;
    return out;
  }

  const MergeRules& rules_;
  Merged merged_;
};

}  // namespace

Merged merge(const std::vector<Layer>& layers, const MergeRules& rules) {
  return Merger(rules).go(layers);
}

}  // namespace switchgate::tree
