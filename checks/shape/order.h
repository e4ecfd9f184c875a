// Arrays whose elements are the same on both sides but in another order.

#ifndef SWITCHGATE_CHECKS_SHAPE_ORDER_H_
#define SWITCHGATE_CHECKS_SHAPE_ORDER_H_

#include <vector>

#include "checks/base/result.h"
#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/shape/diff.h"

namespace switchgate::shape {

// shape/array-reordered for each place where an array holds the same elements
// (by value) in another order: an error at the arrays that `ordered` selects in
// `live`, else a note. Places inside of differing arrays are compared element
// by element. Where live's own answers come in differing orders, do not ask.
// Fails only where a JSONPath query does.
Result<std::vector<Change>> compare_order(const json::Value& live, const json::Value& candidate,
                                          const std::vector<json::Path>& ordered);

// Do both arrays hold the same elements (by value), in whatever order? About linear.
bool same_elements(const json::Array& a, const json::Array& b);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_ORDER_H_
