// Builds a tree from a parser's events, within bounds: duplicate keys, aliases
// and merge keys are settled here.

#ifndef SWITCHGATE_CHECKS_YAML_BUILDER_H_
#define SWITCHGATE_CHECKS_YAML_BUILDER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/tree/node.h"
#include "checks/tree/problems.h"
#include "checks/yaml/source.h"

namespace switchgate::yaml {

// Thrown when a bound is passed, after it was told: reading on would only cost
// memory.
struct Abandoned {};

struct Place {
  std::size_t offset = 0;
  SourcePos pos;
};

class Builder {
 public:
  using AnchorId = std::size_t;  // 0: none

  Builder(const Source& source, tree::Problems& problems) : source_(source), problems_(problems) {}

  void null(const Place& place, AnchorId anchor);
  void scalar(const Place& place, const std::string& tag, AnchorId anchor, const std::string& text);
  void alias(const Place& place, AnchorId anchor);
  void begin(tree::Kind kind, const Place& place, const std::string& tag, AnchorId anchor,
             bool flow);
  void end();

  // The innermost open { } or [ ]; null outside of them.
  const SourcePos* open_flow() const;
  // The innermost open collection; null at the top.
  const SourcePos* open_block() const {
    return frames_.empty() ? nullptr : &frames_.back().node.pos;
  }

  tree::Node take_root() { return std::move(root_); }

 private:
  struct Frame {
    tree::Node node;
    AnchorId anchor = 0;
    bool flow = false;
    bool at_key = true;    // of a map: the next node is a key
    bool merging = false;  // of a map: the key was <<
    std::vector<tree::Node> merged;
  };
  struct Anchored {
    tree::Node node;
    std::size_t nodes = 0;
    std::size_t depth = 0;
  };

  bool expects_key() const;
  void add(tree::Node node, AnchorId anchor, const Place& place, bool plain);
  void add_key(Frame& frame, const tree::Node& node, bool plain);
  void add_value(Frame& frame, tree::Node node);
  void keep_anchor(const tree::Node& node, AnchorId anchor);
  void charge(std::size_t nodes, const SourcePos& pos);
  void check_duplicates(const tree::Node& map);
  void apply_merges(Frame& frame);
  void check_glued_comment(const tree::Node& node, const Place& place);

  const Source& source_;
  tree::Problems& problems_;
  std::vector<Frame> frames_;
  std::unordered_map<AnchorId, Anchored> anchors_;
  std::size_t nodes_ = 0;
  tree::Node root_;
};

}  // namespace switchgate::yaml

#endif  // SWITCHGATE_CHECKS_YAML_BUILDER_H_
