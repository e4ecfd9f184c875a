// A document that a user wrote (YAML today), with the place of every scalar and
// key: what the loader of suites reads from and what mistakes point at.

#ifndef SWITCHGATE_CHECKS_TREE_NODE_H_
#define SWITCHGATE_CHECKS_TREE_NODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/source_pos.h"
#include "checks/json/value.h"

namespace switchgate::tree {

enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kNumber, kString, kList, kMap };

struct Entry;

struct Stretch {  // of a text, in bytes
  std::size_t begin = 0;
  std::size_t size = 0;
};

// Scalars are typed by the YAML 1.2 core schema: `no` is a string. `text` is
// the scalar as written (a version 1.10 stays "1.10"), after YAML's unescaping.
struct Node {
  Kind kind = Kind::kNull;
  bool written = true;  // false: an empty value ("key:" with nothing behind it)
  SourcePos pos;
  std::string text;
  std::vector<Node> items;     // kList
  std::vector<Entry> entries;  // kMap, in document order, keys unique
  // What the author did not write: captures and rows that were filled in. It is a value to
  // compare with, whatever it looks like, and never a matcher, a pattern or "2xx".
  bool is_data = false;                // all of it
  std::vector<Stretch> inserted = {};  // those parts of `text`, of a node that is not all data

  bool is_scalar() const { return kind != Kind::kList && kind != Kind::kMap; }
  const Node* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  SourcePos key_pos;
  Node value;
};

// "a string", "a list", "a mapping", "an integer" …: for messages.
std::string_view describe(Kind kind);

// Makes all of the node data.
void mark_as_data(Node& node);
// Is some of the node data?
bool holds_data(const Node& node);

// The node as a JSON value; numbers keep their digits.
json::Value to_json(const Node& node);

// The way back: a tree in which everything stands at `pos`.
Node from_json(const json::Value& value, SourcePos pos);

}  // namespace switchgate::tree

#endif  // SWITCHGATE_CHECKS_TREE_NODE_H_
