// What changed at one place, without what is below it: null, kinds, numbers,
// strings.

#ifndef SWITCHGATE_CHECKS_SHAPE_LEAF_DIFF_H_
#define SWITCHGATE_CHECKS_SHAPE_LEAF_DIFF_H_

#include <string>

#include "checks/shape/change_list.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

// Requires that `after` has values. A `before` that was never seen, or only as
// null, gives one note that evidence grew.
void compare_leaf(const std::string& path, const Shape& before, const Shape& after,
                  ChangeList& changes);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_LEAF_DIFF_H_
