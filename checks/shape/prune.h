// Removes from a value what a suite says is not to be compared.

#ifndef SWITCHGATE_CHECKS_SHAPE_PRUNE_H_
#define SWITCHGATE_CHECKS_SHAPE_PRUNE_H_

#include <vector>

#include "checks/base/result.h"
#include "checks/json/path.h"
#include "checks/json/value.h"

namespace switchgate::shape {

// `value` without the nodes that any of `ignore` selects; null when the root
// itself is selected. Fails only where a JSONPath query does (too many nodes
// visited).
Result<json::Value> prune(const json::Value& value, const std::vector<json::Path>& ignore);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_PRUNE_H_
