// Reads the fields of a mapping with their types: unknown keys, wrong types,
// empty values and the nearest valid name are told in this one place.

#ifndef SWITCHGATE_CHECKS_TREE_FIELDS_H_
#define SWITCHGATE_CHECKS_TREE_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/units.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate::tree {

// One mapping. Every accessor marks its key as known; finish() tells the
// others. A value of the wrong type is told and read as absent.
class Fields {
 public:
  // `what` names the mapping in messages: "a check", "targets.candidate".
  // A node that is not a mapping is told, and reads as an empty one.
  Fields(const Node& node, std::string what, Problems& problems);

  // The raw node; null when absent, or told when its value is empty and
  // unwritten.
  const Node* take(std::string_view key);

  std::optional<std::string> string(std::string_view key);  // any scalar but null, as written
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max,
                                      std::string_view raised_by = {});
  std::optional<double> number(std::string_view key, double min, double max);
  std::optional<Micros> duration(std::string_view key);    // "250ms"
  std::optional<double> percent(std::string_view key);     // "5%" -> .05
  std::vector<std::string> strings(std::string_view key);  // a list of scalars, or one
  const Node* map(std::string_view key);
  const Node* list(std::string_view key);

  bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  // The place of `key`, or of the mapping when it is not there.
  SourcePos pos(std::string_view key) const;
  const std::string& what() const { return what_; }

  // Tells every key that no accessor asked for, with the nearest that one did.
  void finish();

 private:
  const Node& node_;
  SourcePos pos_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace switchgate::tree

#endif  // SWITCHGATE_CHECKS_TREE_FIELDS_H_
