// YAML 1.2 text to a tree with positions.

#ifndef SWITCHGATE_CHECKS_YAML_PARSER_H_
#define SWITCHGATE_CHECKS_YAML_PARSER_H_

#include <optional>

#include "checks/base/source_pos.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate::yaml {

// One document. `file` is the index that positions get; `files[file].text` is
// what is read. Every mistake is told (syntax, duplicate key, second document,
// unknown tag, alias bounds, depth, UTF-8, a plain value cut by ` #`); nothing
// on a mistake.
std::optional<tree::Node> parse(const SourceFiles& files, int file, tree::Problems& problems);

}  // namespace switchgate::yaml

#endif  // SWITCHGATE_CHECKS_YAML_PARSER_H_
