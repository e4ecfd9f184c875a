// Events to a tree. Every mistake is told; only a passed bound ends the
// reading.

#include "checks/yaml/builder.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/yaml/scalar.h"

namespace switchgate::yaml {
namespace {

using tree::Entry;
using tree::Kind;
using tree::Node;

struct Extent {
  std::size_t nodes = 1;
  std::size_t depth = 1;
};

Extent measure(const Node& node) {
  Extent extent;
  const auto add = [&](const Node& child) {
    const Extent inner = measure(child);
    extent.nodes += inner.nodes;
    extent.depth = std::max(extent.depth, inner.depth + 1);
  };
  for (const Node& item : node.items) {
    add(item);
  }
  for (const Entry& entry : node.entries) {
    add(entry.value);
  }
  return extent;
}

std::string line_and_column(const SourcePos& pos) {
  return "line " + std::to_string(pos.line) + ", column " + std::to_string(pos.column);
}

}  // namespace

bool Builder::expects_key() const {
  return !frames_.empty() && frames_.back().node.kind == Kind::kMap && frames_.back().at_key;
}

const SourcePos* Builder::open_flow() const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (frame->flow) {
      return &frame->node.pos;
    }
  }
  return nullptr;
}

void Builder::null(const Place& place, AnchorId anchor) {
  const std::string_view word = source_.null_word(place.offset, expects_key());
  Node node;
  node.pos = place.pos;
  node.text = word;
  node.written = !word.empty();
  add(std::move(node), anchor, place, true);
}

void Builder::scalar(const Place& place, const std::string& tag, AnchorId anchor,
                     const std::string& text) {
  if (tag != "?" && !source_.quote_is_closed(place.offset)) {
    problems_.add(place.pos, "this quote is never closed");
    throw Abandoned{};
  }
  const Typed typed = type_scalar(tag, text);
  if (typed.mistake && !(tag == "?" && expects_key())) {
    problems_.add(place.pos, *typed.mistake);
  }
  Node node;
  node.kind = typed.kind;
  node.pos = place.pos;
  node.text = text;
  const bool plain = tag == "?";
  if (plain) {
    check_glued_comment(node, place);
  }
  add(std::move(node), anchor, place, plain);
}

void Builder::check_glued_comment(const Node& node, const Place& place) {
  // `timeout: 5s #note` loses nothing: only texts can be cut.
  if (node.kind != Kind::kString || parse_duration(node.text) || parse_percent(node.text)) {
    return;
  }
  const std::size_t hash = source_.glued_comment(place.offset, node.text);
  if (hash != std::string_view::npos) {
    SourcePos pos = place.pos;
    pos.column += static_cast<int>(hash - place.offset);
    problems_.add(pos,
                  "the value ends before this '#', which begins a comment: put the value "
                  "into "
                  "single quotes, or a blank behind the '#' if a comment is meant");
  }
}

void Builder::alias(const Place& place, AnchorId anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    problems_.add(place.pos, "an alias cannot stand inside of what its own anchor names");
    throw Abandoned{};
  }
  const Anchored& anchored = found->second;
  if (frames_.size() + anchored.depth > limits_in_force().yaml_depth) {
    problems_.add(place.pos, "nested deeper than " + std::to_string(limits_in_force().yaml_depth) +
                                 " levels by this alias" + raise_hint(&Limits::yaml_depth));
    throw Abandoned{};
  }
  charge(anchored.nodes, place.pos);
  Node node = anchored.node;
  node.pos = place.pos;
  add(std::move(node), 0, place, false);
}

void Builder::begin(Kind kind, const Place& place, const std::string& tag, AnchorId anchor,
                    bool flow) {
  if (const auto mistake = check_collection_tag(tag, kind)) {
    problems_.add(place.pos, *mistake);
  }
  if (frames_.size() >= limits_in_force().yaml_depth) {
    problems_.add(place.pos, "nested deeper than " + std::to_string(limits_in_force().yaml_depth) +
                                 " levels" + raise_hint(&Limits::yaml_depth));
    throw Abandoned{};
  }
  Frame frame;
  frame.node.kind = kind;
  frame.node.pos = place.pos;
  frame.anchor = anchor;
  frame.flow = flow;
  frames_.push_back(std::move(frame));
}

void Builder::end() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.node.kind == Kind::kMap) {
    check_duplicates(frame.node);
    apply_merges(frame);
  }
  const Place place{0, frame.node.pos};
  add(std::move(frame.node), frame.anchor, place, false);
}

void Builder::add(Node node, AnchorId anchor, const Place& place, bool plain) {
  charge(1, node.pos);
  keep_anchor(node, anchor);
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.kind == Kind::kList) {
    if (!node.written) {
      const std::size_t dash = source_.dash_before(place.offset);
      const std::string_view between = source_.text().substr(dash, place.offset - dash);
      const auto lines = std::count(between.begin(), between.end(), '\n');
      if (lines > 0) {
        node.pos.line -= static_cast<int>(lines);
        const std::size_t line_start = source_.text().rfind('\n', dash) + 1;  // npos + 1 is 0
        node.pos.column = static_cast<int>(dash - line_start) + 1;
      }
    }
    frame.node.items.push_back(std::move(node));
  } else if (frame.at_key) {
    add_key(frame, node, plain);
  } else {
    add_value(frame, std::move(node));
  }
}

void Builder::add_key(Frame& frame, const Node& node, bool plain) {
  if (!node.is_scalar()) {
    problems_.add(node.pos, "a key must be a text, got " + std::string(tree::describe(node.kind)) +
                                "; put single quotes around it if it is one");
  } else if (!node.written) {
    problems_.add(node.pos, "a key is missing before the ':'");
  }
  frame.merging = plain && node.text == "<<";
  frame.node.entries.push_back({node.text, node.pos, {}});
  frame.at_key = false;
}

void Builder::add_value(Frame& frame, Node node) {
  frame.at_key = true;
  Entry& entry = frame.node.entries.back();
  if (frame.merging) {
    frame.node.entries.pop_back();
    const bool list = node.kind == Kind::kList;
    const bool fits = list ? std::all_of(node.items.begin(), node.items.end(),
                                         [](const Node& n) { return n.kind == Kind::kMap; })
                           : node.kind == Kind::kMap;
    if (!fits) {
      problems_.add(node.pos, "'<<' expects a mapping or a list of mappings to merge");
    } else if (list) {
      std::move(node.items.begin(), node.items.end(), std::back_inserter(frame.merged));
    } else {
      frame.merged.push_back(std::move(node));
    }
    return;
  }
  if (!node.written) {
    node.pos = entry.key_pos;
    if (frame.flow && entry.key.find(':') != std::string::npos) {
      problems_.add(entry.key_pos,
                    '\'' + excerpt(entry.key, 60) +
                        "' is one word: put a blank behind its ':', or quotes around it");
    }
  }
  entry.value = std::move(node);
}

void Builder::keep_anchor(const Node& node, AnchorId anchor) {
  if (anchor == 0) {
    return;
  }
  const Extent extent = measure(node);
  charge(extent.nodes, node.pos);
  anchors_[anchor] = Anchored{node, extent.nodes, extent.depth};
}

void Builder::charge(std::size_t nodes, const SourcePos& pos) {
  nodes_ += nodes;
  if (nodes_ > limits_in_force().yaml_values) {
    problems_.add(pos, "the document has more than " +
                           std::to_string(limits_in_force().yaml_values) +
                           " values, those behind aliases counted each time" +
                           raise_hint(&Limits::yaml_values));
    throw Abandoned{};
  }
}

void Builder::check_duplicates(const Node& map) {
  if (map.entries.size() < 2) {
    return;
  }
  std::vector<const Entry*> sorted;
  sorted.reserve(map.entries.size());
  for (const Entry& entry : map.entries) {
    sorted.push_back(&entry);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry* a, const Entry* b) { return a->key < b->key; });
  const Entry* first = sorted.front();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i]->key != first->key) {
      first = sorted[i];
      continue;
    }
    problems_.add(sorted[i]->key_pos, "the key '" + excerpt(first->key, 60) +
                                          "' stands here twice, first at " +
                                          line_and_column(first->key_pos));
  }
}

// A mapping's own keys win over merged ones, and earlier merged mappings over
// later.
void Builder::apply_merges(Frame& frame) {
  if (frame.merged.empty()) {
    return;
  }
  std::unordered_set<std::string> keys;
  for (const Entry& entry : frame.node.entries) {
    keys.insert(entry.key);
  }
  for (Node& merged : frame.merged) {
    for (Entry& entry : merged.entries) {
      if (keys.insert(entry.key).second) {
        frame.node.entries.push_back(std::move(entry));
      }
    }
  }
}

}  // namespace switchgate::yaml
