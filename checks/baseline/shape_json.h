// Shapes as JSON: counts, names of members and discriminators, no other value
// of an answer, no name of a collapsed map.

#ifndef SWITCHGATE_CHECKS_BASELINE_SHAPE_JSON_H_
#define SWITCHGATE_CHECKS_BASELINE_SHAPE_JSON_H_

#include <string>

#include "checks/baseline/members.h"
#include "checks/json/value.h"
#include "checks/shape/shape.h"

namespace switchgate::baseline {

json::Value shape_to_json(const shape::Shape& shape);

// The shape that shape_to_json gave. Counts that contradict each other are
// refused.
shape::Shape shape_from_json(const json::Value& value, const std::string& pointer,
                             Mistake& mistake);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_SHAPE_JSON_H_
